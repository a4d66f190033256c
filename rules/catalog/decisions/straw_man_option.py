"""The `straw-man-option` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.around import titled
from rules.finding import Problem, Severity
from rules.option_names import head_of, named
from rules.plan.model import Answer, Decision, Option, State
from rules.plan.not_applicable import WORD
from rules.quoting import quoted
from rules.rule import Context

ENOUGH = 2
FEW = 5
"""Words from which a con describes something."""

NONE = frozenset({State.ABSENT, State.BARE_NA, State.NEGATIVE})


class StrawManOption:
    """A rejected option has nothing for it and a few words against it, beside one that is praised.

    An option that is there to lose proves that somebody knew what he wanted, not that something was weighed. Who comes
    later and thinks of it again finds no reason ("Dummy Alternative" among the anti-patterns of decision records,
    O. Zimmermann, ozimmer.ch, 2023). A pro, or a con of five words, makes it an option; so do a number and a name
    in code. A wording rule can only guess here, so this is information.

    ## Bad
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Options Considered:**
        1. **Option A: cron**
           - Cons: bad
        2. **Option B: a job of its own**
           - Pros: can be stopped and scaled alone
           - Cons: one more deployment to watch

        **Chosen:** Option B

    ## Good
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Options Considered:**
        1. **Option A: cron**
           - Pros: is there already
           - Cons: nobody is told when a night is skipped
        2. **Option B: a job of its own**
           - Pros: can be stopped and scaled alone
           - Cons: one more deployment to watch

        **Chosen:** Option B
    """

    name: ClassVar[str] = "straw-man-option"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.INFO
    section: ClassVar[str] = "decisions"

    def applies(self, context: Context) -> bool:
        return any(len(each.options) >= ENOUGH for each in context.plan.decisions)

    def check(self, context: Context) -> Iterator[Problem]:
        for decision in context.plan.decisions:
            for option in straw_men(decision):
                yield Problem(
                    option.span,
                    f"{quoted(option.title)} of {quoted(titled('Decision', decision))} has nothing for it, and against it only "
                    f"{quoted(option.cons.text)}",
                    subject=f"{titled('Decision', decision)}: {option.title}",
                    concept="decisions.options",
                    fix="Say what speaks for it and what it would cost here, or leave it out",
                )


def straw_men(decision: Decision) -> Iterator[Option]:
    """Yield the rejected options with a short con alone, where the chosen one has pros."""
    if len(decision.options) < ENOUGH or decision.chosen.missing:
        return
    chosen = {each.at for each in named(decision.options, head_of(decision.chosen.text))}
    if not any(says(decision.options[at].pros) for at in chosen):
        return
    for at, option in enumerate(decision.options):
        if at not in chosen and option.pros.state in NONE and is_thin(option.cons):
            yield option


def says(answer: Answer) -> bool:
    return not answer.missing and answer.state not in NONE


def is_thin(cons: Answer) -> bool:
    """Whether a con is a few words of a script that divides them, without a number or a name in code."""
    if not says(cons) or cons.code or cons.links or any(character.isdigit() for character in cons.text):
        return False
    return len(WORD.findall(cons.text)) < FEW and all(character < "\u2e80" for character in cons.text)
