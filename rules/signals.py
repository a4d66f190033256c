"""Signals that something is wrong with what runs: metrics and the words people use for them, alerts, probes, thresholds."""

import re
from typing import Final

from rules.lazy import lazy

FAMILIES: Final = {
    "errors": lazy(
        r"error|fail|5xx|\b50[0-4]s\b|http 5\d\d|exception|crash|availab|uptime|down ?time|outage|success|fault|reject|"
        r"dead.?letter|\bdlq\b|"
        r"burn|budget",
        re.IGNORECASE,
    ),
    "latency": lazy(
        r"latenc|response.?time|\bp\d{2,3}\b|percentile|slow|duration|time.?out|_(?:ms|seconds)\b|\blate\b|load time",
        re.IGNORECASE,
    ),
    "saturation": lazy(
        r"\bcpu\b|memory|\boom\b|disk|queue|backlog|\blag\b|connection|saturat|storage|\bpool\b|replica", re.IGNORECASE
    ),
    "traffic": lazy(r"throughput|traffic|\brps\b|\bqps\b|requests? (?:per|a|/)|volume", re.IGNORECASE),
    "correctness": lazy(
        r"mismatch|drift|discrepan|corrupt|inconsisten|duplicate|reconcil|integrity|lost|data loss|missing",
        re.IGNORECASE,
    ),
    "cost": lazy(r"\bcosts?\b|spend", re.IGNORECASE),
}
"""Kinds of what is measured: two texts about the same kind speak of the same thing as far as words tell."""

SIGNAL: Final = lazy(
    r"\d|[<>≥≤]|\b(?:(?:error|failure|crash|success|conversion|timeout|defect|bounce)[ -]?(?:rates?|counts?|"
    r"ratios?|budgets?|spikes?|percentage)|"
    r"(?:increas\w*|elevated|high|higher|http|server|rising|spik\w+|more) (?:\w+ )?(?:errors?|failures?|latency|"
    r"exceptions)|"
    r"(?:errors?|failures?|exceptions?|latency|cpu|memory) (?:\w+ )?(?:increas\w*|spik\w*|ris\w+|exceed\w*|above|"
    r"grow\w*|log\w*)|"
    r"latency|response times?|percentile|throughput|health\w*|unhealthy|liveness|readiness|probes?|alerts?|"
    r"alarms?|paged?|slos?|slis?|"
    r"error budget|thresholds?|metrics?|dashboards?|monitor\w*|smoke|canary analysis|tests?|crash\w*|restarts?|"
    r"time-?outs?|oom|memory|cpu|"
    r"queues?|lag|uptime|availability|unavailab\w+|down ?time|outages?|exceed\w*|above|below|breach\w*|drops?|"
    r"corrupt\w*|data loss|lost data|mismatch\w*|discrepan\w*|drift|duplicates?|sev(?:erity)?[- ]?\w|exit code|"
    r"non-?zero|status codes?|burn\w*|"
    r"web vitals|lcp|lighthouse|rates?|logs?|sentry|datadog|grafana|prometheus|cloudwatch|"
    r"(?:deploy\w*|builds?|pipeline|ci|migrations?|validations?|verification|checks?|jobs?|start\w*|boot\w*|pods?|"
    r"containers?|logins?|"
    r"checkout|payments?|sign-?ups?|uploads?|imports?|exports?|webhooks?|requests?|install\w*|"
    r"upgrade)\b[^.;]{0,30}?\b(?:fail\w*|break\w*|broken)|"
    r"fail(?:ed|ing|ure of|ures in)? (?:the |a |any )?\w+)\b",
    re.IGNORECASE,
)
"""What somebody, or something, can see: a metric, an alert, a probe, a test, a threshold."""


def families(text: str) -> set[str]:
    """Return the kinds of measurements that a text speaks of."""
    return {name for name, words in FAMILIES.items() if words.search(text)}
