"""What is said when a command is not performed: why, that nothing was changed, and what to do. Pure."""

from collections.abc import Sequence

from bot.commands.command import Command, UsageError
from bot.commands.verbs.help import ROLES, named
from rules.report.echo import echo

FORK = "I cannot write to a fork."
DELETED = "The branch of this pull request is gone, so I cannot write to it."
PROTECTED = "A rule of this repository forbids me to commit to this branch."
NO_PERMISSION = "I have no permission to write to this repository."


def not_allowed(verb: str, who: Sequence[str], role: str, *, failed: bool = False) -> str:
    if failed:
        return f"GitHub did not say what you may do here, so `/sp.{verb}` was not run. Try again later."
    return f"`/sp.{verb}` needs {_needed(who)}; you have {role or 'none'}. Ask somebody who has it."


def _needed(who: Sequence[str]) -> str:
    if len(who) == 1:
        return f"the {who[0]} role" if who[0] in ROLES else named(who)
    return f"one of: {named(who)}"


def head_moved(verb: str, before: str, now: str) -> str:
    moved = f"The branch moved from {before[:7]} to {now[:7]} after your comment."
    return f"{moved} Nothing was changed. Run `/sp.{verb}` again."


def over(verb: str, state: str) -> str:
    return f"This pull request is {state}, so `/sp.{verb}` does nothing here."


def switched_off(verb: str) -> str:
    return f"Planwarden is switched off for this repository, so `/sp.{verb}` does nothing here."


def misconfigured(verb: str) -> str:
    return f"The configuration in force is not valid, so `/sp.{verb}` was not run. The check says where."


def unjudged(verb: str, why: str) -> str:
    """`why`: in our own words."""
    return f"`/sp.{verb}` was given up: {why}. Try again, or tell the operators of Planwarden."


def flooded() -> str:
    return "Slow down: too many commands within a minute. This one was not run."


def usage(command: Command, error: UsageError) -> str:
    return f"{error} Usage: `{command.usage}`. For example: `{command.examples[0]}`."


def near_miss(verb: str, suggestion: str) -> str:
    return f"No command {echo(f'/sp.{verb}')}. Did you mean `/sp.{suggestion}`? `/sp.help` lists all commands."


def unreachable(verb: str) -> str:
    return f"GitHub could not be reached, so `/sp.{verb}` was given up. Run it again later."


def denied(verb: str) -> str:
    return f"GitHub refused what `/sp.{verb}` needs. An administrator can compare the App's permissions."


def internal(verb: str, error: str) -> str:
    return f"`/sp.{verb}` failed by a fault of Planwarden ({echo(error)}). It was logged."


def killed(verb: str, deaths: int) -> str:
    return f"`/sp.{verb}` was given up: the process ended {deaths:,} times while it ran."
