"""The `invalid-status` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from rules.finding import Edit, Problem, Severity
from rules.lazy import lazy
from rules.plan.concepts import STATUSES
from rules.plan.model import Answer, Plan, State, Status
from rules.quoting import quoted
from rules.rule import Context
from rules.severity import SPECKIT_FAMILY

JUDGED = frozenset({State.SUBSTANTIVE, State.VAGUE, State.RESTATED, State.PLACEHOLDER})
"""States of the status line that this rule speaks of; an empty or deferred one is for the rules about answers."""

WORD = lazy(r"[^\W\d_]+(?:[ _-][^\W\d_]+)?")


class Options(NamedTuple):
    accepted: tuple[str, ...] = ()


class InvalidStatus(Options):
    """The status is none of draft, review, approved, in-progress and completed.

    What a plan is held to depends on its status: a draft is never blocked, an approved plan is. A word outside the
    enumeration, or the template's menu left as it is, counts like `approved` and leaves the reader to guess. Case,
    emphasis, a tick and words behind the status ("Approved (2027-01-04)", "Draft v2") do not matter. A misspelt word that
    is near to exactly one of the five can be corrected safely. In plans after spec-kit's template, which has no
    status line, this is a warning.

    ## Bad
        # Implementation Plan: export of invoices

        **Status:** almost there

    ## Good
        # Implementation Plan: export of invoices

        **Status:** In Progress

    ## Options
        accepted: further words that may stand there, such as "done" or "superseded" (default none)
    """

    __slots__ = ()

    name: ClassVar[str] = "invalid-status"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "header"

    def applies(self, context: Context) -> bool:
        return context.plan.status_answer.state is not State.ABSENT

    def check(self, context: Context) -> Iterator[Problem]:
        plan, answer = context.plan, context.plan.status_answer
        if plan.status is not Status.UNKNOWN or answer.state not in JUDGED or self.accepts(answer.text):
            return
        edit = spelling(plan, answer)
        yield Problem(
            answer.span,
            f"The status {quoted(answer.text)} is none of {', '.join(STATUSES)}",
            subject="status",
            concept="meta.status",
            fix=f"Write {quoted(edit.replacement)}" if edit else f"Choose one of {', '.join(STATUSES)}",
            edits=(edit,) if edit else (),
            severity=Severity.WARNING if plan.profile in SPECKIT_FAMILY else None,
        )

    def accepts(self, text: str) -> bool:
        return any(re.match(rf"\W*{re.escape(word)}\b", text, re.IGNORECASE) for word in self.accepted)


def spelling(plan: Plan, answer: Answer) -> Edit | None:
    """Return the edit of the first word or two that are near to exactly one status; None where that is not certain."""
    written = plan.source.slice(answer.span)
    if answer.state is State.PLACEHOLDER or (found := WORD.search(written)) is None:
        return None
    from difflib import get_close_matches  # noqa: PLC0415 - start-up time: most statuses are right

    for words in dict.fromkeys((found[0], found[0].split(" ")[0])):
        near = get_close_matches(re.sub(r"[ _]", "-", words.casefold()), STATUSES, n=2, cutoff=0.8)
        if len(near) == 1 and is_slip(words, near[0]):
            start = answer.span.start + len(written[: found.start()].encode())
            return Edit(plan.source.span(start, start + len(words.encode())), near[0])
    return None


def is_slip(words: str, status: str) -> bool:
    """Whether the words are the status misspelt, and not another word that holds it: unapproved, incomplete, reviewed."""
    return words[:1].casefold() == status[0] and words.casefold() not in {"reviewed", "approve", "drafted"}
