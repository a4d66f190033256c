"""The `unreadable-plan` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.plan.risks import MOST_RISKS
from rules.plan.source import Span
from rules.rule import Context

FIRST_LINE = Span(0, 0, 1, 1, 1, 1)
"""Where a finding stands that is about the file as a whole."""


class UnreadablePlan:
    """The plan is empty, blank, not UTF-8 text, a link, a submodule, a Git LFS pointer or too large.

    Too large is more than 1 MiB, 32,000 lines or 60,000 table cells; where a plan has more than 5,000 risks, or another rule
    finds more than 1,000 faults, this one says that the rest is left out. A plan that nobody can read is no plan, and a
    check that skips it would be green by accident. Hence it is an error in every profile and status, and the rule cannot be
    switched off. Git LFS is a common cause: a pattern such as `*.md` in `.gitattributes` replaces the text by a pointer of
    three lines (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md).

    ## Bad
        version https://git-lfs.github.com/spec/v1
        oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
        size 12345

    ## Good
        # Implementation Plan: export of invoices

        Invoices are exported every night.
    """

    name: ClassVar[str] = "unreadable-plan"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "answers"

    def applies(self, context: Context) -> bool:  # noqa: ARG002 - every plan is judged by it
        return True

    def check(self, context: Context) -> Iterator[Problem]:
        """Yield what was left out of a plan that could be read; one that could not is no `Context`."""
        if len(context.plan.risks) > MOST_RISKS:
            yield Problem(
                FIRST_LINE,
                f"The plan has more than {MOST_RISKS:,} risks, so those after them were not checked",
                subject="risks",
                fix="Keep the risks that decide something, and move the others elsewhere",
            )

    def problem(self, reason: str) -> Problem:
        """Return the problem of a plan that was not read. `reason` finishes the words "the plan ..."."""
        return Problem(
            FIRST_LINE,
            f"The plan {reason}, so nothing in it was checked",
            fix="Commit the plan as a regular file of UTF-8 Markdown text below 1 MiB",
        )

    def bounded(self, rule: str, most: int) -> Problem:
        """Return the problem of a plan in which a rule finds more than anybody reads."""
        return Problem(
            FIRST_LINE,
            f"{rule} finds more than {most:,} faults in this plan; only the first {most:,} are shown",
            subject=rule,
            fix="Repair those that are shown, then check again",
        )
