"""`planwarden rules` and `planwarden explain RULE`: the catalogue, read from the rules themselves."""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from bot.checkout.usage import Usage
from bot.cli.terminal import emit, style_for
from rules.options import BY_NAME, did_you_mean
from rules.registry import RULES
from rules.report.page import page, read_page
from rules.report.text import BOLD, COLOURS, DIM, Style
from rules.rule import Rule, defaults


def run_rules(arguments: argparse.Namespace) -> int:
    if arguments.format == "json":
        emit(json.dumps({"version": 1, "rules": [as_json(rule) for rule in RULES]}, indent=2) + "\n", encoding="utf-8")
        return 0
    emit("".join(f"{line}\n" for line in table(style_for(sys.stdout))))
    return 0


def table(style: Style) -> Iterator[str]:
    longest = max(len(rule.name) for rule in RULES)
    for rule in RULES:
        severity = style(COLOURS.get(rule.severity, BOLD), f"{rule.severity.value:<7}")
        yield f"{style(BOLD, f'{rule.name:<{longest}}')}  {severity}  {rule.section:<12}  {read_page(rule).fault}"
    yield ""
    yield f"{len(RULES)} rules; planwarden explain RULE shows one with a bad and a good example"


def run_explain(arguments: argparse.Namespace) -> int:
    rule = BY_NAME.get(arguments.rule)
    if rule is None:
        hint = did_you_mean(arguments.rule, BY_NAME) or "; planwarden rules lists them"
        raise Usage(f"there is no rule {arguments.rule!r}{hint}")
    emit(styled(page(rule), style_for(sys.stdout)))
    return 0


def as_json(rule: type[Rule]) -> dict[str, Any]:
    return {
        "name": rule.name,
        "severity": rule.severity.value,
        "section": rule.section,
        "since": rule.since,
        "summary": read_page(rule).fault,
        "options": defaults(rule),
    }


def styled(markdown: str, style: Style) -> str:
    """Return a page for a terminal: headings bold, fences left out and what is in them dimmed; without colour as it is."""
    if not style.colour:
        return markdown
    shown, fence = [], ""
    for line in markdown.splitlines():
        mark = line[: len(line) - len(line.lstrip("`"))]
        if len(mark) >= 3 and (not fence or mark == fence):  # noqa: PLR2004 - the shortest fence of CommonMark
            fence = "" if fence else mark
        elif fence:
            shown.append(style(DIM, f"    {line}"))
        elif line.startswith("#"):
            shown.append(style(BOLD, line.lstrip("# ")))
        else:
            shown.append(line)
    return "\n".join(shown) + "\n"
