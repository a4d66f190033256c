"""The `missing-metadata-field` rule."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from rules.around import in_words
from rules.finding import Problem, Severity
from rules.plan.model import Answer, Plan, State
from rules.quoting import listed, quoted
from rules.rule import Context
from rules.severity import SPECKIT_FAMILY

ARCHITECT = ("meta.status", "meta.version", "meta.created", "meta.last_updated", "meta.architect")
SPECKIT = ("meta.branch", "meta.date", "meta.spec")
ASKED: Mapping[str, Sequence[str]] = {"architect": ARCHITECT, **dict.fromkeys(SPECKIT_FAMILY, SPECKIT)}

INSTEAD: Mapping[str, Sequence[str]] = {
    "meta.created": ("meta.date",),
    "meta.date": ("meta.created", "meta.last_updated"),
    "meta.spec": ("meta.input", "related.spec"),
}
"""Fields that say the same in plans of another form."""

SAYS_NOTHING = frozenset({State.EMPTY, State.DEFERRED, State.BARE_NA, State.NEGATIVE})
"""A placeholder is for the rule about those: several often stand in one line, and are one finding there."""


class MissingMetadataField:
    """The header does not say the plan's status, version, dates or architect.

    Whoever reads a plan first asks whether it is in force and who answers for it. Kubernetes refuses an enhancement
    proposal whose header lacks its authors, status or dates (`kepval`, https://github.com/kubernetes/enhancements). The
    fields are looked for in the front matter, in the lines before the first section and in the last lines; "Owner" and
    "Author" count as architect. In spec-kit's forms the branch, the date and the spec are asked for instead. Fields
    that are not there at all are one finding. One that is empty, "TBD" or "N/A" is a finding at its line; a placeholder
    is for `unfilled-placeholder`.

    ## Bad
        # Implementation Plan: export of invoices

        **Status:** review
        **Version:** 1.0.0
        **Created:** 2026-11-02

    ## Good
        # Implementation Plan: export of invoices

        **Status:** review
        **Version:** 1.0.0
        **Created:** 2026-11-02
        **Last Updated:** 2026-11-20
        **Architect:** @acme/billing-architects
    """

    name: ClassVar[str] = "missing-metadata-field"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "header"

    def applies(self, context: Context) -> bool:
        return context.plan.profile in ASKED

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        absent = []
        for concept in ASKED[plan.profile]:
            answer = plan.answer(concept)
            if answer.state is State.ABSENT:
                if not said_instead(plan, concept):
                    absent.append(answer)
            elif answer.state in SAYS_NOTHING:
                yield says_nothing(answer)
            elif answer.state is State.JUSTIFIED_NA:
                yield says_nothing(answer)._replace(severity=Severity.WARNING)
        if absent:
            yield lacking(absent)


def said_instead(plan: Plan, concept: str) -> bool:
    """Whether another field says it, for the branch any label that speaks of one."""
    if any(not plan.answer(other).missing for other in INSTEAD.get(concept, ())):
        return True
    return concept == "meta.branch" and any("branch" in key for entry in plan.entries for key in entry.keys)


def says_nothing(answer: Answer) -> Problem:
    name = in_words(answer.concept)
    return Problem(
        answer.span,
        f"The header does not say {quoted(name)}" + (f", only {quoted(answer.text)}" if answer.text else ""),
        subject=name,
        concept=answer.concept,
        fix=f"Write the {name.lower()} of this plan; it cannot be put off or left out",
    )


def lacking(absent: Sequence[Answer]) -> Problem:
    names = [in_words(answer.concept) for answer in absent]
    return Problem(
        absent[0].span,
        f"The header does not say {listed(quoted(name) for name in names)}",
        subject="header",
        concept="meta",
        fix=f"Add {listed(f'**{name}:**' for name in names)} below the title",
        parts=tuple((answer.concept, name) for answer, name in zip(absent, names, strict=True)),
    )
