"""The `error-budget-inconsistent` rule."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from rules.finding import Edit, Problem, Severity
from rules.fingerprint import normalise
from rules.lazy import lazy
from rules.plan.model import Plan, Target
from rules.quoting import listed, quoted
from rules.rule import Context

WHOLE = 100
"""Per cent."""

MINUTES = {"s": 1 / 60, "min": 1.0, "h": 60.0, "d": 1440.0}
WINDOWS = (30.0, 28.0, 31.0, 90.0, 365.0)
"""Days that a budget in minutes may be meant for where no window is stated, the usual one first."""

SHARE_TOLERANCE = 0.01
TIME_TOLERANCE = 0.1
"""Relative; a budget in minutes is rounded ("about 43 min"), one in per cent is not."""

NEAREST = 8
"""SLOs on either side of a budget that it may belong to; a plan with more names them."""

NUMBER = lazy(r"\d+(?:[.,]\d+)*")


class ErrorBudgetInconsistent:
    """The error budget is not what the SLO leaves over.

    The error budget is 100 % minus the SLO, by definition (Google SRE workbook, chapter 2): 99.9 % over 30 days leaves
    0.1 %, which is 43.2 minutes; 99.5 % leaves 3.6 hours. Where the two disagree, alerts and release decisions follow
    one of them and the promise to users the other. Budgets in per cent may be off by 1 %, budgets in time by 10 %;
    without a stated window 28, 30, 31, 90 and 365 days are tried. With several SLOs a budget belongs to the one with the same
    label, else it may fit any of them. The right figure can be computed, so it is offered as a fix.

    ## Bad
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Reliability

        - **SLO:** 99.5 % of exports finish within the hour, over 30 days
        - **Error Budget:** 0.5 %, which is 43 min a month

    ## Good
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Reliability

        - **SLO:** 99.5 % of exports finish within the hour, over 30 days
        - **Error Budget:** 0.5 %, which is 216 min a month
    """

    name: ClassVar[str] = "error-budget-inconsistent"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "nfrs"

    def applies(self, context: Context) -> bool:
        return bool(objectives(context.plan) and budgets(context.plan))

    def check(self, context: Context) -> Iterator[Problem]:
        slos = Objectives(context.plan)
        for _, in_answer in groupby(budgets(context.plan), key=lambda target: target.answer.span):
            wrong = [
                (budget, slo)
                for budget in in_answer
                for near in (slos.candidates(budget),)
                for slo in near[-1:]
                if not any(agrees(budget, each) for each in near)
            ]
            if wrong:
                yield inconsistent(context.plan, wrong)


def objectives(plan: Plan) -> list[Target]:
    return [each for each in plan.targets if each.kind == "slo" and each.unit == "%" and 0 < each.value <= WHOLE]


def budgets(plan: Plan) -> list[Target]:
    """Return the budgets. An "error rate" is measured, not budgeted, whatever section it stands in."""
    return [
        target
        for target in plan.targets
        if target.kind == "error-budget" and "rate" not in normalise(target.answer.label).split()
    ]


class Objectives:
    """The SLOs of a plan, to be looked up by label and by place."""

    def __init__(self, plan: Plan) -> None:
        self.all = sorted(objectives(plan), key=lambda slo: slo.span.start)
        self.starts = [slo.span.start for slo in self.all]
        self.labelled: dict[str, list[Target]] = {}
        for slo in self.all:
            self.labelled.setdefault(normalise(slo.label), []).append(slo)

    def candidates(self, budget: Target) -> list[Target]:
        """Return the SLOs that a budget may belong to; the one that it most likely belongs to comes last."""
        same = self.labelled.get(normalise(budget.label), []) if budget.label else []
        at = bisect_left(self.starts, budget.span.start)
        near = same[:NEAREST] or self.all[max(at - NEAREST, 0) : at + NEAREST]
        return sorted(near, key=lambda slo: -abs(slo.span.start - budget.span.start))


def left_over(slo: Target) -> float:
    """Return what the SLO leaves, in per cent, free of the error of binary fractions."""
    return round(WHOLE - slo.value, 6)


def expected(budget: Target, slo: Target, days: float) -> float:
    """Return the right budget in the unit of the one given."""
    if budget.unit == "%":
        return left_over(slo)
    return left_over(slo) / WHOLE * days * 1440 / MINUTES[budget.unit]


def agrees(budget: Target, slo: Target) -> bool:
    if budget.unit != "%" and budget.unit not in MINUTES:
        return True
    tolerance = SHARE_TOLERANCE if budget.unit == "%" else TIME_TOLERANCE
    stated = budget.window_days or slo.window_days
    return any(
        abs(budget.value - right) <= tolerance * right + 1e-9
        for right in (expected(budget, slo, days) for days in ((stated,) if stated else WINDOWS))
    )


def inconsistent(plan: Plan, wrong: Sequence[tuple[Target, Target]]) -> Problem:
    (first, slo), answer = wrong[0], wrong[0][0].answer
    days = first.window_days or slo.window_days or WINDOWS[0]
    right = [(budget, figure(expected(budget, slo, days))) for budget, slo in wrong]
    said = listed(quoted(plan.source.slice(budget.span)) for budget, _ in right)
    figures = listed(f"{value} {budget.unit}" for budget, value in right)
    return Problem(
        answer.span,
        f"The error budget {said} does not follow from the SLO {figure(slo.value)} %, which leaves {figures}"
        + (f" in {figure(days)} days" if any(budget.unit != "%" for budget, _ in right) else ""),
        subject=first.label,
        concept="nfr.error_budget",
        fix=f"Write {figures}, or correct the SLO",
        edits=tuple(edit for budget, value in right if (edit := replaced(plan, budget, value)) is not None),
    )


def figure(value: float) -> str:
    """Return a number as people write it: 216, 43.2, 4.32, 0.05."""
    digits = 0 if value >= 1000 else 6  # noqa: PLR2004 - minutes of a year are not counted in fractions
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def replaced(plan: Plan, budget: Target, value: str) -> Edit | None:
    """Return the edit of the number alone, its unit left as it is written."""
    written = plan.source.slice(budget.span)
    if (number := NUMBER.search(written)) is None:
        return None
    start = budget.span.start + len(written[: number.start()].encode())
    return Edit(plan.source.span(start, start + len(number[0].encode())), value)
