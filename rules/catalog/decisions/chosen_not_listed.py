"""The `chosen-not-listed` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.around import titled
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.option_names import called, head_of, keys_of, named
from rules.plan.model import Decision, State
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context

ENOUGH = 2
STATES = frozenset({State.SUBSTANTIVE, State.RESTATED, State.VAGUE})
OTHER = lazy(
    r"\b(?:hybrid|combin\w+|both|mix\w*|neither|none|postpon\w+|defer\w*|undecided|no decision|all of)\b|\+|&|/"
)


class ChosenNotListed:
    """What was chosen is none of the options.

    Either the option was never weighed, or the choice was left over from another decision or an earlier version. In both
    cases the pros and cons of the page argue for something else. An option may be called by its letter, its place in the
    list or its title, in full or in part; a combination of options is one when each of them is listed.

    ## Bad
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Options Considered:**
        1. **Option A: in the web process**
        2. **Option B: a job of its own**

        **Chosen:** Option C

        **Rationale:** it can be stopped without the web process

    ## Good
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Options Considered:**
        1. **Option A: in the web process**
        2. **Option B: a job of its own**

        **Chosen:** Option B

        **Rationale:** it can be stopped without the web process
    """

    name: ClassVar[str] = "chosen-not-listed"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "decisions"

    def applies(self, context: Context) -> bool:
        return any(len(each.options) >= ENOUGH for each in context.plan.decisions)

    def check(self, context: Context) -> Iterator[Problem]:
        for decision in context.plan.decisions:
            if len(decision.options) < ENOUGH or decision.chosen.state not in STATES or is_listed(decision):
                continue
            if all(option.span.line == decision.span.line for option in decision.options):
                # Options that only a title names ("24h vs shorter") are catchwords, not what they are called.
                continue
            name = titled("Decision", decision)
            yield Problem(
                decision.chosen.span,
                f"{quoted(decision.chosen.text)} is none of the options of {quoted(name)}: "
                f"{listed(quoted(option.title, TITLE) for option in decision.options)}",
                subject=name,
                concept="decisions.chosen",
                fix="Name one of the options as they are called there, or weigh the chosen one beside them",
            )


def is_listed(decision: Decision) -> bool:
    """Whether the choice names options that are there, or cannot be compared with them.

    Where the first option is the decision itself, only what was not chosen is listed.
    """
    text, options = decision.chosen.text, decision.options
    if decision.title and options[0].title.endswith(decision.title[-40:]):
        return True
    head = head_of(text)
    if keys := keys_of(head):
        known = {option.key for option in called(options)} - {""}
        places = {str(at + 1) for at in range(len(options))} | {
            chr(ord("a") + at) for at in range(min(len(options), 26))
        }
        return set(keys) <= (known or places)
    if any(named(options, head)) or any(named(options, text)):
        return True
    scripts = {each.isascii() for each in (head, *(option.title for option in options))}
    return len(scripts) > 1 or (OTHER.search(head.lower()) is not None and any(named(options, decision.rationale.text)))
