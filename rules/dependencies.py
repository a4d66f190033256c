"""The systems that a plan needs while it runs, and what it says of the time when they are not there."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from rules.lazy import lazy
from rules.plan.model import Plan, State
from rules.plan.source import Span
from rules.text_lines import written

DEPENDENCIES: Final = "scope.dependencies"
MOST: Final = 40
"""What is said of each is looked up in the whole plan."""
DECLINED: Final = frozenset({State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE})

BUILT_IN: Final = lazy(
    r"\b(?:frameworks?|librar(?:y|ies)|packages?|sdk|npm|pip|pypi|typescript|react|vue|docusaurus|builds?|build-time|dev"
    r"|development|test\w*|lint\w*|orm|prisma|sqlalchemy|sqlmodel|alembic|documentation|docs|chapter\w*|feature \d+"
    r"|templates?|compiler|ci|github actions|language|runtime|toolchain|python|pytest|eslint|tailwind\w*|internal module"
    r"|\w+\.js)\b",
    re.IGNORECASE,
)
"""Words of what is built in, or is only needed to build."""
RUNNING: Final = lazy(
    r"\b(?:apis?|services?|saas|provider|gateway|webhooks?|endpoints?|queue|broker|kafka|rabbitmq|sqs|s3|bucket"
    r"|object stor\w+|database|postgres\w*|mysql|redis|smtp|mail|oauth|oidc|idp|sso|stripe|openai|cloud|server|cluster"
    r"|ledger|payment\w*|https?|grpc|rest|get|post|put)\b",
    re.IGNORECASE,
)
GENERIC: Final = lazy(
    r"\b(?:apis?|services?|saas|cloud|providers?|database|system|platform|server|the|external|internal)\b",
    re.IGNORECASE,
)
ITEM: Final = lazy(r"^[-*+]\s+(?:\[[ xX]\]\s+)?(?P<text>\S.*)$|^\d+[.)]\s+(?P<numbered>\S.*)$", re.MULTILINE)
NAME_END: Final = lazy(r"\s*(?:[:(\[|,;\N{EN DASH}\N{EM DASH}]|\s-\s|->|\u2192)")
WITHOUT: Final = lazy(
    r"unavailab|unreachab|outage|\bdown\b|degrad|fall\w* ?back|fallback|offline|circuit.?breaker|failover"
    r"|fails? (?:open|closed|over)|\bstale\b|\bcache[ds]?\b|last known|queued|redundan|replica|standby|secondary"
    r"|second region|multi-region|buffer|without it",
    re.IGNORECASE,
)
"""What is said of a system that is not there, or of what stands in for it."""


class Dependency(NamedTuple):
    """`text`: all that its row or item says."""

    name: str
    span: Span
    text: str


def dependencies(plan: Plan) -> list[Dependency]:
    """Return the systems that are needed at run time: the rows of the table, else the items of the list, at most `MOST`."""
    return list(islice(_stated(plan), MOST))


def _stated(plan: Plan) -> Iterator[Dependency]:
    if plan.dependencies:
        for row in plan.dependencies:
            name = row.cells["scope.dependencies.name"]
            text = " ".join(cell.text for cell in row.cells.values())
            said = not name.missing and name.state not in DECLINED
            if said and RUNNING.search(text) and not BUILT_IN.search(text):
                yield Dependency(name.text, row.span, plan.source.slice(row.span))
        return
    for answer in plan.all(DEPENDENCIES):
        if not answer.missing and answer.state not in DECLINED:
            yield from _listed(plan, answer.span)


def _listed(plan: Plan, span: Span) -> Iterator[Dependency]:
    written = plan.source.slice(span)
    for found in ITEM.finditer(written):
        text = (found["text"] or found["numbered"]).strip()
        if RUNNING.search(text) and not BUILT_IN.search(text):
            start = span.start + len(written[: found.start()].encode())
            name = NAME_END.split(text.replace("**", "").replace("`", ""), maxsplit=1)[0]
            yield Dependency(name, plan.source.span(start, start + len(found[0].rstrip().encode())), text)


def key(name: str) -> str:
    """Return the words that name a system wherever it is mentioned: "Monnify API" is "monnify"."""
    bare = " ".join(GENERIC.sub(" ", name).split()).strip(" .,-*`").lower()
    return bare or name.strip().lower()


def said_without(plan: Plan, wanted: Sequence[Dependency]) -> set[str]:
    """Return the names of those of which some line says what happens without them, apart from their own row."""
    own = {each.text for each in wanted}
    return {each.name for each in wanted if any(map(WITHOUT.search, _other_lines(plan, key(each.name), own)))}


def _other_lines(plan: Plan, name: str, own: set[str]) -> Iterator[str]:
    return (line for line in written(plan, [name]) if line.strip(" \t-*+") not in own and line.strip() not in own)
