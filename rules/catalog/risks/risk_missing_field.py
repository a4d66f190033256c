"""The `risk-missing-field` rule."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from rules.around import in_words, titled
from rules.finding import Problem, Severity
from rules.plan.model import Answer, Plan, Risk, State
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context

MANY = 3
"""Risks of a list that lack the same, outside of the form that asks for it, are one finding, as a table without the column is."""


class RiskMissingField:
    """A risk does not say how likely it is, how bad, how far it reaches, or what is done against it.

    Without likelihood and impact nobody can tell which risk to work on first; without a mitigation it is a worry, not a
    plan; without the blast radius on-call cannot tell whom to warn. Other words for the same are accepted: probability,
    severity, contingency, scope. A missing likelihood, impact or mitigation is an error, a missing blast radius alone a
    warning. One finding names all that a risk lacks; a table without a column is one finding for all its rows. The
    kill switch has a rule of its own, `no-kill-switch`.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Likelihood: Medium
        - Impact: High

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Likelihood: Medium
        - Impact: High
        - Blast Radius: all writes to the ledger
        - Mitigation: a pool of its own with at most 5 connections
    """

    name: ClassVar[str] = "risk-missing-field"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "risks"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.risks)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        radius_shared = any(not shared.missing for shared in plan.shared_blast_radii)
        for table, grouped in groupby(plan.risks, key=lambda risk: risk.table):
            risks = list(grouped)
            columns = missing_columns(risks, radius_shared=radius_shared) if table >= 0 else []
            if columns:
                yield lacking_columns(plan, table, columns, risks)
            lacks = [
                (risk, fields)
                for risk in risks
                if (
                    fields := [
                        each for each in lacking(risk, radius_shared=radius_shared) if each.concept not in columns
                    ]
                )
            ]
            together = alike(lacks) if plan.profile != "architect" else {}
            for concepts, several in together.items():
                yield lacking_alike(plan, concepts, several, len(risks))
            for risk, fields in lacks:
                if tuple(each.concept for each in fields) not in together:
                    yield lacking_fields(risk, fields)


def alike(lacks: Sequence[tuple[Risk, Sequence[Answer]]]) -> dict[tuple[str, ...], list[Risk]]:
    """Return the risks that lack the same, where they are many: a form that was never asked for is one cause."""
    found: dict[tuple[str, ...], list[Risk]] = {}
    for risk, fields in lacks:
        found.setdefault(tuple(each.concept for each in fields), []).append(risk)
    return {concepts: risks for concepts, risks in found.items() if len(risks) >= MANY}


def lacking(risk: Risk, *, radius_shared: bool) -> list[Answer]:
    """Return the answers that are not there at all; what is there but empty or a placeholder is for other rules."""
    fields = (risk.likelihood, risk.impact, *(() if radius_shared else (risk.blast_radius,)), risk.mitigation)
    return [answer for answer in fields if answer.state is State.ABSENT]


def missing_columns(risks: Sequence[Risk], *, radius_shared: bool) -> list[str]:
    """Return the concepts that no row of a table answers."""
    concepts = [{answer.concept for answer in lacking(risk, radius_shared=radius_shared)} for risk in risks]
    return [answer.concept for answer in risks[0].answers if all(answer.concept in each for each in concepts)]


def lacking_columns(plan: Plan, table: int, columns: Sequence[str], risks: Sequence[Risk]) -> Problem:
    names = listed(in_words(column).lower() for column in columns)
    rows = listed(quoted(risk.title, TITLE) for risk in risks)
    return Problem(
        plan.source.line_span(plan.source.position(table)[0]),
        f"The risk table has no column for {names}, so these risks do not say it: {rows}",
        subject="risk table",
        concept="risks",
        fix=f"Add {'a column' if len(columns) == 1 else 'columns'}: {listed(in_words(column) for column in columns)}",
        severity=severity(columns),
        parts=tuple((column, "risk table") for column in columns),
    )


def lacking_alike(plan: Plan, concepts: Sequence[str], risks: Sequence[Risk], total: int) -> Problem:
    """`total`: how many risks stand in the same list."""
    names = listed(in_words(concept).lower() for concept in concepts)
    which = "None of these risks says its" if len(risks) == total else f"{len(risks)} of {total} risks do not say their"
    return Problem(
        plan.anchor("risks"),
        f"{which} {names}: {listed(quoted(risk.title, TITLE) for risk in risks)}",
        subject="risks",
        concept="risks",
        fix=f"Add {listed(quoted(in_words(concept) + ':') for concept in concepts)} to each of them",
        severity=severity(concepts),
        parts=tuple((concept, titled("Risk", risk)) for risk in risks for concept in concepts),
    )


def lacking_fields(risk: Risk, lacks: Sequence[Answer]) -> Problem:
    name = titled("Risk", risk)
    concepts = [answer.concept for answer in lacks]
    return Problem(
        risk.span,
        f"{quoted(name)} does not say its {listed(in_words(concept).lower() for concept in concepts)}",
        subject=name,
        concept="risks",
        fix=f"Add {listed(quoted(in_words(concept) + ':') for concept in concepts)} to this risk",
        severity=severity(concepts),
        parts=tuple((concept, name) for concept in concepts),
    )


def severity(concepts: Sequence[str]) -> Severity | None:
    return Severity.WARNING if all(concept == "risks.blast_radius" for concept in concepts) else None
