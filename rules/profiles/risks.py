"""How real plans label the parts of a risk. Data; `rules.plan.risks` and `rules.plan.risk_tables` read it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

RISK_LABELS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "likelihood": ("likelihood", "probability", "prob", "chance", "likelyhood", "probabilidade", "可能性", "가능성"),
    "impact": (
        "impact", "severity", "sev", "impact if occurs", "effect", "consequence", "consequences", "risk level", "impacto",
        "影响", "영향",
        "how it would manifest", "impact severity",
    ),
    "blast_radius": ("blast radius", "scope", "scope of impact", "affected", "extent", "blast radius scope", "affected scope"),
    "mitigation": (
        "mitigation", "mitigations", "mitigation strategy", "mitigation strategies", "mitigate", "contingency",
        "mitigation plan",
        "contingency plan", "prevention", "response", "mitigation steps", "mitigation approach",
        "mitigation measures", "solution",
        "plan phase mitigation", "countermeasure", "countermeasures", "mitigation actions", "resolution", "how we handle it",
        "mitigação", "mitigación", "缓解措施", "应对措施", "완화", "완화 방안", "대응", "対策",
    ),
    "kill_switch": (
        "kill switch", "kill switches", "guardrail", "guardrails", "kill switch guardrail", "kill switch guardrails",
        "kill switches guardrails", "emergency stop", "circuit breaker", "killswitch", "kill switches and guardrails",
        "guardrails and kill switches", "emergency shutdown", "off switch", "emergency switch",
    ),
    "fallback": ("fallback", "fallbacks", "fallback plan", "fallback strategy"),
    "owner": ("owner", "responsible", "dri", "risk owner", "assigned to", "accountable"),
    "title": (
        "risk", "risks", "risk description", "threat", "description", "issue", "risk item", "concern", "spec risk",
        "risk event",
        "scenario", "riesgo", "risco", "风险", "위험", "リスク", "risk name", "potential risk",
    ),
})  # fmt: skip
"""Part of a risk to the normalised labels and column titles that name it. A fallback counts as kill switch if there is none."""

NO_RISK: Final = frozenset({
    "follow up", "follow ups", "note", "notes", "assumption", "assumptions", "summary", "next steps", "next step",
    "total", "overall",
    "overall risk", "open question", "open questions", "monitoring", "review cadence", "references", "legend", "status",
    "overall risk level", "likelihood", "impact", "detection", "validation", "escalation", "rollback plan",
    "rollback", "category",
})  # fmt: skip
"""Labels of list items in a risk section that are no risks."""
