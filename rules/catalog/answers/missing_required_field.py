"""The `missing-required-field` rule."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import ClassVar, NamedTuple

from rules.around import in_words, titled
from rules.finding import Problem, Severity
from rules.plan.model import Answer, Decision, Plan, Section, State
from rules.plan.source import Span
from rules.profiles.fields import GROUPS, OTHER_WORDS, OWNED, SUBSECTIONS
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context
from rules.section_text import SectionTexts, is_declined, mentions, mentions_title
from rules.template_fields import homes, labelled, nearest

MOST = 8
"""Names of one finding that are written out."""


class Lack(NamedTuple):
    """A field, or a whole sub-section, that has no label; `name` as the finding shows it."""

    concept: str
    name: str
    section: Section


class MissingRequiredField:
    """A section is there and fields that the template asks for in it are not.

    A label without an answer is seen; a label that was deleted is not, and nobody is asked the question again. That is
    how audit logging or a deletion policy falls out of a plan (completeness of the record is the first thing that
    Google's production readiness reviews look at, Site Reliability Engineering, chapter 32). The fields are those of
    the architect's template; usual other labels count, and so do the words of the answer without its label. Where
    another rule says that a field is missing, it speaks alone; a section that is declined with N/A is left alone, and a
    draft is only asked for scope, decisions and risks. One finding names all that a section lacks.

    ## Bad
        # Implementation Plan: export of invoices

        ## Security Requirements

        - **Authentication:** session cookie of the web application
        - **Authorization:** only administrators of the tenant in the path
        - **Data Handling:** AES-256 at rest, TLS in transit, nothing is anonymized
        - **Secrets Management:** AWS Secrets Manager, rotated every 30 days

    ## Good
        # Implementation Plan: export of invoices

        ## Security Requirements

        - **Authentication:** session cookie of the web application
        - **Authorization:** only administrators of the tenant in the path
        - **Data Handling:** AES-256 at rest, TLS in transit, nothing is anonymized
        - **Secrets Management:** AWS Secrets Manager, rotated every 30 days
        - **Audit Logging:** export and download with user and object key, kept for 400 days
    """

    name: ClassVar[str] = "missing-required-field"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "answers"

    def applies(self, context: Context) -> bool:
        return context.plan.profile == "architect"

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        by_section: dict[Section, list[Lack]] = {}
        for lack in (*unlabelled(plan), *of_decisions(plan)):
            by_section.setdefault(lack.section, []).append(lack)
        for section, lacks in by_section.items():
            names = listed((quoted(name, TITLE) for name in dict.fromkeys(lack.name for lack in lacks)), MOST)
            yield Problem(
                title_of(plan, section),
                f"{quoted(section.title)} does not have {names}",
                subject=section.title,
                concept=section.concept,
                fix=f"Add {names} with an answer, or with N/A and why it does not apply",
                parts=tuple((lack.concept, lack.name) for lack in lacks),
            )


def unlabelled(plan: Plan) -> Iterator[Lack]:
    """Yield the fields that are answered nowhere, each with the nearest section that should hold it."""
    said, texts = labelled(plan), SectionTexts(plan)
    # A group that is answered in a sentence of its own, without any part below it, has been answered.
    inner = {
        child
        for group, children in GROUPS.items()
        if group not in said or said.isdisjoint(children)
        for child in children
    }
    for home, fields in homes().items():
        open_ = [field for field in fields if field not in said]
        place = nearest(plan, home, said) if open_ else None
        if place is None or is_declined(plan, place):
            continue
        text = texts.of(place.concept)
        if home != place.concept and home in SUBSECTIONS and open_ == fields:
            if not mentions_title(text, SUBSECTIONS[home], OTHER_WORDS.get(home, ())):
                yield Lack(home, SUBSECTIONS[home], place)
            continue
        for concept in open_:
            if concept not in OWNED and concept not in inner and not answers_it(text, concept):
                yield Lack(concept, in_words(concept), place)


def answers_it(text: str, concept: str) -> bool:
    """Whether the words of a section answer a field, or one of those that the template puts below it."""
    return any(mentions(text, each) for each in (concept, *GROUPS.get(concept, ())))


def title_of(plan: Plan, section: Section) -> Span:
    """Return the words of a heading: other rules speak at the heading itself, and about something else."""
    return plan.source.span(min(section.heading.start + section.level + 1, section.heading.end), section.heading.end)


def of_decisions(plan: Plan) -> Iterator[Lack]:
    """Yield what decisions lack; where some of several have it, which one does not."""
    place = plan.section("decisions")
    if place is None or not plan.decisions:
        return
    lacks = [lacking(decision) for decision in plan.decisions]
    for concept in dict.fromkeys(chain.from_iterable(lacks)):
        without = [each for each, absent in zip(plan.decisions, lacks, strict=True) if concept in absent]
        if len(without) == len(plan.decisions):
            yield Lack(concept, in_words(concept), place)
        else:
            for decision in without:
                yield Lack(concept, f"{in_words(concept)} of {titled('Decision', decision)}", place)


def lacking(decision: Decision) -> Sequence[str]:
    """Return the parts that a decision lacks. Where it lists no options, its title is the choice."""
    absent = [f"decisions.{part}" for part in ("trade_offs", "principles") if is_absent(getattr(decision, part))]
    if decision.options and is_absent(decision.chosen):
        absent.append("decisions.chosen")
    if all(is_absent(each.pros) for each in decision.options) and not all(
        is_absent(each.cons) for each in decision.options
    ):
        absent.append("decisions.pros")
    return absent


def is_absent(answer: Answer) -> bool:
    return answer.state is State.ABSENT
