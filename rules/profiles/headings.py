"""What headings are called in real plans: normalised titles to section concepts. Data; `rules.plan.headings` reads it.

A title is normalised first: lower case, no numbering, emoji, emphasis or colon, "&" as "and", hyphens as blanks.
"""

from collections.abc import Mapping
from typing import Final

TITLES: Final[Mapping[str, tuple[str, ...]]] = {
    "meta": ("metadata", "document information", "document control", "plan metadata", "plan information"),
    "constitution_check": ("principles from constitution", "required compliance gates", "gate check"),
    "scope": (
        "scope and dependencies", "scope", "scope definition", "scope and requirements", "scope and boundaries",
        "project scope", "feature scope", "scope boundaries", "goals and non goals", "goals non goals",
    ),
    "scope.in": ("in scope", "inside scope", "included in scope", "what is in scope", "in scope items", "scope in"),
    "scope.out": (
        "out of scope", "outside scope", "not in scope", "non goals", "non goal", "explicitly out of scope", "exclusions",
        "what is out of scope", "out of scope items", "goals not in scope", "won t do", "scope out",
    ),
    "scope.dependencies": (
        "external dependencies", "dependencies", "dependencies and integrations", "third party dependencies",
        "service dependencies", "external services", "dependencies and integration points", "system dependencies",
    ),
    "decisions": (
        "key decisions and rationale", "key decisions", "architecture decisions", "design decisions", "technical decisions",
        "decision table", "decision log", "technology decisions", "architectural decisions", "decisions",
        "key design decisions",
        "research and technology decisions", "architecture and design decisions", "key technical decisions", "open decisions",
        "key architectural decisions", "major decisions", "important decisions", "decision summary", "options considered",
        "decisions and rationale", "technical decisions and rationale", "technology choices", "decision records",
    ),
    "architecture": (
        "architecture overview", "system architecture", "architecture", "high level architecture", "technical architecture",
        "architecture and design", "architecture design", "solution architecture", "architectural overview",
    ),
    "architecture.components": (
        "component responsibilities", "system components", "components", "component overview", "component breakdown",
        "key components", "component architecture", "component design",
    ),
    "interfaces": (
        "interfaces and api contracts", "api contracts", "contracts", "interfaces", "api design", "api contract",
        "interfaces and contracts", "api specification", "interface contracts", "api and interfaces", "apis",
    ),
    "interfaces.public_apis": ("public apis", "public api", "public api endpoints", "api endpoints", "endpoints",
    "rest endpoints"),
    "interfaces.errors": ("error taxonomy", "error codes", "error taxonomy and codes"),
    "interfaces.versioning": ("versioning strategy", "api versioning", "api versioning strategy"),
    "interfaces.idempotency": ("idempotency",),
    "interfaces.timeouts": (
        "timeouts and retries", "timeouts", "retries", "retry policy", "timeout and retry policy",
        "idempotency timeouts retries",
        "idempotency timeouts and retries", "timeouts retries and idempotency",
    ),
    "nfr": (
        "nfrs", "nfrs and budgets", "nfr", "quality attributes", "quality requirements", "non functional targets",
        "budgets and nfrs",
    ),
    "nfr.performance": (
        "performance requirements", "performance targets", "performance goals", "performance budgets", "performance budget",
        "performance and scalability", "performance nfrs", "performance slos",
    ),
    "nfr.reliability": (
        "reliability", "reliability requirements", "reliability targets", "availability", "reliability and availability",
        "availability and reliability", "slos", "slo", "service level objectives", "slos and error budgets", "error budgets",
    ),
    "nfr.cost": ("cost", "costs", "cost requirements", "cost estimation", "cost analysis", "cost budget",
    "cost considerations"),
    "security": (
        "security", "security requirements", "security considerations", "security architecture", "security and privacy",
        "security design", "security and compliance", "privacy and security", "security model",
    ),
    "data": (
        "data management and migration", "data management", "data management and content strategy", "data strategy",
        "data and migration", "data management and migrations", "data management and persistence",
    ),
    "data.source_of_truth": ("source of truth", "sources of truth", "data source of truth", "data ownership"),
    "data.schema": (
        "schema evolution", "schema evolution strategy", "schema changes", "schema versioning", "database schema changes",
    ),
    "data.migration": (
        "migration and rollback", "migration strategy", "migration plan", "data migration", "migration", "migrations",
        "database migration", "database migrations", "schema migration", "schema migrations", "migration and rollback strategy",
        "migration and rollback plan", "data migration and rollback", "data migration strategy", "database migration strategy",
        "migrations and rollback", "data migration plan", "database changes", "db migration", "db migrations", "data migrations",
        "schema and migrations", "database schema and migrations", "data rollback", "database rollback", "migration rollback",
    ),
    "data.retention": (
        "data retention", "retention", "retention policy", "data retention policy", "data retention and deletion",
        "data retention and privacy", "data lifecycle", "retention and deletion",
    ),
    "operations": (
        "operational readiness", "operations", "operational considerations", "production readiness", "operability",
        "operational requirements", "operational plan", "operations and monitoring", "operational concerns",
    ),
    "observability": (
        "observability", "monitoring", "monitoring and observability", "logging and monitoring", "monitoring and logging",
        "observability and monitoring", "observability logs metrics traces", "monitoring and alerting", "telemetry", "logging",
        "observability strategy", "monitoring strategy", "observability requirements",
    ),
    "alerting": (
        "alerting", "alerts", "alerting and on call", "alerting rules", "alert rules", "alerting thresholds",
        "alert thresholds",
        "alerts and thresholds", "alerting strategy", "alerting thresholds and on call owners", "on call and alerting",
        "alerts and on call", "alerting and runbooks",
    ),
    "runbooks": (
        "runbooks", "runbook", "runbooks for common tasks", "incident response", "incident runbooks", "operational runbooks",
        "playbooks", "runbooks and playbooks",
    ),
    "deployment": (
        "deployment and rollback", "deployment", "deployment strategy", "deployment plan", "rollback plan", "rollback strategy",
        "rollback", "rollout plan", "rollout strategy", "rollout", "release plan", "release strategy", "backout plan",
        "deployment and rollback strategies", "deployment and rollback strategy", "deployment and rollback plan", "revert plan",
        "rollout and rollback", "rollback procedures", "rollback procedure", "rollback and recovery",
        "deployment considerations",
        "release and rollback", "rollback strategies", "deployment and release", "deployment and rollout",
        "rollback considerations",
        "deployment flow", "deployment procedure", "deployment process", "rollout and rollback plan",
    ),
    "flags": (
        "feature flags", "feature flag", "feature flags and compatibility", "feature flag strategy", "feature toggles", "flags",
        "feature flags and kill switches", "feature flagging", "feature flags and toggles",
    ),
    "evaluation": ("evaluation and validation", "evaluation", "evaluation and testing", "evaluation criteria"),
    "dod": (
        "definition of done", "completion criteria", "done criteria", "definition of done dod", "dod", "done when",
        "definition of done checklist", "completion checklist",
    ),
    "output_validation": ("output validation", "output validation requirements"),
    "timeline": (
        "timeline and milestones", "timeline", "milestones", "implementation timeline", "timeline estimate",
        "estimated timeline",
        "key milestones", "project timeline", "development timeline", "schedule", "milestones and timeline", "roadmap",
        "milestone plan", "delivery timeline",
    ),
    "related": (
        "related documents", "references", "related documentation", "related", "reference documents", "related links",
        "related artifacts", "documentation references",
    ),
    "technical_context": ("technical context", "technical context and constraints", "technical context and design philosophy"),
    "structure": ("project structure", "repository structure", "code structure", "source code structure", "directory structure",
    "project source structure"),
    "complexity": ("complexity tracking", "complexity justification", "complexity"),
    "summary": ("summary", "executive summary", "overview", "feature summary", "plan summary", "introduction"),
}  # fmt: skip
"""Section concept to the titles that name it wherever they stand."""

WITHIN: Final[Mapping[str, Mapping[str, str]]] = {
    "nfr": {"performance": "nfr.performance", "scalability": "nfr.performance", "latency": "nfr.performance"},
    "data": {"rollback": "data.migration", "rollback plan": "data.migration", "rollback strategy": "data.migration"},
    "data.migration": {"rollback": "data.migration", "rollback plan": "data.migration", "rollback strategy": "data.migration"},
    "scope": {"goals": "scope.in"},
    "decisions": {"summary": "", "overview": "", "options considered": "", "references": "", "dependencies": ""},
    "risks": {"security": "", "performance": "", "dependencies": "", "scope": "", "operations": "", "deployment": "",
    "cost": ""},
    "structure": {"overview": "", "components": "", "contracts": "", "runbooks": "", "dependencies": ""},
    "technical_context": {"dependencies": "", "performance goals": "", "deployment": ""},
    "constitution_check": {
        "security": "", "observability": "", "performance": "", "operations": "", "reliability": "", "summary": "", "cost": "",
        "deployment": "", "architecture": "", "timeline": "", "dependencies": "", "security and privacy": "", "logging": "",
    },
}  # fmt: skip
"""Titles that mean something else (or, as "", nothing) below a section of that concept; looked up before `TITLES`."""

WORDS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    (r"\badrs?\b|\barchitectur(?:e|al) decision records?\b", "adrs", ("adr", "decision record")),
    (
        r"\b(?:constitution\w*|charter)\b.*\b(?:check|re ?check|complian\w+|align\w+|gates?|validation|review)\b",
        "constitution_check", ("constitution", "charter"),
    ),
    (
        r"\b(?:check|complian\w+|align\w+|principles)\b.*\b(?:constitution|charter)\b",
        "constitution_check", ("constitution", "charter"),
    ),
    (
        r"준수 확인|헌법 ?(?:검토|준수|확인)|宪[法章]检查|检查.*宪[法章]|verifica\w+ .*constitui\w+",
        "constitution_check", ("준수", "헌법", "法", "章", "verifica"),
    ),
    (r"\bnon ?functional\b", "nfr", ("functional",)),
    (r"^(?:(?!low |medium |high )\w+ )?risk\b(?! gate| trigger| level| free)|\brisks\b", "risks", ("risk",)),
    (r"\briscos?\b|\briesgos?\b|风险|위험|リスク", "risks", ("risco", "riesgo", "风险", "위험", "リスク")),
    (r"^definition of done\b|\bacceptance and definition of done\b", "dod", ("definition of done",)),
    (
        r"^(?:key|core|major|critical|important)?\s*(?:technical|technology|design|architectur\w+|code)? ?decisions?\b(?! \d)",
        "decisions", ("decision",),
    ),
    (r"\b(?:technology|design|architectur(?:e|al)|technical) decisions?\b", "decisions", ("decision",)),
    (
        r"^(?:(?!making|structure|no\b|gate)\w+ ){1,3}decisions\b(?! (?:in|with|about|rules?|trees?)\b)",
        "decisions", ("decisions",),
    ),
    (
        r"\b(?:data|schema|database|migration)\b.*\b(?:rollback|roll back|revert)\b",
        "data.migration", ("rollback", "roll back", "revert"),
    ),
    (r"\b(?:rollback|roll back|backout|back out)\b", "deployment", ("rollback", "roll back", "backout", "back out")),
    (r"\bfeature (?:flags?|toggles?)\b", "flags", ("feature ",)),
    (r"^operational readiness\b|\boperational readiness$", "operations", ("operational readiness",)),
    (r"^technical context\b", "technical_context", ("technical context",)),
    (r"^data management\b", "data", ("data management",)),
    (r"^(?:alerting|alerts)\b", "alerting", ("alert",)),
    (r"^(?:observability|monitoring)\b", "observability", ("observability", "monitoring")),
    (r"^scope\b|\bin scope and out of scope\b", "scope", ("scope",)),
    (r"\bout of scope\b|\bnon goals\b", "scope.out", ("out of scope", "non goals")),
    (r"^in scope\b", "scope.in", ("in scope",)),
    (r"^interfaces\b|\bapi contracts?\b", "interfaces", ("interfaces", "api contract")),
    (r"\btimeline\b|\bmilestones\b", "timeline", ("timeline", "milestones")),
    (r"\bsecurity (?:requirements?|considerations?|architecture)\b", "security", ("security ",)),
    (r"\bperformance (?:requirements?|targets?|goals?|budgets?)\b", "nfr.performance", ("performance ",)),
    (r"\breliability (?:requirements?|targets?|goals?)\b", "nfr.reliability", ("reliability ",)),
)  # fmt: skip
"""For the titles of which no list is long enough, in order: a regular expression, the concept, and the literals that it needs.

They are tried on the normalised title, last.
"""
