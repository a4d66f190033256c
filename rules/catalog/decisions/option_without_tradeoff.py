"""The `option-without-tradeoff` rule."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rules.around import titled
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.option_names import head_of, named
from rules.plan.model import Answer, Decision, Option, State
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context

ENOUGH = 2
NOTHING = lazy(
    r"\W*(?:(?:none|nothing|no|minimal|negligible|trivial|insignificant|few|n/a)\b"
    r"(?:\s+(?:real|significant|major|notable|known|obvious|particular|identified|worth mentioning|of note|that matter|at all|"
    r"cons?|drawbacks?|downsides?|disadvantages?|weaknesses|impact|cost|effort|issues?|problems?))*)\W*",
    re.IGNORECASE,
)
"""A con that says that there is none."""


class OptionWithoutTradeoff:
    """An option has no pros and cons, or its only con is that it has none.

    Every option costs something; where the plan says "none", nobody looked, and the cost comes up in operation. The
    cost of the option that was chosen matters most, since it will be paid (MADR records "good, because" and "bad,
    because" for each option, https://adr.github.io/madr/). A rejected option needs a con only. Trade-offs that call an
    option by its name count as its cons. Options that are only named in a sentence are not judged, nor are lists in which
    no option has pros or cons while trade-offs are given.

    ## Bad
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Options Considered:**
        1. **Option A: in the web process**
           - Pros: nothing new to run
           - Cons: a long export holds a worker
        2. **Option B: a job of its own**
           - Pros: can be stopped alone
           - Cons: none significant

        **Chosen:** Option B

    ## Good
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Options Considered:**
        1. **Option A: in the web process**
           - Pros: nothing new to run
           - Cons: a long export holds a worker
        2. **Option B: a job of its own**
           - Pros: can be stopped alone
           - Cons: one more deployment

        **Chosen:** Option B
    """

    name: ClassVar[str] = "option-without-tradeoff"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "decisions"

    def applies(self, context: Context) -> bool:
        return any(len(each.options) >= ENOUGH for each in context.plan.decisions)

    def check(self, context: Context) -> Iterator[Problem]:
        for decision in context.plan.decisions:
            if len(decision.options) < ENOUGH:
                continue
            for option in decision.options:
                if is_nothing(option.cons):
                    yield without_price(decision, option)
            if lacking := list(incomplete(context, decision)):
                yield unweighed(decision, lacking)


def is_nothing(cons: Answer) -> bool:
    if cons.state in {State.BARE_NA, State.NEGATIVE}:
        return True
    return not cons.missing and cons.state is not State.JUSTIFIED_NA and NOTHING.fullmatch(cons.text) is not None


def incomplete(context: Context, decision: Decision) -> Iterator[tuple[Option, str]]:
    """Yield the options without a con, and the chosen one without a pro where another has one."""
    options = decision.options
    given = {part: any(is_there(getattr(option, part)) for option in options) for part in ("pros", "cons")}
    if not any(given.values()) and not (are_listed(context, options) and decision.trade_offs.state is State.ABSENT):
        return
    covered = {each.at for each in named(options, decision.trade_offs.text)}
    chosen = (
        {each.at for each in named(options, head_of(decision.chosen.text))} if not decision.chosen.missing else set()
    )
    for at, option in enumerate(options):
        if is_there(option.cons) or at in covered:
            if given["pros"] and at in chosen and not is_there(option.pros):
                yield option, "pros"
        else:
            yield option, "cons" if is_there(option.pros) else "pros and cons"


def is_there(answer: Answer) -> bool:
    return answer.state is not State.ABSENT


def are_listed(context: Context, options: Sequence[Option]) -> bool:
    """Whether the options are the items of a list as the architect's template has it."""
    if context.plan.profile != "architect":
        return False
    lines = [context.plan.source.slice(context.plan.source.line_span(each.span.line)).lstrip() for each in options]
    places = {each.span.line for each in options}
    return len(places) == len(options) and all(
        re.match(r"(?:[-*+]|\d+[.)])\s+\**option\b", line, re.IGNORECASE) for line in lines
    )


def without_price(decision: Decision, option: Option) -> Problem:
    return Problem(
        option.cons.span,
        f"{quoted(option.title)} of {quoted(titled('Decision', decision))} costs nothing: {quoted(option.cons.text)}",
        subject=f"{titled('Decision', decision)}: {option.title}",
        concept="decisions.cons",
        fix="Name the biggest cost of this option",
    )


def unweighed(decision: Decision, lacking: Sequence[tuple[Option, str]]) -> Problem:
    name = titled("Decision", decision)
    what = listed(f"{quoted(option.title, TITLE)} has no {part}" for option, part in lacking)
    return Problem(
        lacking[0][0].span,
        f"{what} in {quoted(name)}",
        subject=name,
        concept="decisions.cons",
        fix="Add what speaks for and against each option, at least the biggest cost",
        parts=tuple(("decisions.cons", f"{name}: {option.title}") for option, _ in lacking),
    )
