"""The `metric-used-but-undeclared` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.alert_rows import NAME, THRESHOLD
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Plan
from rules.quoting import quoted
from rules.rule import Context

METRICS = "observability.metrics"
IN_PASSING = ("deployment.rollback_trigger", "nfr.slo", "nfr.error_budget", "nfr.p95_latency")
"""Fields that name metrics among other things."""

NAMED = lazy(r"(?<![\w./:$-])[a-z][a-z0-9]*(?:[_.:][a-z0-9]+)+(?![\w(/-])")
"""A name in parts, that is neither a function nor a path."""
LABELS = lazy(r"\{[^{}]*\}|\"[^\"]*\"|'[^']*'|\bby\s*\([^()]*\)")
"""What stands inside a query and names no metric."""
COMPARED = lazy(
    r"[<>=\u2264\u2265]|\b(?:above|below|over|under|exceed\w*|rate|sum|avg|max|min|increase|histogram_quantile)\b"
)
SUFFIX = lazy(
    r"[_.](?:total|count|seconds|ms|milliseconds|bytes|rate|ratio|errors?|latency|lag|depth|size|duration|failures?)$"
)
FORM = lazy(r"[_.](?:total|bucket|sum|count)$")
FILE = lazy(r"\.(?:md|py|ts|tsx|js|json|ya?ml|sql|sh|go|rb|java|toml|txt|html|log|com|org|io|example)$")
OF_PLATFORM = (
    "kube_", "node_", "container_", "process_", "probe_", "aws_", "go_", "jvm_", "pg_", "redis_", "mysql_", "nginx_",
    "kafka_", "envoy_", "istio_", "cloudwatch", "aws.", "gcp.", "azure.",
)  # fmt: skip
"""How the names of metrics begin that come with a platform."""
WILDCARD = lazy(r"[*{<\[]")
WORD = lazy(r"\w+(?:[.:-]\w+)*")
FEW = 20
"""Findings that offer the nearest name."""
MOST = 100
"""Names that others are compared with one by one; no plan has more, and hostile ones must not cost the square."""
SHORTEST = 4
"""Characters before a wildcard that say which metrics are meant."""


class MetricUsedButUndeclared:
    """An alert, the rollback trigger or an SLO uses a metric that the list of metrics does not have.

    An alert on a series that nobody emits never fires, and nothing shows that it cannot: in Prometheus a query without
    data is no alert (Brazil, Prometheus: Up and Running, 2018). Mostly the metric was renamed on one side, so the nearest
    name of the list is offered. Only names in code are compared, with `_total`, `_bucket`, `_sum` and `_count` left out and
    dots like underscores; metrics that a platform brings along need no entry, and a list without any name in code is not
    compared.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Observability

        **Metrics:**
        - `exports_finished_total`, `exports_failed_total`

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | ExportsFailing | `export_errors_total` > 20 for 10 min | @acme/billing-oncall | docs/runbooks/exports.md |

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Observability

        **Metrics:**
        - `exports_finished_total`, `exports_failed_total`

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | ExportsFailing | `rate(exports_failed_total[10m])` > 0.02 | @acme/billing-oncall | docs/runbooks/exports.md |
    """

    name: ClassVar[str] = "metric-used-but-undeclared"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "operations"

    def applies(self, context: Context) -> bool:
        return any(answer.code for answer in context.plan.all(METRICS))

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        codes = [code for answer in plan.all(METRICS) for code in answer.code]
        names = [name for code in codes for name in NAMED.findall(code.lower())]
        if not names:
            return
        known = {form(name) for name in names}
        starts = beginnings(codes)
        told: set[str] = set()
        for answer, name in used(plan):
            base = form(name)
            if base in known or (starts and base.startswith(starts)) or name in told:
                continue
            if not told:
                known.update(form(word) for word in WORD.findall(said(plan)))
            if base in known:
                continue
            told.add(name)
            yield Problem(
                answer.span,
                f"The metric {quoted(name)} is not among the metrics of the plan",
                subject=name,
                concept=METRICS,
                fix=f"Write {quoted(near)}, or declare it under Metrics"
                if (near := closest(name, names) if len(told) <= FEW else "")
                else "Declare it under Metrics",
            )


def beginnings(codes: list[str]) -> tuple[str, ...]:
    """Return how the metrics begin that are declared with a wildcard."""
    cut = ((code.lower(), WILDCARD.split(code.lower())[0]) for code in codes[:MOST])
    return tuple(form(start) for code, start in cut if len(start) >= SHORTEST and start != code)


def form(name: str) -> str:
    """Return a name as it is compared."""
    return FORM.sub("", name.lower()).replace(".", "_").replace("-", "_").replace(":", "_")


def said(plan: Plan) -> str:
    """Return the text of all sections about observability, and of the metrics wherever they stand."""
    spans = [each.span for each in plan.sections if each.concept == "observability"]
    return "\n".join([*map(plan.source.slice, spans), *(answer.raw for answer in plan.all(METRICS))])


def used(plan: Plan) -> Iterator[tuple[Answer, str]]:
    """Yield the metrics that alerts, the rollback trigger and the targets name, each with its answer."""
    flags = {flag.name.lower() for flag in plan.flags}
    for row in plan.alerts:
        for answer in (row.cells[NAME], row.cells[THRESHOLD]):
            yield from ((answer, name) for name in metrics(answer, flags))
    for concept in IN_PASSING:
        for answer in plan.all(concept):
            compared = COMPARED.search(answer.text) is not None
            yield from ((answer, name) for name in metrics(answer, flags) if compared or SUFFIX.search(name))


def metrics(answer: Answer, flags: set[str]) -> Iterator[str]:
    for code in answer.code:
        for name in NAMED.findall(LABELS.sub(" ", code)):
            if (
                name not in flags
                and not name.startswith(OF_PLATFORM)
                and not name.endswith("_enabled")
                and not FILE.search(name)
            ):
                yield name


def closest(name: str, names: list[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - start-up time: few plans use what they do not declare

    return next(iter(get_close_matches(name, names[:MOST], n=1, cutoff=0.6)), "")
