"""`/sp.adr`: write the record of a decision, or list the decisions that need one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.commands.command import COMMITS, Changes, Command, Need
from bot.commands.patches import folded
from bot.commands.words import named, unquoted
from rules.adr.compose import ListedRecord
from rules.report.echo import echo, plain, span
from rules.report.links import Links, linked

SHOWN = 50
ROOM = 25_000
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class AdrArguments:
    """`title`: "" for a list."""

    title: str = ""


def read(arguments: str) -> AdrArguments:
    return AdrArguments(unquoted(arguments))


COMMAND = Command(
    verb="adr",
    usage="/sp.adr [TITLE]",
    summary="Write the ADR of a decision to this branch; without a title, list the decisions that need one.",
    default="write",
    changes=Changes.BRANCH,
    needs=(Need.PULL_REQUEST, Need.DECISIONS),
    permissions=COMMITS,
    examples=("/sp.adr", "/sp.adr Use PostgreSQL for the ledger"),
    reader=read,
)


def listing(decisions: Sequence[ListedRecord], links: Links) -> str:
    """Return the decisions that need an ADR, each with the command to copy, and those that have one."""
    wanting = [each for each in decisions if not each.record]
    having = [each for each in decisions if each.record]
    needing = bounded([f"- {_place(each, links)}: {_command(each.title)}" for each in wanting])
    recorded = bounded([f"- {echo(each.title)}: {links.plan(each.record)}" for each in having])
    parts = ["Decisions that need an ADR:", *needing] if wanting else ["No decision needs an ADR."]
    if having:
        parts += ["", "Decisions that have one:", *recorded]
    cut = len(decisions) - len(needing) - len(recorded)
    return "\n".join([*parts, *(["", f"{cut:,} more, not shown."] if cut else [])])


def bounded(lines: Sequence[str]) -> list[str]:
    """Return the first lines that a comment has room for, twice."""
    sizes = accumulate(len(line) + 1 for line in lines)
    return [line for line, size in zip(lines[:SHOWN], sizes, strict=False) if size <= ROOM]


def _place(decision: ListedRecord, links: Links) -> str:
    return links.line(decision.path, decision.line, f"line {decision.line}") + f" of {echo(decision.path)}"


def _command(title: str) -> str:
    return span(f"/sp.adr {plain(title, LONGEST_TITLE)}")


def created(path: str, sha: str, urls: tuple[str, str], left: Sequence[str] = (), near: Sequence[str] = ()) -> str:
    """Say what was written. `urls`: of the file and of the commit; `left`: headings to complete; `near`: like titles."""
    said = f"Created {linked(echo(path), urls[0])} in {linked(sha[:7], urls[1])}. Status: Proposed."
    said += f" Next: complete {named(left, SHOWN)}." if left else " Next: review it and set its status."
    return said + (f" No decision has this title; near: {named(near, SHOWN)}." if near else "")


def recorded(path: str, links: Links) -> str:
    return f"This decision has its ADR: {links.plan(path)}. Nothing was written."


def unclear(meant: Sequence[ListedRecord], links: Links) -> str:
    """Say which decisions a title fits just as well."""
    places = [f"- {echo(each.title)}, {_place(each, links)}" for each in meant[:SHOWN]]
    return "\n".join(["Several decisions have this title. Comment on the line of the one that is meant:", "", *places])


def no_plan() -> str:
    return "This pull request changes no plan that can be read, so there is nothing to write an ADR from."


def instead(why: str, text: str, patch: str) -> str:
    """Give the record as a file to copy and as a patch. `why`: a sentence of ours."""
    file = folded("The ADR", text, "markdown", "planwarden adr new") if len(text) + len(patch) < SHOWN * 1_000 else ""
    return "\n\n".join(
        part for part in (why, file, folded("The same as a patch", patch, "diff", "planwarden adr new")) if part
    )


def collision_notice(path: str, number: int, taken_by: int, take: int, base: str) -> str:
    """Say that a number is taken, by another pull request or (0) on the base branch, and which one is free."""
    where = f"by #{taken_by}" if taken_by else f"on {echo(base)} now"
    return f"ADR {number:04d} is taken {where}: take {take:04d} for {echo(path)}."
