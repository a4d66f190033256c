"""The vocabulary: every field of the plan template, where it belongs, and what kind of answer it takes.

`FIELDS` maps the concept of a field to its description. How real plans title sections and label fields stands in
`rules.profiles.headings` and `rules.profiles.labels`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

LEVELS: Final = ("low", "medium", "high", "critical")
STATUSES: Final = ("draft", "review", "approved", "in-progress", "completed")


class Field(NamedTuple):
    """One field of the template.

    `section`: the concept of the section it belongs to. `polarity`: "no" is a full answer.
    `values`: the closed list of answers, if it is one. `na`: a bare "N/A" says enough. `hint`: the words of the template
    that only repeat the question.
    """

    title: str
    section: str
    polarity: bool = False
    values: tuple[str, ...] = ()
    na: bool = False
    hint: str = ""


FIELDS: Final[Mapping[str, Field]] = MappingProxyType({
    "meta.status": Field("Status", "meta", values=STATUSES),
    "meta.version": Field("Version", "meta"),
    "meta.created": Field("Created", "meta"),
    "meta.last_updated": Field("Last Updated", "meta"),
    "meta.architect": Field("Architect", "meta"),
    "meta.branch": Field("Branch", "meta"),
    "meta.date": Field("Date", "meta"),
    "meta.spec": Field("Spec", "meta"),
    "meta.input": Field("Input", "meta"),
    "constitution_check": Field("Constitution Check", "constitution_check"),
    "scope.in": Field("In Scope", "scope.in", hint="boundary included features"),
    "scope.out": Field("Out of Scope", "scope.out", polarity=True, hint="explicitly excluded item deferred"),
    "scope.dependencies": Field("External Dependencies", "scope.dependencies", polarity=True, na=True),
    "decisions.options": Field("Options Considered", "decisions"),
    "decisions.pros": Field("Pros", "decisions", hint="benefits"),
    "decisions.cons": Field("Cons", "decisions", hint="drawbacks"),
    "decisions.trade_offs": Field("Trade-offs", "decisions", polarity=True, hint="key consideration"),
    "decisions.chosen": Field("Chosen", "decisions"),
    "decisions.rationale": Field(
        "Rationale", "decisions", hint="why this option best serves project goals and constitution principles",
    ),
    "decisions.principles": Field("Principles Applied", "decisions"),
    "decisions.adr_required": Field(
        "ADR Required", "decisions", polarity=True, values=("yes", "no"), hint="if yes document in history adr",
    ),
    "architecture.responsibility": Field("Responsibility", "architecture.components", hint="what it does"),
    "architecture.technology": Field("Technology", "architecture.components", hint="framework library"),
    "architecture.interfaces": Field("Interfaces", "architecture.components", polarity=True, hint="inputs outputs"),
    "interfaces.endpoint": Field("Endpoint", "interfaces.public_apis"),
    "interfaces.inputs": Field("Inputs", "interfaces.public_apis", polarity=True, na=True),
    "interfaces.outputs": Field("Outputs", "interfaces.public_apis", polarity=True, na=True),
    "interfaces.errors": Field("Error Taxonomy", "interfaces.errors"),
    "interfaces.versioning": Field(
        "Versioning Strategy", "interfaces.versioning", hint="how api versions are managed backward compatibility approach",
    ),
    "interfaces.idempotency": Field(
        "Idempotency", "interfaces.idempotency", polarity=True,
        hint="which operations are idempotent how idempotency is guaranteed",
    ),
    "interfaces.timeouts": Field("Timeouts and Retries", "interfaces"),
    "interfaces.request_timeout": Field("Request timeout", "interfaces.timeouts"),
    "interfaces.retry_policy": Field("Retry policy", "interfaces.timeouts", polarity=True),
    "nfr.p95_latency": Field("p95 Latency", "nfr.performance"),
    "nfr.throughput": Field("Throughput", "nfr.performance"),
    "nfr.resource_caps": Field("Resource Caps", "nfr.performance"),
    "nfr.memory": Field("Memory", "nfr.performance"),
    "nfr.cpu": Field("CPU", "nfr.performance"),
    "nfr.storage": Field("Storage", "nfr.performance"),
    "nfr.slo": Field("SLO", "nfr.reliability"),
    "nfr.error_budget": Field("Error Budget", "nfr.reliability", hint="allowed failure rate"),
    "nfr.degradation": Field(
        "Degradation Strategy", "nfr.reliability", hint="how system behaves under partial failure graceful fallback mechanisms",
    ),
    "security.authentication": Field("Authentication", "security"),
    "security.authorization": Field("Authorization", "security"),
    "security.data_handling": Field("Data Handling", "security", hint="data handling"),
    "security.encryption_at_rest": Field("Encryption at rest", "security"),
    "security.encryption_in_transit": Field("Encryption in transit", "security"),
    "security.anonymization": Field("Anonymization", "security", polarity=True, na=True, hint="technique for pii"),
    "security.secrets_management": Field("Secrets Management", "security"),
    "security.audit_logging": Field("Audit Logging", "security", hint="what events are logged retention policy"),
    "nfr.unit_economics": Field("Unit Economics", "nfr.cost", na=True, hint="cost per user transaction month"),
    "nfr.budget_alerts": Field("Budget Alerts", "nfr.cost", na=True, hint="threshold for cost overruns"),
    "data.source_of_truth": Field(
        "Source of Truth", "data.source_of_truth", hint="which database service owns which data how conflicts are resolved",
    ),
    "data.migration_strategy": Field("Migration Strategy", "data.schema", na=True),
    "data.backward_compatibility": Field(
        "Backward Compatibility", "data.schema", na=True, hint="how old clients are supported",
    ),
    "data.forward_migration": Field("Forward Migration", "data.migration", na=True, hint="steps to apply changes"),
    "data.rollback_plan": Field("Rollback Plan", "data.migration", na=True, hint="how to revert if deployment fails"),
    "data.integrity_checks": Field(
        "Data Integrity Checks", "data.migration", na=True, hint="validation before after migration",
    ),
    "data.retention_period": Field("Retention Period", "data.retention", na=True, hint="how long data is kept"),
    "data.deletion_policy": Field("Deletion Policy", "data.retention", na=True, hint="when and how data is purged"),
    "data.user_control": Field("User Control", "data.retention", na=True, hint="export and delete capabilities"),
    "observability.logs": Field("Logs", "observability", hint="what is logged at each severity level"),
    "observability.metrics": Field("Metrics", "observability", hint="key metrics to track dashboard"),
    "observability.traces": Field(
        "Traces", "observability", polarity=True, na=True, hint="distributed tracing setup for request flows",
    ),
    "alerting.alert": Field("Alert", "alerting", polarity=True, na=True),
    "alerting.threshold": Field("Threshold", "alerting"),
    "alerting.owner": Field("On-Call Owner", "alerting"),
    "alerting.runbook": Field("Runbook", "alerting"),
    "runbooks.detection": Field("Detection", "runbooks", hint="how to identify"),
    "runbooks.diagnosis": Field("Diagnosis", "runbooks", hint="how to investigate"),
    "runbooks.resolution": Field("Resolution", "runbooks", hint="steps to fix"),
    "runbooks.prevention": Field("Prevention", "runbooks", hint="long-term fix"),
    "deployment.strategy": Field("Deployment Strategy", "deployment", na=True),
    "deployment.rollback_trigger": Field("Rollback Trigger", "deployment", hint="conditions for rollback"),
    "deployment.rollback_steps": Field("Rollback Steps", "deployment", hint="how to revert deployment"),
    "flags.defined": Field("Flags Defined", "flags", polarity=True, na=True),
    "flags.compatibility": Field("Compatibility", "flags", na=True, hint="how flags ensure safe rollout"),
    "risks.likelihood": Field("Likelihood", "risks", values=LEVELS),
    "risks.impact": Field("Impact", "risks", values=LEVELS),
    "risks.blast_radius": Field("Blast Radius", "risks", hint="scope of potential damage"),
    "risks.mitigation": Field("Mitigation", "risks", hint="preventive measures"),
    "risks.kill_switch": Field("Kill Switch", "risks", hint="how to disable if catastrophic"),
    "risks.owner": Field("Owner", "risks"),
    "dod": Field("Definition of Done", "dod"),
    "output_validation.format": Field("Format", "output_validation", hint="output conforms to schema"),
    "output_validation.requirements": Field("Requirements", "output_validation", hint="all acceptance criteria met"),
    "output_validation.safety": Field("Safety", "output_validation", hint="no security or privacy violations"),
    "adrs": Field("Architectural Decision Records", "adrs", polarity=True, na=True),
    "timeline": Field("Timeline and Milestones", "timeline"),
    "related.spec": Field("Feature Specification", "related"),
    "related.tasks": Field("Task Breakdown", "related", na=True),
    "related.adrs": Field("Architecture Decision Records", "related", na=True),
    "related.constitution": Field("Constitution", "related"),
    "technical_context.language": Field("Language/Version", "technical_context"),
    "technical_context.dependencies": Field("Primary Dependencies", "technical_context"),
    "technical_context.storage": Field("Storage", "technical_context", na=True),
    "technical_context.testing": Field("Testing", "technical_context"),
    "technical_context.platform": Field("Target Platform", "technical_context"),
    "technical_context.project_type": Field("Project Type", "technical_context"),
    "technical_context.performance_goals": Field("Performance Goals", "technical_context", na=True),
    "technical_context.constraints": Field("Constraints", "technical_context", na=True),
    "technical_context.scale": Field("Scale/Scope", "technical_context", na=True),
    "structure.decision": Field("Structure Decision", "structure"),
    "complexity": Field("Complexity Tracking", "complexity", polarity=True, na=True),
    "summary": Field("Summary", "summary"),
})  # fmt: skip
"""Concept of a field to what the template says about it, in the template's order."""

BODIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "constitution_check": "constitution_check",
        "scope.in": "scope.in",
        "scope.out": "scope.out",
        "scope.dependencies": "scope.dependencies",
        "interfaces.errors": "interfaces.errors",
        "interfaces.versioning": "interfaces.versioning",
        "interfaces.idempotency": "interfaces.idempotency",
        "interfaces.timeouts": "interfaces.timeouts",
        "data.source_of_truth": "data.source_of_truth",
        "flags": "flags.defined",
        "dod": "dod",
        "adrs": "adrs",
        "timeline": "timeline",
        "complexity": "complexity",
        "summary": "summary",
    }
)
"""Sections whose text as a whole is the answer of one field."""
