"""Small words of replies. Pure."""

import re
from collections.abc import Collection

from bot.commands.command import UsageError
from rules.report.echo import echo

RULE_NAME = re.compile(r"[a-z][a-z0-9-]{0,79}")


def plural(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def named(names: Collection[str], most: int) -> str:
    """Return names as data, and how many more there are."""
    shown = ", ".join(map(echo, list(names)[:most]))
    return f"{shown} and {len(names) - most:,} more" if len(names) > most else shown


def rule_name(word: str) -> str:
    """Return the name of a rule, backticks around it taken off. Raise `UsageError` for what cannot be one."""
    name = word.strip("`")
    if not RULE_NAME.fullmatch(name):
        raise UsageError(f"{echo(word)} is no rule's name.")
    return name


def unquoted(text: str) -> str:
    """Return text without the pair of quotes or backticks around it."""
    text = text.strip()
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'`" else text
