"""Signals that an answer says something that can be checked, and the words that say nothing."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from rules.lazy import lazy
from rules.plan.not_applicable import content_words

NUMBER: Final = lazy(
    r"\d\s?(?:%|percent|ms|s\b|sec|min|h\b|hours?|days?|weeks?|months?|years?|[kmgt]i?b\b|rps|qps|req|users?"
    r"|requests?|x\b|times|retries|attempts"
    r"|cores?|\$|usd|eur|°)|[$€£]\s?\d|[<>≤≥=]\s?\d|\d+\.\d+|\b\d{2,}\b",
    re.IGNORECASE,
)
NAME: Final = lazy(
    r"https?://|(?<!\w)@[A-Za-z][\w-]+|(?<!\w)#[a-z][\w-]+|\b\w+/\w+[./]\w*|\b[a-z]+_[a-z_]+\b|\b[a-z]+[A-Z]\w+"
    r"|\b[A-Z][a-z]+[A-Z]\w+"
    r"|\b[A-Z]{2,}_[A-Z_]+\b|\b\w+\.(?:md|py|ts|js|sh|sql|ya?ml|json)\b"
)
TOOL: Final = lazy(
    r"\b(?:kubectl|helm|argo ?cd|flux|terraform|pulumi|ansible|docker|vercel|netlify|heroku|railway|render|fly\.io"
    r"|github (?:pages|actions)|"
    r"gitlab|jenkins|alembic|flyway|liquibase|prisma|knex|django|rails|launchdarkly|unleash|flipper|split\.io"
    r"|configcat|prometheus|"
    r"grafana|datadog|new relic|sentry|pagerduty|opsgenie|cloudwatch|opentelemetry|jaeger|zipkin|cloudflare|aws"
    r"|azure|gcp|s3|rds|"
    r"postgres(?:ql)?|mysql|redis|kafka|nginx|envoy|istio|git revert|pg_dump|pg_restore|hugging ?face|neon|supabase"
    r"|npm|pypi|codeowners)\b",
    re.IGNORECASE,
    needs=(
        "kubectl", "helm", "argo", "flux", "terraform", "pulumi", "ansible", "docker", "vercel", "netlify",
        "heroku", "railway", "render", "fly.io", "github ", "gitlab", "jenkins", "alembic", "flyway", "liquibase",
        "prisma", "knex", "django", "rails", "launchdarkly", "unleash", "flipper", "split.io", "configcat",
        "prometheus", "grafana", "datadog", "new relic", "sentry", "pagerduty", "opsgenie", "cloudwatch",
        "opentelemetry", "jaeger", "zipkin", "cloudflare", "aws", "azure", "gcp", "s3", "rds", "postgres", "mysql",
        "redis", "kafka", "nginx", "envoy", "istio", "git revert", "pg_", "hugging", "neon", "supabase", "npm",
        "pypi", "codeowners",
    ),
)  # fmt: skip
VAGUE: Final[Mapping[str, str]] = MappingProxyType({
    "risks.kill_switch": r"\b(?:focus|maintain|ensure|monitor|careful|best practices|emergency|immediate|backup"
        r"|as needed|regular|rate limiting|"
    r"auto.?scaling|matri(?:x|ces)|understanding|manual(?:ly)?)\b",
    "risks.mitigation": r"^\W*(?:ensure|monitor|follow|careful|regular|thorough|proper|adequate|best practices|good"
        r"|use best|work within)\b[^,;.]{0,40}\.?$",
    "risks.blast_radius": r"^\W*(?:the |entire |whole |all )?(?:system|users?|app(?:lication)?|high|medium|low"
        r"|limited|minimal|small|large|"
    r"significant|moderate|everything|unknown)(?:[- ]?(?:wide|users?|impact|scope|level))?\W*$",
    "risks.owner": r"^\W*(?:the )?(?:dev(?:elopment|eloper|s)?|engineering|backend|frontend|ops|product)?\s*(?:team"
        r"|teams|developers?|engineers?|devs)?\W*$",
    "alerting.owner": r"^\W*(?:the |primary |secondary |and )*(?:dev(?:elopment|eloper|s)?|engineering|technical"
        r"|ops|operations|support|on.?call)?\s*"
    r"(?:team|teams|developers?|engineers?|devs|on.?call|rotation|person|rota)*\W*$",
    "deployment.rollback_steps": r"\b(?:quick|previous|prior|revert|restore|procedure|procedures|as needed|standard"
        r"|manual|automated|strategy|"
    r"capabilit(?:y|ies)|available|simple|easy|easily)\b",
    "data.rollback_plan": r"\b(?:quick|previous|prior|revert|restore|procedure|procedures|as needed|standard|manual"
        r"|automated|strategy|"
    r"capabilit(?:y|ies)|available|simple|easy|scripts?|backups?)\b",
    "deployment.rollback_trigger": r"\b(?:issues?|problems?|critical|bugs?|wrong|bad|fail(?:s|ure|ures)?"
        r"|complaints?|unexpected|serious|severe|major)\b",
    "nfr.slo": r"\b(?:high|always|best|uptime|available|availability|24/7|reliable|minimal|good)\b",
    "nfr.error_budget": r"\b(?:minimi[sz]e|low|minimal|small|few|zero tolerance|acceptable|as little)\b",
    "decisions.cons": r"^\W*(?:none|minimal|minor|few|no)\b",
})  # fmt: skip

ANYTHING: Final = frozenset({
    "appropriate", "approach", "approaches", "defined", "each", "etc", "every", "measure", "measures", "mechanism",
    "mechanisms", "method", "methods", "necessary", "plan", "plans", "policies", "policy", "procedure", "procedures",
    "process", "processes", "proper", "properly", "standard", "strategies", "strategy", "various", "way", "ways",
})  # fmt: skip
"""Words that would fit any question of a plan."""


@cache
def _vague(concept: str) -> re.Pattern[str] | None:
    return lazy(VAGUE[concept], re.IGNORECASE) if concept in VAGUE else None


def is_concrete(text: str, *, code: bool, steps: int) -> bool:
    """Whether the text names something: code, a quantity, a path, a person, an identifier, a tool or two ordered steps."""
    return code or steps > 1 or any(signal.search(text) for signal in (NUMBER, NAME, TOOL))


def is_vague(concept: str, text: str) -> bool:
    """Whether the words of an answer without any concrete signal are those that say nothing in this field."""
    pattern = _vague(concept)
    return pattern is not None and pattern.search(text) is not None


def restates(text: str, question: str) -> bool:
    """Whether at least four of five words of a short text repeat the question or stand for anything, and one repeats it."""
    words = content_words(text)
    if not 0 < len(words) <= 12:  # noqa: PLR2004 - design page, state 8
        return False
    asked = {_stem(word) for word in content_words(question)}
    repeated = sum(_stem(word) in asked for word in words)
    return repeated > 0 and repeated + sum(word in ANYTHING for word in words) >= 0.8 * len(words)


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    for ending in (
        "ations",
        "ation",
        "ating",
        "ates",
        "ated",
        "ate",
        "ments",
        "ment",
        "ings",
        "ing",
        "ies",
        "ions",
        "ion",
        "ed",
        "es",
        "s",
        "e",
    ):
        if word.endswith(ending) and len(word) - len(ending) > 3:  # noqa: PLR2004 - what is left is still a word
            return word[: -len(ending)]
    return word
