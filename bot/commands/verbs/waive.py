"""`/sp.waive`: accept one finding until a day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.commands.command import REPLIES, Changes, Command, Need, UsageError
from bot.commands.words import plural, rule_name, unquoted
from rules.finding import Finding
from rules.report.echo import echo

SHORTEST_REASON = 10
SHOWN = 20
PARTS = re.compile(r"(?P<what>.*?)\s+until\s+(?P<day>\S+)(?:\s+because(?:\s+(?P<reason>.*))?)?", re.IGNORECASE)
ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class WaiveArguments:
    """`subject`: "" for the rule's only finding."""

    rule: str
    subject: str
    until: date
    reason: str


def read(arguments: str) -> WaiveArguments:
    parts = PARTS.fullmatch(arguments)
    if parts is None:
        raise UsageError("Say which rule, until which day, and why.")
    rule, _, subject = parts["what"].strip().partition(" ")
    reason = (parts["reason"] or "").strip()
    until = day(parts["day"])
    if sum(map(str.isalnum, reason)) < SHORTEST_REASON or len(set(reason.casefold())) < SHORTEST_REASON // 2:
        raise UsageError(f"Give a reason of at least {SHORTEST_REASON} letters after `because`.")
    return WaiveArguments(rule_name(rule), unquoted(subject), until, reason)


def day(word: str) -> date:
    """Return a date. Raise `UsageError` for one that is not in the calendar, or not in ISO's form."""
    if ISO.fullmatch(word):
        try:
            return date.fromisoformat(word)
        except ValueError:
            raise UsageError(f"{echo(word)} is not in the calendar.") from None
    raise UsageError(f"{echo(word)} is no date. Write it as year-month-day, such as `2027-01-31`.")


COMMAND = Command(
    verb="waive",
    usage="/sp.waive RULE [SUBJECT] until DATE because REASON",
    summary="Waive one finding until a day. It ends earlier if the text changes.",
    default="maintain",
    changes=Changes.RECORD,
    needs=(Need.PULL_REQUEST, Need.PLANS),
    permissions=REPLIES,
    examples=("/sp.waive no-kill-switch Risk 2 until 2027-01-31 because the vendor decides in January",),
    reader=read,
)


def done(  # noqa: PLR0913, PLR0917 - what a waiver says
    rule: str, subject: str, path: str, until: date | None, by: str, reason: str
) -> str:
    last = f" until {until.isoformat()}" if until else ""
    who = f"{echo(rule)} waived for {echo(subject)} in {echo(path)}{last} by {echo(by)}: {echo(reason, 300)}."
    return f"{who} Ends if that text changes."


def not_one(rule: str, meant: Sequence[Finding], open_ones: Sequence[Finding]) -> str:
    """Say why no single finding is meant. `meant`: those that match; `open_ones`: those of them not waived yet."""
    if not meant:
        return f"No finding of {echo(rule)} matches. Nothing was waived."
    if not open_ones:
        return f"{echo(rule)} is waived already."
    places = [f"- {echo(each.subject or each.section)} in {echo(each.path)}" for each in open_ones[:SHOWN]]
    more = [f"- and {len(open_ones) - SHOWN:,} more"] if len(open_ones) > SHOWN else []
    head = f"{plural(len(open_ones), 'finding')} of {echo(rule)} match. Nothing was waived. Name one of them:"
    return "\n".join([head, "", *places, *more])


def never(rule: str) -> str:
    return f"{echo(rule)} cannot be waived. Fix it, or ask who keeps the organisation's configuration."


def by_bot() -> str:
    return "An App cannot waive findings. A person has to."


def by_author() -> str:
    return "The author of a pull request cannot waive its findings. Ask a maintainer."


def past(until: date, today: date) -> str:
    return f"{until.isoformat()} is over: today is {today.isoformat()} (UTC). Nothing was waived."


def too_long(longest: int, last: date) -> str:
    return f"A waiver lasts {plural(longest, 'day')} at most: until {last.isoformat()}. Nothing was waived."
