"""What a plan says, whatever it looks like: sections, answers, and the records that repeat (risks, decisions, flags, ...).

The reader (`rules.plan.reader`) builds these values from Markdown; rules read nothing else. Every value keeps the span
that it came from. An answer that is not in the plan is not `None` but an `Answer` in the state ABSENT whose span is the
place where a person would look for it (the item, the row or the heading around it), so that a finding always has a line.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rules.plan.directives import Directive
from rules.plan.source import Source, Span

if TYPE_CHECKING:
    from rules.plan.entries import Entry


class State(StrEnum):
    """What kind of answer a field holds; exactly one, the first of this list that fits."""

    ABSENT = "absent"
    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    DEFERRED = "deferred"
    BARE_NA = "bare-na"
    JUSTIFIED_NA = "justified-na"
    NEGATIVE = "negative"
    RESTATED = "restated"
    VAGUE = "vague"
    SUBSTANTIVE = "substantive"


MISSING = frozenset({State.ABSENT, State.EMPTY, State.PLACEHOLDER, State.DEFERRED})
"""The states in which nothing has been said yet."""


class Status(StrEnum):
    """The life of a plan, in order. `UNKNOWN`: no status line, or a word that is none of these."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    UNKNOWN = "unknown"


class Answer(NamedTuple):
    """What the plan says for one concept.

    `concept` is dotted ("deployment.rollback_steps"). `text` is for judging: emphasis, bullets, check boxes and quotes
    are gone, soft-wrapped lines joined, white space single, case kept. `raw` is the value as written, over all its
    lines. `label` is the words before the value as written without emphasis ("" where a heading or a table column is
    the label). `owned`: a DEFERRED answer that names an owner and a date or an issue. `restates_template`: a PLACEHOLDER
    that equals a line of the repository's own template. `code`: the code spans and fences inside, without backticks.
    """

    concept: str
    state: State
    span: Span
    text: str = ""
    raw: str = ""
    label: str = ""
    label_span: Span | None = None
    owned: bool = False
    restates_template: bool = False
    code: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def missing(self) -> bool:
        """Whether nothing has been said yet (absent, empty, placeholder or deferred)."""
        return self.state in MISSING


class Section(NamedTuple):
    """A heading and what stands below it, up to the next heading of the same or a higher level.

    `concept` is the canonical section ("risks", "deployment", "data.migration", ...) or "" where the heading is none
    that we know. `title` is as written without markers and trailing #; `heading` is the heading's line; `span` runs from
    the heading to the end of the section's last line. `parent` indexes `Plan.sections`, -1 at the top.
    """

    concept: str
    title: str
    level: int
    heading: Span
    span: Span
    parent: int
    state: State


class Risk(NamedTuple):
    """One risk, from a table row, a list item, a bold line or a heading. `title` without its "Risk 2:" number."""

    title: str
    number: str
    span: Span
    likelihood: Answer
    impact: Answer
    blast_radius: Answer
    mitigation: Answer
    kill_switch: Answer
    owner: Answer
    table: int = -1
    """Start byte of the table it is a row of; -1: not a row. Rows of one table share their missing columns."""

    fallback: str = ""
    """What its mitigation falls back on once it comes true, in a plan that knows no kill switches."""

    @property
    def answers(self) -> tuple[Answer, ...]:
        return (self.likelihood, self.impact, self.blast_radius, self.mitigation, self.kill_switch)


class Option(NamedTuple):
    title: str
    span: Span
    pros: Answer
    cons: Answer


class Decision(NamedTuple):
    """One decision. `options` hold every alternative found, the chosen one included when the plan lists it."""

    title: str
    number: str
    span: Span
    options: tuple[Option, ...]
    trade_offs: Answer
    chosen: Answer
    rationale: Answer
    principles: Answer
    adr_required: Answer


class Flag(NamedTuple):
    """A feature flag that the plan defines. `name` as in its code span, without backticks."""

    name: str
    span: Span
    purpose: Answer
    table: int = -1
    """Start byte of the table it is a row of; -1: not a row."""


class FlagMention(NamedTuple):
    """A code span that names a flag where a flag is meant (kill switch, rollout, rollback, mitigation)."""

    name: str
    span: Span
    concept: str


class AdrReference(NamedTuple):
    """A reference to an ADR: `number` as an integer (ADR-1 = ADR-001 = 0001) or None, `path` when a file is named.

    `checked`: the state of its box in the ADR list, None where there is no box. `inline`: the plan itself contains the
    record (a heading "ADR-001: ..." with text), so no file is promised. `planned`: the words around it say that it is
    still to be written ("to be created", "planned", a deferred entry).
    """

    number: int | None
    path: str
    title: str
    span: Span
    checked: bool | None = None
    inline: bool = False
    planned: bool = False
    external: bool = False


class Row(NamedTuple):
    """One row of a typed table (alerts, dependencies, milestones): concept of the column to its answer."""

    span: Span
    cells: Mapping[str, Answer]


class Principle(NamedTuple):
    """One line of the constitution check. `verdict`: pass, fail, partial, na or unknown, by any word that hints at one.

    `stated`: the verdict given where verdicts stand (a column, a mark, an opening or closing word), "" without one.
    `checked`: the state of its box, None where there is no box. `check`, `section`, `block`: start bytes of the check
    (a re-check is another), of the heading around it, and of the table or list that it is part of (-1: of none).
    """

    title: str
    verdict: str
    span: Span
    evidence: Answer
    stated: str = ""
    checked: bool | None = None
    check: int = -1
    section: int = -1
    block: int = -1
    row: bool = False
    """Whether it is the row of a table."""


class GateVerdict(NamedTuple):
    """What the constitution check says of all principles together. `check`, `section`: as of a `Principle`."""

    text: str
    verdict: str
    span: Span
    check: int
    section: int


class Target(NamedTuple):
    """A number that the plan promises: an SLO, an error budget or a latency.

    `value` in `unit` ("%", "min", "s", "h", "ms"); `window_days` where one is stated. Several may stand in one answer.
    The `answer` of one that is promised in passing, where no label asks for it, is its line, with the concept "".
    """

    kind: str
    value: float
    unit: str
    span: Span
    answer: Answer
    window_days: float | None = None
    label: str = ""


class Marker(NamedTuple):
    """A placeholder or a deferral outside every recognised field ("[Name]" in a paragraph, "TBD" as a list item)."""

    state: State
    text: str
    span: Span
    concept: str
    owned: bool = False
    restates_template: bool = False


class Endpoint(NamedTuple):
    """An operation of the interface that the plan offers: "POST /api/exports".

    `span`: where it is named. `extent`: what the plan says about it there, up to the next one. `form`: heading, text,
    item, row (of a table) or code. The same operation may be named in several places.
    """

    method: str
    path: str
    span: Span
    extent: Span
    form: str


class Link(NamedTuple):
    """A link or an image, or (`code`) a code span that can be a path. `target` as written, without a link's title.

    `start`, `end`: its bytes, for `Source.span`. `target_start`: where the target stands in it, -1 where that is
    elsewhere, as for a link by reference.
    """

    target: str
    text: str
    start: int
    end: int
    code: bool = False
    target_start: int = -1


class Runbook(NamedTuple):
    """An incident that the plan has a runbook for. `title` without "Incident:"; `extent`: all that is said about it."""

    title: str
    span: Span
    extent: Span
    detection: Answer
    diagnosis: Answer
    resolution: Answer
    prevention: Answer


class DoneItem(NamedTuple):
    """An item of the definition of done that has a box. `mark`: what stands in its box. `struck`: struck through."""

    text: str
    span: Span
    mark: Span
    checked: bool
    struck: bool = False


class Plan(NamedTuple):
    """One version of one plan.

    `profile`: architect, speckit, speckit-legacy, kitty, hybrid or unknown. `answers` holds every answer found, in
    document order, and none that is ABSENT: ask `answer(concept)` for one that may be. `applicable_services`: False when
    the plan says what it builds and that is a library, a command line or documents, where deployment means publishing.
    """

    source: Source
    profile: str
    status: Status
    status_answer: Answer
    title: str
    sections: tuple[Section, ...]
    answers: tuple[Answer, ...]
    risks: tuple[Risk, ...] = ()
    shared_kill_switches: tuple[Answer, ...] = ()
    shared_blast_radii: tuple[Answer, ...] = ()
    decisions: tuple[Decision, ...] = ()
    flags: tuple[Flag, ...] = ()
    flag_mentions: tuple[FlagMention, ...] = ()
    adrs: tuple[AdrReference, ...] = ()
    alerts: tuple[Row, ...] = ()
    dependencies: tuple[Row, ...] = ()
    milestones: tuple[Row, ...] = ()
    principles: tuple[Principle, ...] = ()
    targets: tuple[Target, ...] = ()
    markers: tuple[Marker, ...] = ()
    kind: str = "service"
    """What is built, as far as the plan tells: service, library, cli, static or docs."""
    words: frozenset[str] = frozenset()
    """Every lower-cased word of the plan's prose, for cheap look-ups before a regular expression is tried."""

    directives: tuple[Directive, ...] = ()
    """The suppressions that the plan carries, the malformed ones too."""

    gate_verdicts: tuple[GateVerdict, ...] = ()
    entries: "tuple[Entry, ...]" = ()
    """Every labelled value, whatever its label, for rules that teams declare themselves."""

    endpoints: tuple[Endpoint, ...] = ()
    """The operations of its interface, in document order."""

    links: tuple[Link, ...] = ()
    """The links, and the paths in code spans."""

    runbooks: tuple[Runbook, ...] = ()
    """The incidents of its runbooks."""

    done: tuple[DoneItem, ...] = ()
    """The items of the definition of done that have a box."""

    low: str = ""
    """The text in lower case, character for character, to find the few places where a pattern is worth trying."""

    by_concept: Mapping[str, tuple[Answer, ...]] = {}
    """The answers by their concept, each in document order: rules ask for them often."""

    concepts: frozenset[str] = frozenset()
    """The concepts of sections and answers, and of the latter those around them ("data" for "data.retention_period")."""

    @property
    def path(self) -> str:
        return self.source.path

    def section(self, concept: str) -> Section | None:
        """Return the first section of that concept, or None."""
        return next((each for each in self.sections if each.concept == concept), None)

    def has(self, concept: str) -> bool:
        """Whether the plan has the section, or any answer of that concept or below it."""
        return concept in self.concepts

    def all(self, concept: str) -> tuple[Answer, ...]:
        """Return every answer of that concept, in document order."""
        return self.by_concept.get(concept, ())

    def answer(self, concept: str) -> Answer:
        """Return the best answer of that concept: the first that says something, else the first, else one in ABSENT.

        The span of an absent one is the heading of the nearest section around it that exists, else line 1.
        """
        found = self.all(concept)
        if found:
            return next((each for each in found if not each.missing), found[0])
        return Answer(concept, State.ABSENT, self.anchor(concept))

    def anchor(self, concept: str) -> Span:
        """Return where something absent should have stood: the nearest section that exists, else the first line."""
        while concept:
            if (section := self.section(concept)) is not None:
                return section.heading
            concept = PARENTS.get(concept) or concept.rpartition(".")[0]
        return self.source.line_span(1)


PARENTS: Mapping[str, str] = {
    "observability": "operations",
    "alerting": "operations",
    "runbooks": "operations",
    "deployment": "operations",
    "flags": "operations",
    "security": "nfr",
    "dod": "evaluation",
    "output_validation": "evaluation",
}
"""Sections that stand below another in the template although their concept does not say so."""
