"""What `check` prints: the report in the format that was asked for. Each format is imported when it is used."""

import argparse
import sys
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from bot.cli.terminal import emit, style_for
from rules.finding import Report


class Shown(NamedTuple):
    """What is printed. `sources`: the plans' bytes by path. `hidden`: how many old findings are left out."""

    report: Report
    sources: Mapping[str, bytes]
    compared: bool
    hidden: int
    statistics: bool


def show(shown: Shown, arguments: argparse.Namespace) -> None:
    """Print the report."""
    formats: Mapping[str, Callable[[Shown], None]] = {
        "text": as_text,
        "json": as_json,
        "sarif": as_sarif,
        "github": as_github,
        "junit": as_junit,
        "markdown": as_markdown,
    }
    formats[arguments.format](shown)


def as_text(shown: Shown) -> None:
    from rules.report import text  # noqa: PLC0415 - start-up time

    style = style_for(sys.stdout)
    if shown.statistics:
        from rules.report.statistics import lines  # noqa: PLC0415 - start-up time

        told = [*lines(shown.report), text.summary(shown.report, compared=shown.compared, hidden=shown.hidden)]
    else:
        told = list(text.lines(shown.report, shown.sources, style=style, compared=shown.compared, hidden=shown.hidden))
    emit("".join(f"{line}\n" for line in told))


def as_json(shown: Shown) -> None:
    from rules.report import json_report  # noqa: PLC0415 - start-up time

    answer = json_report.as_json(shown.report)
    if shown.statistics:
        from rules.report.statistics import counted_rules  # noqa: PLC0415 - start-up time

        answer["statistics"] = [row._asdict() for row in counted_rules(shown.report)]
    dump(answer)


def as_sarif(shown: Shown) -> None:
    from bot import __version__  # noqa: PLC0415 - start-up time
    from rules.report.sarif import as_sarif  # noqa: PLC0415 - start-up time

    dump(as_sarif(shown.report, shown.sources, version=__version__, compared=shown.compared))


def as_github(shown: Shown) -> None:
    from rules.report.github import commands  # noqa: PLC0415 - start-up time
    from rules.report.text import summary  # noqa: PLC0415 - start-up time

    last = summary(shown.report, compared=shown.compared, hidden=shown.hidden)
    emit("".join(f"{line}\n" for line in (*commands(shown.report), last)), encoding="utf-8")


def as_junit(shown: Shown) -> None:
    from rules.report.junit import as_junit  # noqa: PLC0415 - start-up time

    emit(as_junit(shown.report), encoding="utf-8")


def as_markdown(shown: Shown) -> None:
    from rules.report.markdown import as_markdown  # noqa: PLC0415 - start-up time

    emit(as_markdown(shown.report, compared=shown.compared, hidden=shown.hidden), encoding="utf-8")


def dump(answer: Any) -> None:
    import json  # noqa: PLC0415 - start-up time: most runs print text

    emit(json.dumps(answer, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
