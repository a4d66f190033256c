"""The `bare-na` rule."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from rules.around import Around, in_words
from rules.contradictions import contradictions
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.levels import Level, level
from rules.plan.concepts import FIELDS
from rules.plan.model import Answer, Plan, State, Status
from rules.quoting import listed, quoted
from rules.rule import Context

STORES = frozenset({
    "postgres", "postgresql", "mysql", "mariadb", "sqlite", "mongo", "mongodb", "dynamodb", "redis", "cassandra",
    "firestore", "supabase", "neon", "database", "databases", "table", "tables", "s3", "bucket", "buckets", "alembic",
    "prisma", "sqlmodel", "sqlalchemy", "flyway", "liquibase",
})  # fmt: skip
"""Words of a plan that keeps data."""

NOT_STORED = lazy(r"\bno (?:\w+ )?(?:database|tables?|persisten\w+|storage)\b|\bstateless\b", re.IGNORECASE)
SERVICES_ONLY = frozenset(
    {"interfaces", "operations", "observability", "alerting", "runbooks", "deployment", "flags", "data"}
)
"""Sections that a library, a command line or documents may leave out without a word."""

NEVER = frozenset({"scope.in", "dod", "deployment.rollback_steps", "deployment.rollback_trigger"})
"""Fields to which "N/A" is no answer at all."""

NEVER_EVEN_WITH_REASON = frozenset({"scope.in", "dod", "risks.mitigation"})


class BareNa:
    """A field says "N/A" and not why.

    "N/A" may mean that it does not apply, that nobody looked, or that nobody knew. Of 605 answers "N/A" in Kubernetes'
    enhancement proposals 78 % give no reason, so this is a warning, and mentioned in a draft; a few words are enough:
    "N/A, the service keeps no data". "No" and "none" are full answers where the question can be answered so, and "N/A"
    alone is one for traces, cost, anonymisation, for data where nothing is stored, and for operation where nothing is
    operated. The scope, the definition of done, the rollback of a service and the mitigation of a high risk cannot be
    left out: there it is an error, and with a reason still a warning (but for the rollback).

    ## Bad
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Security

        - **Secrets Management:** N/A

    ## Good
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Security

        - **Secrets Management:** N/A, the job reads the bucket with the node's own identity
    """

    name: ClassVar[str] = "bare-na"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "answers"

    def applies(self, context: Context) -> bool:
        return any(answer.state in {State.BARE_NA, State.JUSTIFIED_NA} for answer in context.plan.answers)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        high = {risk.mitigation.span for risk in plan.risks if (level(risk.impact) or Level.LOW) >= Level.HIGH}
        known = {each.answer.span for each in contradictions(context)}
        found = [
            (answer, severity)
            for answer in plan.answers
            if answer.span not in known and (severity := weight(plan, answer, needed=answer.span in high)) is not None
        ]
        around = Around(plan)
        tables = {risk.span.line: risk.table for risk in plan.risks if risk.table >= 0}

        def column(declined: tuple[Answer, Severity]) -> tuple[str, int]:
            """Cells of one column of a table are one finding, every other answer is one of its own."""
            answer = declined[0]
            return answer.concept, tables.get(answer.span.line, -answer.span.line)

        for _, together in groupby(sorted(found, key=column), key=column):
            yield bare(around, list(together))


def weight(plan: Plan, answer: Answer, *, needed: bool) -> Severity | None:
    """Return how much it weighs that an answer declines, None for nothing."""
    concept = answer.concept
    never = concept in NEVER or (concept == "risks.mitigation" and needed)
    if answer.state is State.JUSTIFIED_NA:
        return Severity.WARNING if never and concept in NEVER_EVEN_WITH_REASON else None
    if answer.state is not State.BARE_NA or concept.partition(".")[0] == "meta" or may_be_left_out(plan, concept):
        return None
    if never:
        return Severity.ERROR
    return Severity.INFO if plan.status is Status.DRAFT else Severity.WARNING


def may_be_left_out(plan: Plan, concept: str) -> bool:
    """Whether a bare "N/A" says enough in this plan."""
    field = FIELDS.get(concept)
    section = concept.partition(".")[0]
    if field is None or (section in SERVICES_ONLY and plan.kind != "service"):
        return True
    if section == "data":
        return STORES.isdisjoint(plan.words) or NOT_STORED.search(plan.source.text) is not None
    return (field.na or field.polarity) and concept != "deployment.strategy"


def bare(around: Around, group: list[tuple[Answer, Severity]]) -> Problem:
    answers = [answer for answer, _ in group]
    first, name = answers[0], answers[0].label or in_words(answers[0].concept)
    subjects = list(dict.fromkeys(around.subject(answer) for answer in answers))
    where = "" if subjects == [name] else f" in {listed(quoted(subject) for subject in subjects)}"
    reason = "and cannot be left out" if first.state is State.JUSTIFIED_NA else "and does not say why"
    return Problem(
        first.span,
        f"{quoted(name)} says only {quoted(first.text or '-')}{where} {reason}",
        subject=subjects[0] if len(subjects) == 1 else name,
        concept=first.concept,
        fix="Answer it, or write N/A because ... with what makes it not apply",
        severity=max((severity for _, severity in group), key=lambda severity: severity.rank),
        parts=tuple((answer.concept, around.subject(answer)) for answer in answers) if len(answers) > 1 else (),
    )
