"""Which fields of the template a section has to label, and who says so. Data; `missing-required-field` reads it.

Every field of `rules.plan.concepts.FIELDS` below a section that the architect's template has is asked for, unless it
stands in `OWNED`; so a field that is added there is looked at from that day on.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

OWNED: Final[Mapping[str, str]] = MappingProxyType({
    "decisions.options": "single-option",
    "decisions.cons": "option-without-tradeoff",
    "decisions.rationale": "rationale-missing",
    "decisions.adr_required": "adr-required-unset",
    "interfaces.errors": "endpoint-without-errors",
    "interfaces.versioning": "versioning-strategy-missing",
    "interfaces.idempotency": "idempotency-missing-for-mutations",
    "interfaces.timeouts": "timeout-not-numeric",
    "interfaces.request_timeout": "timeout-not-numeric",
    "nfr.degradation": "degradation-missing",
    "security.authorization": "authz-missing",
    "data.rollback_plan": "data-rollback-plan-missing",
    "data.integrity_checks": "integrity-check-missing",
    "observability.logs": "observability-pillar-missing",
    "observability.metrics": "observability-pillar-missing",
    "observability.traces": "observability-pillar-missing",
    "alerting.alert": "alert-without-threshold",
    "alerting.threshold": "alert-without-threshold",
    "alerting.owner": "alert-without-owner",
    "alerting.runbook": "alert-without-runbook",
    "runbooks.detection": "runbook-incomplete",
    "runbooks.diagnosis": "runbook-incomplete",
    "runbooks.resolution": "runbook-incomplete",
    "deployment.rollback_trigger": "rollback-trigger-missing",
    "deployment.rollback_steps": "rollback-steps-missing",
    "risks.likelihood": "risk-missing-field",
    "risks.impact": "risk-missing-field",
    "risks.blast_radius": "risk-missing-field",
    "risks.mitigation": "risk-missing-field",
    "risks.kill_switch": "no-kill-switch",
    "risks.owner": "risk-missing-field",
})  # fmt: skip
"""Field to the rule that says that it is missing, which knows when it has to be there."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "nfr.resource_caps": ("nfr.memory", "nfr.cpu", "nfr.storage"),
    "security.data_handling": (
        "security.encryption_at_rest", "security.encryption_in_transit", "security.anonymization",
    ),
    "interfaces.timeouts": ("interfaces.request_timeout", "interfaces.retry_policy"),
})  # fmt: skip
"""Field to those that the template puts below it: without any of them only the field around them is named."""

SUBSECTIONS: Final[Mapping[str, str]] = MappingProxyType({
    "architecture.components": "Component Responsibilities",
    "nfr.performance": "Performance",
    "nfr.reliability": "Reliability",
    "security": "Security",
    "nfr.cost": "Cost",
    "data.retention": "Data Retention",
    "runbooks": "Runbooks",
    "flags": "Feature Flags",
    "output_validation": "Output Validation",
})  # fmt: skip
"""Sections of which the title alone is named where nothing of them is there."""

OTHER_WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "interfaces.endpoint": ("graphql", "grpc", "queue", "events", "commands", "cli"),
    "interfaces.inputs": ("parameters", "payload", "request body", "contracts", "openapi"),
    "interfaces.outputs": ("response", "responses", "contracts", "openapi"),
    "interfaces.request_timeout": ("timeout", "timeouts", "times out"),
    "interfaces.retry_policy": ("retries", "retried", "retry", "backoff"),
    "nfr.p95_latency": ("p95", "p99", "latency", "response time"),
    "nfr.throughput": ("rps", "concurrent users"),
    "nfr.memory": ("ram",),
    "nfr.cpu": ("cores", "core", "vcpu", "vcpus"),
    "nfr.storage": ("disk",),
    "nfr.slo": ("availability", "uptime"),
    "security.authentication": ("jwt", "oauth", "oidc", "sso", "login", "session", "authenticated", "auth"),
    "security.encryption_at_rest": ("encrypted", "aes", "encryption"),
    "security.encryption_in_transit": ("tls", "https", "ssl", "encryption"),
    "security.anonymization": ("anonymised", "anonymized", "pseudonymised", "pseudonymized", "masked", "redacted", "pii"),
    "security.data_handling": ("encrypted", "encryption", "tls", "https"),
    "security.secrets_management": ("secrets", "secret", "vault", "environment variables"),
    "security.audit_logging": ("audit", "audited"),
    "nfr.unit_economics": ("per user", "per month", "per request"),
    "data.retention_period": ("days", "months", "years", "retained", "kept"),
    "data.deletion_policy": ("purged", "purge", "deletion", "soft delete"),
    "data.user_control": ("gdpr", "data export", "user initiated", "deletion request", "on request", "users can delete"),
    "data.forward_migration": ("migration scripts", "create new tables", "creates new tables", "migrate up", "alembic upgrade"),
    "deployment.strategy": ("canary", "rolling", "blue green", "ci cd", "vercel", "github pages"),
    "flags.compatibility": ("compatible",),
    "architecture.components": (
        "component", "components", "responsible", "responsibilities", "module", "modules", "service", "services",
    ),
    "architecture.technology": ("stack", "python", "typescript", "fastapi", "next js", "react", "postgresql"),
    "related.spec": ("spec md", "spec"),
    "related.tasks": ("tasks md", "tasks"),
    "related.adrs": ("adr", "adrs"),
    "related.constitution": ("constitution md", "constitution"),
})  # fmt: skip
"""Field or sub-section to words that answer it without its label; its title and longer labels count anyway."""
