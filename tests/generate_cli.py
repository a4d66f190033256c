"""The page of the command line, from its parser."""

import argparse
from collections.abc import Iterator

from bot.cli.parser import DESCRIPTION, build_parser

EXIT_CODES = """\
## Exit codes

| code | means |
|--:|---|
| 0 | no errors, or none that base lacks, or `--exit-zero` |
| 1 | errors |
| 2 | wrong usage or configuration; nothing was judged |

An error that was waived does not count. With `--base` or `--base-dir` only findings that base lacks are listed and
counted, unless `--all` or the configuration's `gate: all` asks for the others too.
"""


def cli_page() -> Iterator[tuple[str, str]]:
    """Yield `docs/cli.md`.

    It is made from the parser's own data: the layout of argparse's help differs between versions of Python.
    """
    parser = build_parser()
    commands = subcommands(parser)
    parts = ["# The command line", DESCRIPTION, section("planwarden", parser)]
    for name, command in commands.choices.items():
        inner = {
            f"{name} {verb}": below
            for each in command._actions
            if isinstance(each, argparse._SubParsersAction)
            for verb, below in each.choices.items()
        }
        parts += [section(f"planwarden {title}", found) for title, found in (inner or {name: command}).items()]
    yield "docs/cli.md", "\n\n".join([*parts, EXIT_CODES])


def subcommands(parser: argparse.ArgumentParser) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    return next(each for each in parser._actions if isinstance(each, argparse._SubParsersAction))


def section(title: str, parser: argparse.ArgumentParser) -> str:
    rows = [row(action) for action in parser._actions if not isinstance(action, argparse._SubParsersAction)]
    about = "" if title == "planwarden" else f"{parser.description}\n\n"
    return f"## {title}\n\n{about}| argument | does |\n|---|---|\n" + "\n".join(rows)


def row(action: argparse.Action) -> str:
    value = "|".join(action.choices) if action.choices else action.metavar
    names = [f"{name} {value}" if takes_value(action) else name for name in action.option_strings]
    shown = ", ".join(names) or f"{value}{'...' if action.nargs == '*' else ''}"
    escaped = shown.replace("|", "\\|")
    return f"| `{escaped}` | {(action.help or '').replace('|', chr(92) + '|')} |"


def takes_value(action: argparse.Action) -> bool:
    return action.nargs != 0
