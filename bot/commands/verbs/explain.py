"""`/sp.explain`: the page of a rule."""

from dataclasses import dataclass

from bot.commands.command import REPLIES, Changes, Command, Need, UsageError
from bot.commands.near import nearest
from bot.commands.words import rule_name
from rules.config import Config
from rules.registry import RULES
from rules.report.echo import echo
from rules.report.links import Links
from rules.report.page import page as rule_page

LONGEST_PAGE = 6_000


@dataclass(frozen=True, slots=True)
class ExplainArguments:
    rule: str


def read(arguments: str) -> ExplainArguments:
    if not arguments or " " in arguments:
        raise UsageError("Say which rule.")
    return ExplainArguments(rule_name(arguments))


COMMAND = Command(
    verb="explain",
    usage="/sp.explain RULE",
    summary="Say why a rule matters, with a bad and a good example, and how to configure it.",
    default="anyone",
    changes=Changes.NOTHING,
    needs=(Need.PULL_REQUEST,),
    permissions=REPLIES,
    examples=("/sp.explain no-kill-switch",),
    reader=read,
)


def page(name: str, config: Config, pages: str) -> str:
    """Return what a rule is about. `pages`: what stands in front of its name in the address of its page, "" for none."""
    rule = next((each for each in RULES if each.name == name), None)
    if rule is not None:
        text = rule_page(rule).removeprefix(f"# {name}\n").strip()
        whole = Links(rules=pages).rule(name, "The whole page")
        if len(text) > LONGEST_PAGE:
            # The parts at the end go first: a text cut in the middle could leave a fence open.
            text = text.partition("\n## ")[0].strip()[:LONGEST_PAGE]
        return f"**{name}**: {text}" + (f"\n\n{whole}" if whole else "")
    own = next((each for each in config.custom if each.name == name), None)
    if own is not None:
        said = f" It says: {echo(own.message, 500)}." if own.message else ""
        return f"{echo(name)} is a rule of this repository's configuration ({own.severity}).{said}"
    return unknown(name, config)


def unknown(name: str, config: Config) -> str:
    """Say that there is no such rule, and which one is meant perhaps."""
    near = nearest(name, [*(each.name for each in RULES), *(each.name for each in config.custom)])
    return f"No rule {echo(name)}." + (f" Did you mean {echo(near)}?" if near else "")
