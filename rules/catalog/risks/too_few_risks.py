"""The `too-few-risks` rule."""

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from rules.finding import Problem, Severity
from rules.fingerprint import normalise
from rules.plan.model import Risk, Section, State
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context

WITHOUT_RISKS = frozenset({"speckit", "speckit-legacy", "kitty"})
"""Profiles whose template does not ask for risks."""

SAID_OTHERWISE = frozenset({State.EMPTY, State.JUSTIFIED_NA})
"""States of the section in which there is nothing to count: `empty-field` speaks, or the plan says why there is none."""


class Options(NamedTuple):
    minimum: int = 3


class TooFewRisks(Options):
    """The risk section names fewer different risks than the template asks for (three).

    One risk is the one that everybody thought of. Asking for three makes authors look beyond it: at data, at what the
    feature depends on, at security, cost and roll-out. Risks count in whatever form they are written (list, table,
    headings); the same title twice counts once. Where there is text and no risk is recognised in it, this is a warning,
    since the form may be one that is not known. A plan without a risk section is `missing-required-section`.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Impact: High
        - Mitigation: a pool of its own with at most 5 connections

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Mitigation: a pool of its own with at most 5 connections

        **Risk 2: A customer receives the invoices of another**
        - Mitigation: the tenant is part of the object's key

        **Risk 3: The object store is down on the first of the month**
        - Mitigation: the job is repeated every hour until it succeeds

    ## Options
        minimum: how many different risks a plan must name (default 3)
    """

    __slots__ = ()

    name: ClassVar[str] = "too-few-risks"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "risks"

    def applies(self, context: Context) -> bool:
        return context.plan.profile not in WITHOUT_RISKS and context.plan.section("risks") is not None

    def check(self, context: Context) -> Iterator[Problem]:
        section = context.plan.section("risks")
        if section is None or section.state in SAID_OTHERWISE:
            return
        if not context.plan.risks and any(
            inside(each, section) and each.state is State.EMPTY for each in context.plan.sections
        ):
            return
        titles = {normalise(risk.title): risk.title for risk in context.plan.risks if risk.title and not unfilled(risk)}
        found = sum(not risk.title or unfilled(risk) for risk in context.plan.risks) + len(titles)
        if found >= self.minimum:
            return
        names = f": {listed(quoted(title, TITLE) for title in titles.values())}" if titles else ""
        counted = (
            f"{quoted(section.title)} names {found} risk{'s' * (found != 1)} of the {self.minimum} asked for{names}"
        )
        yield Problem(
            section.heading,
            counted if found else f"No risk is recognised below {quoted(section.title)}, {self.minimum} are asked for",
            concept="risks",
            fix="Add risks of a kind that is not covered yet: data, a dependency, security, cost, roll-out"
            if found
            else "Write each risk as a list item, a table row or a heading of its own",
            severity=None if found else Severity.WARNING,
        )


def inside(inner: Section, outer: Section) -> bool:
    return outer.span.start < inner.span.start and inner.span.end <= outer.span.end


def unfilled(risk: Risk) -> bool:
    """Whether all that is said of it is placeholders, which `unfilled-placeholder` reports; it is still one to come."""
    states = {answer.state for answer in risk.answers} - {State.ABSENT}
    return states == {State.PLACEHOLDER}
