"""`/sp.help`: the commands, with who may run them."""

from collections.abc import Sequence
from typing import Protocol

from bot.commands.command import REPLIES, Changes, Command, Need, none
from rules.report.echo import echo

ROLES = ("none", "read", "triage", "write", "maintain", "admin")

COMMAND = Command(
    verb="help",
    usage="/sp.help",
    summary="List the commands, with who may run them.",
    default="anyone",
    changes=Changes.NOTHING,
    needs=(Need.PULL_REQUEST,),
    permissions=REPLIES,
    examples=("/sp.help",),
    reader=none,
)


class Policy(Protocol):
    """Who may run a command, by configuration: roles, of which the weakest is enough, and teams."""

    def who(self, verb: str) -> Sequence[str]: ...


def table(config: Policy, role: str) -> str:
    """Return the commands for a reader of this role ("" where nobody knows): what he may use is bold."""
    from bot.commands.registry import COMMANDS  # noqa: PLC0415 - the registry holds this command too

    rows = [row(command, config.who(command.verb), role) for command in COMMANDS]
    return "\n".join(["| command | what it does | who |", "|:--|:--|:--|", *rows])


def row(command: Command, who: Sequence[str], role: str) -> str:
    usage = f"**`{command.usage}`**" if may(who, role) else f"`{command.usage}`"
    return f"| {usage} | {command.summary} | {named(who)} |"


def may(who: Sequence[str], role: str) -> bool:
    """Return whether a role is enough; whether somebody is in a team is not known here."""
    rank = ROLES.index(role) if role in ROLES else -1
    return "anyone" in who or any(rank >= ROLES.index(each) for each in who if each in ROLES)


def named(who: Sequence[str]) -> str:
    """Return roles in plain words and teams as data."""
    return ", ".join(each if each in ROLES or each == "anyone" else f"team {echo(each)}" for each in who) or "nobody"
