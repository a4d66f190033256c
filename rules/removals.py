"""Sections that a plan had at base and has no more: neither under another heading nor in a file beside the plan."""

import posixpath
from collections.abc import Iterator, Mapping
from itertools import chain, islice

from rules.constitution import constitution, parts_of
from rules.plan.concepts import FIELDS
from rules.plan.model import Plan, Section, State
from rules.repository import SIBLINGS
from rules.rule import Context
from rules.stems import shared, stems

SIMILAR = 0.6
"""Share of a section's words that stand together elsewhere, from which on it was renamed or moved."""

FEW = 3
ANSWERS = 20
"""Answers of a concept that are looked for in the base version."""

MOST = 200
"""Sections that are compared; no plan has more."""
SAME_LANGUAGE = 0.3
"""Share of a plan's words that it must have kept; one with fewer was translated or written anew."""

CHECK = "constitution_check"
"""Where the repository has a constitution, a rule of its own says that it is not checked."""

NOT_COUNTED = frozenset({"", "meta", "complexity"})
"""Sections that may go: a plan without violations needs no Complexity Tracking."""

RECORDS = {
    "risks": "risks", "decisions": "decisions", "flags": "flags", "alerting": "alerts",
    "timeline": "milestones", "scope.dependencies": "dependencies", "constitution_check": "principles",
}  # fmt: skip
"""Concepts to the records of the model that answer them wherever they stand."""


def removed_sections(context: Context) -> tuple[Section, ...]:
    """Return the sections of the base version that said something and are gone; of nested ones the outermost."""
    base, head = context.base, context.plan
    if base is None:
        return ()
    checked = constitution(context) is not None
    said = by_concept(head)
    gone = {
        index
        for index, each in enumerate(base.sections)
        if counts(each) and not (checked and each.concept == CHECK) and not present(base, each, head, said)
    }
    outermost = [index for index in sorted(gone) if not any(up in gone for up in parents(base, index))]
    if not outermost or rewritten(base, head):
        return ()
    elsewhere = [stems(text) for text in islice(chain(changed_texts(base, head), beside(context)), MOST)]
    return tuple(base.sections[index] for index in outermost[:MOST] if not moved(base, base.sections[index], elsewhere))


def counts(section: Section) -> bool:
    return section.concept not in NOT_COUNTED and section.state is State.SUBSTANTIVE


def present(base: Plan, section: Section, head: Plan, said: Mapping[str, list[bytes] | None]) -> bool:
    """Whether head still says something of that concept, in whatever form, that base said in no other place already."""
    concept = section.concept
    words = said.get(concept, [])
    if words is None or (concept in RECORDS and getattr(head, RECORDS[concept])):
        return True
    before, after = base.source.data[: section.span.start], base.source.data[section.span.end :]
    return any(each not in before and each not in after for each in words[:ANSWERS])


def by_concept(plan: Plan) -> dict[str, list[bytes] | None]:
    """Return for each concept what answers it, as written; None where a section does."""
    found: dict[str, list[bytes] | None] = {}
    for answer in plan.answers:
        home = FIELDS[answer.concept].section if answer.concept in FIELDS else answer.concept
        for concept in {each for name in (answer.concept, home) for each in prefixes(name)}:
            words = found.setdefault(concept, [])
            if words is not None:
                words.append(answer.raw.encode())
    return found | dict.fromkeys({section.concept for section in plan.sections})


def prefixes(concept: str) -> Iterator[str]:
    """Yield a concept and those around it: "data.retention", "data"."""
    while concept:
        yield concept
        concept = concept.rpartition(".")[0]


def parents(plan: Plan, index: int) -> Iterator[int]:
    while (index := plan.sections[index].parent) >= 0:
        yield index


def rewritten(base: Plan, head: Plan) -> bool:
    fewer = min(len(base.words), len(head.words))
    return len(base.words & head.words) < SAME_LANGUAGE * fewer


def moved(base: Plan, section: Section, elsewhere: list[frozenset[str]]) -> bool:
    words = stems(base.source.slice(section.span))
    return len(words) >= FEW and any(shared(words, text) >= SIMILAR for text in elsewhere)


def changed_texts(base: Plan, head: Plan) -> Iterator[str]:
    """Yield the sections of head, each without those below it, that are not in base as they are."""
    known = {each.strip() for each in own_texts(base)}
    return (each for each in own_texts(head) if each.strip() not in known)


def own_texts(plan: Plan) -> Iterator[str]:
    starts = [section.heading.start for section in plan.sections]
    ends = [*starts[1:], len(plan.source.data)]
    return (plan.source.data[start:end].decode() for start, end in zip(starts, ends, strict=True))


def beside(context: Context) -> Iterator[str]:
    """Yield the sections of the files beside the plan that the pull request changes; of all where that is not known."""
    folder, changed = posixpath.dirname(context.plan.path), context.repository.changed
    for name in SIBLINGS:
        path = posixpath.join(folder, name)
        if path in context.repository.files and (changed is None or path in changed):
            parts = parts_of(context.repository.files[path].decode("utf-8", "replace"))
            yield from ("\n".join((part.title, *part.lines)) for part in parts)
