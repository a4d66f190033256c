"""What the fields of a plan are called in real plans: concepts to normalised labels. Data; `rules.plan.labels` reads it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LABELS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "meta.status": ("status", "plan status", "estado", "状态", "상태"),
    "meta.version": ("version", "plan version", "versión", "versão", "版本", "버전"),
    "meta.created": (
        "created", "created on", "creation date", "date created", "created at", "erstellt", "creado", "创建日期", "작성일",
    ),
    "meta.last_updated": (
        "last updated", "updated", "last modified", "last update", "modified", "last updated on", "updated at",
        "last revised", "revised", "revision date",
    ),
    "meta.architect": (
        "architect", "owner", "author", "authors", "plan owner", "lead", "tech lead", "dri", "prepared by", "responsible",
        "plan author", "feature owner", "maintainer",
    ),
    "meta.branch": ("branch", "feature branch", "feature", "分支", "브랜치"),
    "meta.date": ("date", "plan date", "fecha", "日期", "날짜"),
    "meta.spec": (
        "spec", "specification", "feature spec", "feature specification", "spec link", "spec reference", "spec source",
        "spec file", "source spec", "规格", "스펙",
    ),
    "meta.input": ("input",),
    "scope.in": ("in scope", "included", "in", "includes"),
    "scope.out": ("out of scope", "excluded", "out", "excludes", "non goals"),
    "scope.dependencies": ("external dependencies", "dependencies", "external systems"),
    "decisions.options": (
        "options considered", "options", "alternatives", "alternatives considered", "alternative considered",
        "alternative", "considered", "options evaluated", "candidates", "alternatives rejected",
        "rejected alternatives", "other options", "considered alternatives", "rejected", "alternatives evaluated",
        "choices", "considered options", "options weighed",
    ),
    "decisions.pros": ("pros", "pro", "advantages", "benefits", "strengths", "good", "positive"),
    "decisions.cons": (
        "cons", "con", "disadvantages", "drawbacks", "weaknesses", "downsides", "bad", "negative", "cost",
        "why rejected",
    ),
    "decisions.trade_offs": (
        "trade offs", "tradeoffs", "trade off", "tradeoff", "consequences", "trade offs accepted", "implications",
        "consequence", "trade offs considered", "tradeoffs considered",
    ),
    "decisions.chosen": (
        "chosen", "decision", "selected", "choice", "chosen option", "selected option", "selection",
        "chosen approach", "selected approach", "recommendation", "decided", "final decision", "resolution",
        "outcome", "our choice", "recommended", "status decided", "decision outcome", "recommended option", "verdict",
    ),
    "decisions.rationale": (
        "rationale", "reason", "reasoning", "why", "justification", "why chosen", "reasons", "because",
        "decision rationale", "why this", "motivation",
    ),
    "decisions.principles": (
        "principles applied", "principles", "principle applied", "design principles", "guiding principles",
        "constitution alignment", "principle alignment",
    ),
    "decisions.adr_required": ("adr required", "adr", "adr needed", "requires adr", "adr requirement", "needs adr"),
    "architecture.responsibility": ("responsibility", "responsibilities", "purpose", "role"),
    "architecture.technology": ("technology", "technologies", "tech", "tech stack", "framework"),
    "architecture.interfaces": ("interfaces", "interface", "inputs outputs"),
    "interfaces.endpoint": ("endpoint", "endpoints", "route", "method", "api"),
    "interfaces.inputs": ("inputs", "input", "request", "request body", "parameters"),
    "interfaces.outputs": ("outputs", "output", "response", "response body", "responses"),
    "interfaces.errors": (
        "error taxonomy", "errors", "error codes", "error responses", "error handling", "error response",
    ),
    "interfaces.versioning": ("versioning strategy", "versioning", "api versioning", "version strategy"),
    "interfaces.idempotency": ("idempotency", "idempotent", "idempotence"),
    "interfaces.timeouts": ("timeouts and retries", "timeouts", "timeouts retries"),
    "interfaces.request_timeout": ("request timeout", "timeout", "api timeout", "timeouts"),
    "interfaces.retry_policy": ("retry policy", "retries", "retry", "retry strategy", "retry logic", "retry mechanism"),
    "nfr.p95_latency": (
        "p95 latency", "p95", "latency", "latency p95", "95th percentile", "95th percentile latency", "response time",
        "response times", "p95 response time", "api latency", "api response time", "p99 latency", "latency target",
        "p99", "request latency", "api response times", "page load", "page load time", "initial load",
        "p95 latency target", "latency budget",
    ),
    "nfr.throughput": ("throughput", "requests per second", "rps", "concurrent users", "load", "capacity"),
    "nfr.resource_caps": (
        "resource caps", "resource limits", "resource usage", "resources", "resource constraints", "resource budget",
    ),
    "nfr.memory": ("memory", "memory usage", "ram", "memory limit"),
    "nfr.cpu": ("cpu", "cpu usage", "cpu limit"),
    "nfr.storage": ("storage", "disk", "storage limit", "disk usage"),
    "nfr.slo": (
        "slo", "slos", "slo and error budget", "slos and error budgets", "slo error budget",
        "availability", "uptime", "availability slo", "uptime slo", "service level objective",
        "availability target", "service level objectives", "uptime target", "sla", "system availability",
        "slo availability", "target availability", "slos service level objectives",
    ),
    "nfr.error_budget": ("error budget", "error budgets", "error rate", "downtime budget", "failure budget"),
    "nfr.degradation": (
        "degradation strategy", "degradation", "graceful degradation", "fallback", "fallbacks", "fallback strategy",
        "degraded mode", "degradation strategies", "fault tolerance",
    ),
    "security.authentication": (
        "authentication", "authn", "auth", "authentication method", "user authentication", "authentication n",
        "authn authz", "authentication authorization", "authentication and authorization", "authn and authz", "auth n auth z",
    ),
    "security.authorization": (
        "authorization", "authz", "access control", "permissions", "authorisation", "authorization model", "rbac",
    ),
    "security.data_handling": ("data handling", "data protection", "data privacy", "data security", "privacy"),
    "security.encryption_at_rest": (
        "encryption at rest", "at rest", "encryption", "data encryption", "encryption at rest and in transit",
    ),
    "security.encryption_in_transit": (
        "encryption in transit", "in transit", "transport", "transport security", "encryption", "https",
    ),
    "security.anonymization": ("anonymization", "anonymisation", "pii", "pii handling", "data anonymization"),
    "security.secrets_management": (
        "secrets management", "secrets", "secret management", "secrets handling", "credentials",
    ),
    "security.audit_logging": ("audit logging", "audit", "audit log", "audit logs", "auditing", "audit trail"),
    "nfr.unit_economics": (
        "unit economics", "cost per user", "cost", "costs", "infrastructure cost", "infrastructure", "unit cost",
    ),
    "nfr.budget_alerts": ("budget alerts", "cost alerts", "budget", "cost monitoring", "budget alert"),
    "data.source_of_truth": ("source of truth", "sources of truth", "primary source"),
    "data.migration_strategy": (
        "migration strategy", "schema migration", "migrations", "schema evolution", "migration approach",
        "schema migrations", "migration", "database migrations", "migration tool",
    ),
    "data.backward_compatibility": (
        "backward compatibility", "backwards compatibility", "compatibility", "backward compatible",
    ),
    "data.forward_migration": (
        "forward migration", "migration steps", "forward", "forward migrations", "migration plan", "upgrade",
        "migration", "migration process", "migration procedure",
    ),
    "data.rollback_plan": (
        "rollback plan", "rollback", "rollback strategy", "rollback steps", "backout plan", "revert plan",
        "data rollback", "backout", "rollback procedure", "rollback migration", "backward migration",
        "rollback procedures", "downgrade", "down migration", "migration rollback", "rollback migrations",
        "reverse migration", "rollback capability", "rollback approach",
    ),
    "data.integrity_checks": (
        "data integrity checks", "integrity checks", "data validation", "validation", "data integrity", "integrity",
        "verification", "data integrity check", "checks",
    ),
    "data.retention_period": (
        "retention period", "retention", "data retention", "retention policy", "retention and deletion",
        "data retention and deletion",
    ),
    "data.deletion_policy": (
        "deletion policy", "deletion", "data deletion", "purge policy", "deletion process", "purging", "deleted data",
    ),
    "data.user_control": (
        "user control", "user controls", "user data control", "user rights", "export", "data export", "user data",
    ),
    "observability.logs": (
        "logs", "logging", "log", "application logs", "structured logging", "log levels", "logs and metrics",
        "logging and monitoring", "logs metrics traces", "logs metrics and traces", "logging and metrics",
    ),
    "observability.metrics": ("metrics", "monitoring", "key metrics", "metric", "application metrics", "analytics"),
    "observability.traces": ("traces", "tracing", "distributed tracing", "trace", "request tracing"),
    "alerting.threshold": ("alerts", "alerting", "thresholds", "threshold", "alert thresholds", "alert conditions"),
    "alerting.owner": (
        "on call owner", "on call", "owner", "on call owners", "on call rotation", "alert owner", "responsible",
        "oncall",
    ),
    "alerting.runbook": ("runbook", "runbooks", "runbook link"),
    "runbooks.detection": ("detection", "detect", "symptoms", "symptom"),
    "runbooks.diagnosis": ("diagnosis", "diagnose", "investigation", "check"),
    "runbooks.resolution": ("resolution", "resolve", "fix", "action", "mitigation", "steps"),
    "runbooks.prevention": ("prevention", "prevent", "follow up"),
    "deployment.strategy": (
        "deployment strategy", "deployment", "strategy", "deploy", "rollout", "rollout strategy", "release strategy",
        "deployments", "deployment method", "deployment approach", "rollout plan", "deployment plan", "ci cd",
        "deployment process",
    ),
    "deployment.rollback_trigger": (
        "rollback trigger", "rollback triggers", "trigger", "triggers", "rollback criteria", "rollback conditions",
        "rollback condition", "when to roll back", "when to rollback", "rollback when", "rollback if", "roll back if",
        "roll back when", "rollback threshold", "rollback thresholds", "decision criteria", "abort criteria",
        "trigger conditions", "rollback signal", "rollback signals",
    ),
    "deployment.rollback_steps": (
        "rollback steps", "rollback", "rollback plan", "rollback strategy", "rollback procedure",
        "rollback procedures", "backout plan", "revert plan", "rollback mechanism", "steps", "procedure", "roll back",
        "backout", "revert", "rollback process", "how to roll back", "rollback method", "rollback approach",
        "rollback capability", "rollback path", "automated rollback", "rollback instructions", "how to rollback",
        "rollbacks", "emergency rollback", "quick rollback", "code rollback", "deployment rollback",
    ),
    "flags.defined": (
        "flags defined", "flags", "feature flags", "feature flag", "defined flags", "flag", "feature toggles",
    ),
    "flags.compatibility": ("compatibility", "flag compatibility", "backward compatibility"),
    "risks.likelihood": ("likelihood", "probability"),
    "risks.impact": ("impact", "severity"),
    "risks.blast_radius": ("blast radius",),
    "risks.mitigation": ("mitigation",),
    "risks.kill_switch": ("kill switch",),
    "risks.owner": ("owner",),
    "dod": ("definition of done", "done when", "dod", "completion criteria"),
    "output_validation.format": ("format", "output format", "formats"),
    "output_validation.requirements": ("requirements", "requirement", "acceptance", "acceptance criteria"),
    "output_validation.safety": ("safety", "security", "safety and security"),
    "related.spec": ("feature specification", "specification", "spec", "feature spec"),
    "related.tasks": ("task breakdown", "tasks", "task list"),
    "related.adrs": ("architecture decision records", "architectural decision records", "adrs", "adr"),
    "related.constitution": ("constitution", "project constitution"),
    "technical_context.language": ("language version", "language", "languages", "언어 버전", "语言 版本", "languages versions"),
    "technical_context.dependencies": ("primary dependencies", "dependencies", "key dependencies", "주요 의존성", "主要依赖"),
    "technical_context.storage": ("storage", "database", "저장소", "存储", "data storage"),
    "technical_context.testing": ("testing", "tests", "test framework", "테스트", "测试"),
    "technical_context.platform": ("target platform", "platform", "대상 플랫폼", "目标平台"),
    "technical_context.project_type": ("project type", "프로젝트 유형", "项目类型"),
    "technical_context.performance_goals": ("performance goals", "performance", "성능 목표", "性能目标"),
    "technical_context.constraints": ("constraints", "제약사항", "제약 조건", "约束", "约束条件"),
    "technical_context.scale": ("scale scope", "scale", "규모 범위", "规模 范围", "规模"),
    "structure.decision": ("structure decision",),
})  # fmt: skip
"""Labels that name the field inside its own section, the sections above and the sections below."""

EVERYWHERE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "scope.in": ("in scope",),
    "scope.out": ("out of scope", "non goals"),
    "scope.dependencies": ("external dependencies",),
    "decisions.options": ("options considered", "alternatives considered"),
    "decisions.trade_offs": ("trade offs", "tradeoffs"),
    "decisions.chosen": ("chosen option", "selected option"),
    "decisions.rationale": ("rationale",),
    "decisions.principles": ("principles applied",),
    "decisions.adr_required": ("adr required", "adr needed"),
    "interfaces.errors": ("error taxonomy",),
    "interfaces.versioning": ("versioning strategy", "api versioning"),
    "interfaces.idempotency": ("idempotency",),
    "interfaces.timeouts": ("timeouts and retries",),
    "interfaces.request_timeout": ("request timeout",),
    "interfaces.retry_policy": ("retry policy", "retry strategy"),
    "nfr.p95_latency": (
        "p95 latency", "latency p95", "p95 response time", "p95", "api response time", "p99 latency",
        "95th percentile latency",
    ),
    "nfr.throughput": ("throughput",),
    "nfr.resource_caps": ("resource caps", "resource limits"),
    "nfr.slo": (
        "slo", "slos", "availability slo", "uptime slo", "service level objective", "uptime", "availability target",
        "uptime target", "service level objectives", "sla",
    ),
    "nfr.error_budget": ("error budget", "error budgets"),
    "nfr.degradation": ("degradation strategy", "graceful degradation"),
    "security.authentication": ("authn",),
    "security.authorization": ("authz",),
    "security.encryption_at_rest": ("encryption at rest",),
    "security.encryption_in_transit": ("encryption in transit",),
    "security.anonymization": ("anonymization",),
    "security.secrets_management": ("secrets management",),
    "security.audit_logging": ("audit logging",),
    "nfr.unit_economics": ("unit economics",),
    "nfr.budget_alerts": ("budget alerts", "cost alerts"),
    "data.source_of_truth": ("source of truth",),
    "data.migration_strategy": ("migration strategy",),
    "data.forward_migration": ("forward migration",),
    "data.rollback_plan": ("data rollback", "migration rollback", "down migration", "migration down"),
    "data.integrity_checks": ("data integrity checks", "integrity checks"),
    "data.retention_period": ("retention period", "data retention", "retention"),
    "data.deletion_policy": ("deletion policy", "data deletion"),
    "data.user_control": ("user control",),
    "observability.traces": ("distributed tracing",),
    "deployment.strategy": ("deployment strategy", "rollout strategy"),
    "deployment.rollback_trigger": (
        "rollback trigger", "rollback triggers", "rollback criteria", "rollback conditions", "when to roll back",
        "when to rollback",
    ),
    "deployment.rollback_steps": (
        "rollback steps", "rollback", "rollback plan", "rollback strategy", "rollback procedure", "backout plan",
        "deployment rollback", "rollback mechanism", "rollback procedures", "rollback process",
    ),
    "flags.defined": ("flags defined", "feature flags", "feature flag"),
    "dod": ("definition of done",),
    "structure.decision": ("structure decision", "구조 결정", "结构决策"),
    "alerting.threshold": ("alerts", "alert thresholds", "alerting thresholds"),
})  # fmt: skip
"""Labels that name the field in any section."""

ALSO: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "security.authorization": (
        "authn authz", "authentication authorization", "authentication and authorization", "authn and authz", "auth n auth z",
    ),
    "security.encryption_in_transit": ("encryption", "data encryption", "encryption at rest and in transit"),
    "nfr.error_budget": ("slo and error budget", "slos and error budgets", "slo error budget"),
    "data.deletion_policy": ("retention and deletion", "data retention and deletion"),
    "observability.metrics": (
        "logs and metrics", "logging and monitoring", "logging and metrics", "logs metrics traces", "logs metrics and traces",
    ),
    "observability.traces": ("logs metrics traces", "logs metrics and traces"),
})  # fmt: skip
"""Labels that ask for this field too, besides the one that `LABELS` gives them to."""
