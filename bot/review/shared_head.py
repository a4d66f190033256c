"""One commit as the head of several pull requests. Pure.

A check belongs to a commit, and the newest one counts for every pull request with that head. A second pull request into
a branch where nothing is asked for would turn the first one green. So a verdict that passes fails as long as another
open pull request with the same head fails on its own account.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.github.port import PullRequest
from bot.review.check import FAILS
from bot.review.verdict import Conclusion, Verdict
from rules.report.echo import echo
from rules.report.groups import counted


def failing_elsewhere(pull: PullRequest) -> tuple[int, ...]:
    """Return the other pull requests whose newest run on this head failed; whether they are open is not known here."""
    pattern = re.compile(rf"sp1:(\d+):{re.escape(pull.head_sha)}:([a-z])")
    newest: dict[int, str] = {}
    for run in pull.check_runs:
        if (found := pattern.match(run.external_id)) is not None:
            newest.setdefault(int(found[1]), found[2])
    return tuple(number for number, letter in newest.items() if letter == FAILS and number != pull.ref.number)


def held(verdict: Verdict, numbers: Sequence[int]) -> Verdict:
    """Return the verdict as it must show while these pull requests fail with the same head."""
    if not numbers or verdict.conclusion is Conclusion.FAILURE:
        return verdict
    title = f"{counted(len(numbers), 'other pull request')} with this head {'fails' if len(numbers) == 1 else 'fail'}"
    # Bare numbers, for a number sign in front would make them references.
    listed = ", ".join(str(number) for number in sorted(numbers))
    note = (
        f"The commit is also the head of pull request {listed}, and GitHub counts the newest check of a commit for all."
        f" On its own this one would get: {echo(verdict.title)}."
    )
    return replace(
        verdict,
        conclusion=Conclusion.FAILURE,
        title=title,
        headline=f"**Failed: {title}.**",
        notes=(note, *verdict.notes),
        held=True,
    )
