"""`/sp.unwaive`: end a waiver."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.commands.command import REPLIES, Changes, Command, Need, UsageError
from bot.commands.words import named, plural, rule_name, unquoted
from rules.report.echo import echo

SHOWN = 20


@dataclass(frozen=True, slots=True)
class UnwaiveArguments:
    rule: str
    subject: str = ""


class Kept(Protocol):
    @property
    def rule(self) -> str: ...


def read(arguments: str) -> UnwaiveArguments:
    rule, _, subject = arguments.partition(" ")
    if not rule:
        raise UsageError("Say which rule.")
    return UnwaiveArguments(rule_name(rule), unquoted(subject))


COMMAND = Command(
    verb="unwaive",
    usage="/sp.unwaive RULE [SUBJECT]",
    summary="End a waiver.",
    default="maintain",
    changes=Changes.RECORD,
    needs=(Need.PULL_REQUEST,),
    permissions=REPLIES,
    examples=("/sp.unwaive no-kill-switch",),
    reader=read,
)


def done(ended: Sequence[tuple[str, str, str]]) -> str:
    """Say which waivers ended: rule, subject and path of each."""
    lines = [f"- {echo(rule)} for {echo(subject)} in {echo(path)}" for rule, subject, path in ended[:SHOWN]]
    more = [f"- and {len(ended) - SHOWN:,} more"] if len(ended) > SHOWN else []
    return "\n".join([f"Ended {plural(len(ended), 'waiver')}:", "", *lines, *more])


def none(rule: str, kept: Sequence[Kept]) -> str:
    others = named(dict.fromkeys(each.rule for each in kept), SHOWN)
    return f"No waiver of {echo(rule)} here." + (f" Waived here: {others}." if others else "")
