"""How architecture decision records call their parts and their states. Data; `rules.adr_file` reads it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CONCEPTS: Final[Mapping[str, str]] = MappingProxyType({
    **dict.fromkeys(("status", "статус", "estado", "statut", "stato", "状态", "狀態", "상태", "ステータス"), "status"),
    **dict.fromkeys(("context", "background", "problem", "motivation", "контекст", "contexto", "kontext", "背景"), "context"),
    **dict.fromkeys(("decision", "the decision", "решение", "decisión", "decisão", "entscheidung", "决定", "결정"), "decision"),
    **dict.fromkeys(("consequences", "consequence", "impact", "implications", "outcomes", "trade offs", "tradeoffs",
                     "последствия", "consecuencias", "consequências", "konsequenzen", "后果", "결과"), "consequences"),
    **dict.fromkeys(("positive", "positive consequences", "pros", "benefits", "advantages"), "positive"),
    **dict.fromkeys(("negative", "negative consequences", "cons", "drawbacks", "downsides", "disadvantages", "risks", "costs",
                     "negative consequences and risks"), "negative"),
    **dict.fromkeys(("options", "rejected", "why not", "other options", "other approaches", "pros and cons of the options",
                     "rejected options", "rejected alternatives", "альтернативы", "alternativas", "alternativen", "替代方案"),
                    "alternatives"),
    **dict.fromkeys(("references", "links", "related", "see also", "sources", "ссылки", "источники", "referencias",
                     "more information"), "references"),
    **dict.fromkeys(("history", "changelog", "revision history", "revisions", "changes", "metadata"), "notes"),
})  # fmt: skip
"""Heading, in letters alone, to the part of a record."""

PREFIXES: Final = (
    ("context", "context"), ("problem", "context"), ("decision outcome", "decision"), ("alternative", "alternatives"),
    ("considered", "alternatives"), ("options considered", "alternatives"), ("consequence", "consequences"),
    ("related", "references"), ("amend", "notes"), ("addend", "notes"), ("update", "notes"), ("note", "notes"),
    ("postscript", "notes"), ("erratum", "notes"), ("correction", "notes"),
)  # fmt: skip
"""Beginnings of headings, tried in this order."""

STATUS_LABELS: Final = frozenset(label for label, concept in CONCEPTS.items() if concept == "status")

STATUSES: Final[Mapping[str, str]] = MappingProxyType({
    **dict.fromkeys(("proposed", "draft", "pending", "rfc", "review"), "proposed"),
    **dict.fromkeys(("accepted", "approved", "adopted", "decided", "implemented", "active"), "accepted"),
    **dict.fromkeys(("rejected", "declined", "withdrawn", "abandoned"), "rejected"),
    **dict.fromkeys(("deprecated", "obsolete", "retired"), "deprecated"),
    **dict.fromkeys(("superseded", "superceded", "replaced"), "superseded"),
})  # fmt: skip
"""Word to the state of a record that it says."""
