"""The words that tell risks, measures and headings over several risks apart."""

import re
from typing import Final

from rules.lazy import lazy
from rules.plan.not_applicable import content_words
from rules.plan.risk_parts import part_of

RISK_WORD: Final = lazy(
    r"\s*(?:(?:primary|main|key|biggest|top|major|known|technical|secondary|residual) )?risk\s*[#-]?\s*(?:\d+"
    r"|[a-z])?\s*(?:[:.)\N{EM DASH}-]|$)|\s*r[#-]?\d+\s*(?:[:.)\N{EM DASH}-]|$)",
    re.IGNORECASE,
)
MEASURES: Final = lazy(r"\b(?:mitigations?|strateg(?:y|ies)|measures|management)\b", re.IGNORECASE)
MEASURE: Final = lazy(
    r"\W*(?:use|add|implement|provide|test|validate|ensure|monitor|limit|cache|retry|document|handle|avoid|prevent|keep|set"
    r"|apply|review|include|check|verify|create|maintain|follow|define|run|enable|regular|automated)\b",
    re.IGNORECASE,
)
FAULT: Final = lazy(
    r"\b(?:fail\w*|errors?|invalid|missing|races?|conflict\w*|concurrent|leak\w*|loss|lost|corrupt\w*|outages?|down(?:time)?"
    r"|overload\w*|slow\w*|delay\w*|drift\w*|break\w*|broken|attacks?|breach\w*|expos\w+|timeouts?|mismatch\w*|unavailab\w+"
    r"|may|might|could|unauthori[sz]ed|injection|misuse|abuse|vulnerabilit\w+|degrad\w+|crash\w*|stale|insufficient|lack of"
    r"|hallucinat\w*|overrun\w*|exceed\w*|bottlenecks?|limits?|limitations?|incompatib\w+|risks?|threats?)\b",
    re.IGNORECASE,
)
"""What a risk is called by, and a measure is not."""


WORK: Final = lazy(r"\W*(?:WP|work package|phase|task|step|milestone|sprint)\s*[#-]?\d+\b", re.IGNORECASE)
"""A label that names a piece of work: what is written about it in a section of risks is no risk by itself."""


def is_work(label: str) -> bool:
    """Whether a label names a piece of work, or the mitigation of a risk that stands elsewhere ("R3 mitigation in WP03")."""
    return not RISK_WORD.match(label) and ("mitigation" in label.lower() or WORK.match(label) is not None)


def is_group(title: str) -> bool:
    """Whether a title stands over several risks ("Technical Risks", "Top 3 Risks", "High Risk") or over none."""
    words = content_words(title)
    if not words or (RISK_WORD.match(title) and not title.lower().rstrip(": ").endswith("risks")):
        return False
    return "risks" in words or words[-1] == "risk" or part_of((" ".join(words),)) in {"kill_switch", "blast_radius"}
