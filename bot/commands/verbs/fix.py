"""`/sp.fix`: commit the safe fixes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.commands.command import COMMITS, Changes, Command, Need
from bot.commands.patches import folded
from bot.commands.words import named, plural, rule_name
from rules.report.echo import echo
from rules.report.links import linked

SHOWN = 20


@dataclass(frozen=True, slots=True)
class FixArguments:
    """`rules`: whose fixes are wanted; none for all."""

    rules: tuple[str, ...] = ()


def read(arguments: str) -> FixArguments:
    return FixArguments(tuple(dict.fromkeys(map(rule_name, arguments.replace(",", " ").split()))))


COMMAND = Command(
    verb="fix",
    usage="/sp.fix [RULE...]",
    summary="Commit the safe fixes to this branch, all of them or those of some rules.",
    default="write",
    changes=Changes.BRANCH,
    needs=(Need.PULL_REQUEST, Need.PLANS),
    permissions=COMMITS,
    examples=("/sp.fix", "/sp.fix scaffold-residue"),
    reader=read,
)


def headline(fixes: int, plans: int) -> str:
    return f"Fix {plural(fixes, 'problem')} in {plural(plans, 'plan')}"


def done(counts: Mapping[str, int], plans: int, sha: str, url: str) -> str:
    """Say what was committed. `sha`, `url`: of the commit, GitHub's words."""
    total = sum(counts.values())
    by_rule = ", ".join(f"{echo(rule)} ({count})" for rule, count in sorted(counts.items())[:SHOWN])
    return f"Committed {plural(total, 'fix', 'fixes')} in {plural(plans, 'plan')} as {linked(sha[:7], url)}: {by_rule}."


def nothing(left: Sequence[tuple[str, str]]) -> str:
    """Say that nothing can be fixed safely. `left`: rule and plan of each error that a person has to see to."""
    if not left:
        return "Nothing to fix safely."
    needs = "needs" if len(left) == 1 else "need"
    names = named(dict.fromkeys(rule for rule, _ in left), SHOWN)
    return f"Nothing I can fix safely. {plural(len(left), 'error')} {needs} a person: {names}."


def instead(why: str, patch: str) -> str:
    """Give the fixes as a patch. `why`: a sentence of ours."""
    folded_patch = folded("The fixes as a patch for git apply", patch, "diff", "planwarden check --fix")
    return f"{why}\n\n{folded_patch}"
