"""The `no-kill-switch` rule."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar, NamedTuple

from rules.around import titled
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.levels import Level, level
from rules.plan.model import MISSING, Plan, Risk, State
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context

CONCEPT = "risks.kill_switch"

ORGANISATIONAL = lazy(
    r"\b(schedul\w*|deadlines?|timelines?|delays?|overruns?|staffing|hiring|headcount|bus factor|key (?:person|people)|"
    r"learning curve|skill gaps?|(?:lack of|missing|limited) (?:skills?|expertise|knowledge|experience)|scope creep|funding|"
    r"stakeholders?|team (?:capacity|availability|turnover|size)|resourc(?:e|ing) (?:constraints?|availability)|"
    r"(?:under|over)?estimat(?:es?|ed|ion)|user adoption|low adoption|turnover)\b",
    re.IGNORECASE,
)
"""Titles of risks that no switch turns off."""

STOP_CONDITION = lazy(
    r"\b(?:cut|drop|descope|stop|abandon|postpone|defer|reduce|remove|skip|cancel|ship without|go without|fall back)\b"
    r"[^.;]*\b(?:if|when|unless|once|until|by|before|after)\b"
    r"|\b(?:if|when|unless|once)\b[^.;]*\b(?:cut|drop|descope|stop|abandon|postpone|defer|reduce|remove|skip|cancel|fall back)\b",
    re.IGNORECASE,
)


class Options(NamedTuple):
    strict: bool = False


MANY = 3
"""Risks of a list without any switch, outside of the form that asks for it, are one finding, as a table without the column is."""


class NoKillSwitch(Options):
    """A risk has no kill switch: nothing that turns the feature off at once when the risk comes true.

    Mitigation lowers the odds; the kill switch is what is left at three in the morning when it did not help. Operators
    have long kept switches for it ("ops toggles" in Hodgson, Feature Toggles, martinfowler.com, 2017), and the time to
    build one is before the risk comes true. A risk of high or critical impact without one is an error, any other a warning.

    A switch that the plan states once for all its risks counts for each of them, and in a plan that knows no switches, a
    mitigation that says what happens once the risk comes true ("fall back to polling"). A risk of the organisation (staffing,
    schedule, learning) has no switch: there a stop condition ("drop the CSV export if the parser is not done by
    2027-03-01") or `N/A` with the reason is the answer. A table without the column is one finding.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Likelihood: Medium
        - Impact: High
        - Blast Radius: all writes to the ledger
        - Mitigation: a pool of its own with at most 5 connections

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Likelihood: Medium
        - Impact: High
        - Blast Radius: all writes to the ledger
        - Mitigation: a pool of its own with at most 5 connections
        - Kill Switch: on-call sets `invoice_export_enabled=false`; workers stop within 60 s

    ## Options
        strict: every risk needs one, whatever its impact (default false)
    """

    __slots__ = ()

    name: ClassVar[str] = "no-kill-switch"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "risks"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.risks)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        if any(not shared.missing for shared in plan.shared_kill_switches):
            return
        for table, grouped in groupby(plan.risks, key=lambda risk: risk.table):
            risks = list(grouped)
            lacking = [risk for risk in risks if lacks_switch(risk) and (self.asked(plan) or self.heavy(risk))]
            absent = [risk for risk in lacking if risk.kill_switch.state is State.ABSENT]
            if (
                table >= 0
                and len(absent) == len(lacking)
                and all(each.kill_switch.state is State.ABSENT for each in risks)
            ):
                if lacking:
                    yield self.no_column(plan, table, lacking)
                continue
            together = absent if plan.profile != "architect" and len(absent) >= MANY else []
            if together:
                yield self.none_of_them(plan, together, len(risks))
            for risk in lacking:
                if not together or risk.kill_switch.state is not State.ABSENT:
                    yield self.no_switch(plan, risk)

    def asked(self, plan: Plan) -> bool:
        """Whether a risk of low or unknown impact is worth a word: where the form asks for it, and where something runs."""
        return self.strict or (plan.profile == "architect" and plan.kind != "docs")

    def no_switch(self, plan: Plan, risk: Risk) -> Problem:
        name = titled("Risk", risk)
        said = f", only {quoted(risk.kill_switch.text)}" if risk.kill_switch.text else ""
        impact = f" of impact {quoted(risk.impact.text)}" if self.heavy(risk) and level(risk.impact) else ""
        return Problem(
            risk.span if risk.kill_switch.state is State.ABSENT else risk.kill_switch.span,
            f"{quoted(name)}{impact} has no kill switch{said}",
            subject=name,
            concept=CONCEPT,
            fix=advice(plan, risk),
            severity=None if self.heavy(risk) else Severity.WARNING,
        )

    def no_column(self, plan: Plan, table: int, lacking: Sequence[Risk]) -> Problem:
        heavy = [risk for risk in lacking if self.heavy(risk)]
        rows = listed(quoted(risk.title, TITLE) for risk in heavy or lacking)
        which = "of high impact " if heavy and not self.strict else ""
        return Problem(
            plan.source.line_span(plan.source.position(table)[0]),
            f"The risk table has no kill switch for its risks {which}{rows}",
            subject="risk table",
            concept=CONCEPT,
            fix='Add a column "Kill Switch": what on-call turns off without a deploy, by which flag or command, how fast',
            severity=None if heavy else Severity.WARNING,
        )

    def none_of_them(self, plan: Plan, lacking: Sequence[Risk], total: int) -> Problem:
        """`total`: how many risks stand in the same list."""
        heavy = [risk for risk in lacking if self.heavy(risk)]
        which = "None of these risks has a" if len(lacking) == total else f"{len(lacking)} of {total} risks have no"
        names = listed(quoted(risk.title, TITLE) for risk in heavy or lacking)
        return Problem(
            plan.anchor("risks"),
            f"{which} kill switch: {names}",
            subject="risks",
            concept=CONCEPT,
            fix='Add "Kill Switch:" to each of them: what on-call turns off without a deploy, by which flag or command, how fast',
            severity=None if heavy else Severity.WARNING,
            parts=tuple((CONCEPT, titled("Risk", risk)) for risk in lacking),
        )

    def heavy(self, risk: Risk) -> bool:
        """Whether its lack is an error: high impact, of a kind that something can be switched off, and not a bare N/A."""
        high = self.strict or (level(risk.impact) or Level.LOW) >= Level.HIGH
        return high and not ORGANISATIONAL.search(risk.title) and risk.kill_switch.state in MISSING


def lacks_switch(risk: Risk) -> bool:
    if risk.kill_switch.state not in MISSING | {State.BARE_NA, State.NEGATIVE} or risk.fallback:
        return False
    stop = ORGANISATIONAL.search(risk.title) and STOP_CONDITION.search(
        f"{risk.mitigation.text}. {risk.kill_switch.text}"
    )
    return not stop


def advice(plan: Plan, risk: Risk) -> str:
    if ORGANISATIONAL.search(risk.title):
        return 'Add "Kill Switch:" with a stop condition: what is cut, and by which date it must have worked'
    flags = listed((f"`{flag.name}`" for flag in plan.flags), 3)
    named = f", for example {flags}, which this plan defines" if flags else ""
    return f'Add "Kill Switch:" with what on-call turns off without a deploy, by which flag or command, and how fast{named}'
