"""Words of a plan inside a message: short, on one line, in quotes."""

from collections.abc import Iterable

from rules.secrets import masked

LONGEST = 60
TITLE = 40
"""Characters of a title among others, so that a list of five stays readable."""


def quoted(text: str, longest: int = LONGEST) -> str:
    """Return the text on one line in double quotes, its secrets masked, cut after `longest` characters.

    A double quote in the text becomes a single one: whoever shows the message can tell the plan's words from ours.
    """
    line = masked(" ".join(text.split())).replace('"', "'")
    return f'"{line}"' if len(line) <= longest else f'"{line[: longest - 1].rstrip()}…"'


def listed(names: Iterable[str], most: int = 5) -> str:
    """Return names as a list in words: "a, b and c", "a, b and 4 more"."""
    all_names = list(names)
    shown = all_names if len(all_names) <= most else [*all_names[: most - 1], f"{len(all_names) - most + 1} more"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))
