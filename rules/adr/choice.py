"""Which decision of which plan is meant, and which decisions need a record."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rules.adr.names import slug
from rules.adr_mapping import Mapping
from rules.adr_places import files_of
from rules.catalog.adrs.adr_yes_without_link import YES
from rules.config import Config
from rules.plan.model import AdrReference, Decision
from rules.plan.reader import read
from rules.plan.source import Source
from rules.repository import Repository, adr_directories
from rules.rule import Context
from rules.secrets import masked
from rules.stems import shared, stems
from rules.templates import template_for

LIKE = 0.5
"""Share of a title's words that a decision must have to be the one that is meant."""
NEAR = 0.3
"""Share from which a decision is named as a near miss."""
FEW = 2
"""Words that must agree, where the title has so many."""
ALTERNATIVES = 2
"""Options that make a decision one of those that are asked about later."""
MOST_NEAR = 5


class Candidate(NamedTuple):
    """A decision of a plan. `record`: the path of its ADR, "" where there is none. `needed`: the plan asks for one."""

    plan: int
    decision: Decision
    record: str
    needed: bool
    title: str


class Choice(NamedTuple):
    """What a title means. `candidate` None: no decision, so the record is the plan's. `near`: titles that are like it.

    `matched`: the title names the decision; else it is the plan's only one, which lends its words to a record of its own.

    `unclear`: several decisions are meant just as well; then nothing is chosen.
    """

    plan: int
    candidate: Candidate | None = None
    near: tuple[str, ...] = ()
    unclear: tuple[Candidate, ...] = ()
    matched: bool = False


def context_of(path: str, data: bytes, repository: Repository, config: Config) -> Context:
    """Read a plan as the rules would."""
    template = template_for(repository, path)
    plan = read(Source(path, data), profile=config.profile, template=template)
    return Context(plan, None, repository, adr_directories(repository, path, config.adr_directory), template)


def candidates(contexts: Sequence[Context]) -> tuple[Candidate, ...]:
    """Return the decisions of the plans, in their order."""
    return tuple(each for index, context in enumerate(contexts) for each in of_plan(index, context))


def of_plan(index: int, context: Context) -> Iterator[Candidate]:
    mapping = Mapping(context.plan)
    for decision in context.plan.decisions:
        record = next((path for each in mapping.of(decision) for path in files_of(context, each)), "")
        yield Candidate(index, decision, record, is_needed(decision), masked(decision.title))


def is_needed(decision: Decision) -> bool:
    """Whether the plan asks for a record, or says nothing about a choice between options."""
    answer = decision.adr_required
    if answer.missing:
        return len(decision.options) >= ALTERNATIVES
    return YES.match(answer.text) is not None


def choose(title: str, found: Sequence[Candidate], *, beside: tuple[int, int]) -> Choice:
    """Return what a title means. `beside`: plan and line that a comment stands on (-1 and 0: nowhere)."""
    exact = [each for each in found if is_exactly(title, each)]
    if exact:
        return settled(exact, beside)
    scores = sorted(((likeness(title, each), -index) for index, each in enumerate(found)), reverse=True)
    best = [found[-index] for score, index in scores if score == scores[0][0] and score >= LIKE]
    near = tuple(found[-index].title for score, index in scores if score >= NEAR)[:MOST_NEAR]
    if best:
        return settled(best, beside)
    own = [each for each in found if each.plan == beside[0]] or list(found)
    if len(own) == 1 and not own[0].record:
        return Choice(own[0].plan, own[0], near)
    return Choice(max(beside[0], 0), None, near)


def settled(meant: Sequence[Candidate], beside: tuple[int, int]) -> Choice:
    """Return the one decision, of several the one that the comment stands on."""
    plan, line = beside
    in_plan = [each for each in meant if each.plan == plan] or list(meant)
    on_line = [each for each in in_plan if each.decision.span.line <= line <= each.decision.span.end_line] or in_plan
    if len(on_line) == 1:
        return Choice(on_line[0].plan, on_line[0], matched=True)
    return Choice(on_line[0].plan, unclear=tuple(on_line))


def is_exactly(title: str, candidate: Candidate) -> bool:
    number, name = candidate.decision.number, candidate.decision.title
    names = {name, f"decision {number}", f"decision {number} {name}", f"{number} {name}", number or name}
    return bool(slug(title)) and slug(title) in {slug(each) for each in names if each}


def likeness(title: str, candidate: Candidate) -> float:
    """Return how much of a title's words a decision has: in its own title, or in what it chose."""
    wanted = stems(title.replace("-", " "))
    decision = candidate.decision
    titles = stems(decision.title) | stems(decision.chosen.text)
    common = len(wanted & titles)
    if common < min(FEW, len(wanted)):
        return 0.0
    return max(shared(wanted, titles), shared(stems(decision.title), wanted) if common >= FEW else 0.0)


def entry_of(context: Context, decision: Decision) -> AdrReference | None:
    """Return the entry of the plan's list of records that is about a decision and has no file yet."""
    section = context.plan.section("adrs")
    if section is None:
        return None
    inside = (
        each
        for each in Mapping(context.plan).of(decision)
        if section.span.start <= each.span.start < section.span.end and not each.path and not each.inline
    )
    return next(inside, None)
