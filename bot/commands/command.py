"""What a slash command is: one declaration, from which help, the docs page, refusals and usage errors are made. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LONGEST = 1_000
"""Characters of arguments that anybody writes."""


class UsageError(ValueError):
    """The arguments cannot be read. Its text is a sentence of ours, foreign words in it shown as data."""


class Changes(StrEnum):
    """`RECORD`: what we have stored; `BRANCH`: a commit on the pull request's branch."""

    NOTHING = "nothing"
    RECORD = "record"
    BRANCH = "branch"


class Need(StrEnum):
    """What has to be read before a command can be performed."""

    PULL_REQUEST = "pull request"
    PLANS = "plans judged"
    DECISIONS = "decisions"
    RISKS = "risks"


@dataclass(frozen=True, slots=True)
class Command:
    """`default`: the weakest role that may run it, or "anyone". `permissions`: what the App's token needs.

    `reader` turns the arguments into a typed value or raises `UsageError`.
    """

    verb: str
    usage: str
    summary: str
    default: str
    changes: Changes
    needs: tuple[Need, ...]
    permissions: tuple[str, ...]
    examples: tuple[str, ...]
    reader: Callable[[str], Any]

    def read(self, arguments: str) -> Any:
        """Return the arguments as a typed value. Raise `UsageError` where they are not understood."""
        if len(arguments) > LONGEST:
            raise UsageError(f"The arguments are longer than {LONGEST:,} characters.")
        return self.reader(arguments)


@dataclass(frozen=True, slots=True)
class NoArguments:
    """For commands that take none."""


def none(arguments: str) -> NoArguments:
    if arguments:
        raise UsageError("This command takes no arguments.")
    return NoArguments()


REPLIES = ("pull_requests: write",)
COMMITS = ("contents: write", "pull_requests: write")
