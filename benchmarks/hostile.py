"""Texts that were written to keep the engine busy: what each of them costs, to be run as `python -m benchmarks.hostile`.

Every text is as large as a plan may be, 1 MB, 32,000 lines or 60,000 table cells, and repeats what some parser, pattern or
rule finds hard.
"""

import time
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from rules.config import Config
from rules.engine import judge
from rules.plan.markdown import parse
from rules.plan.source import Source
from rules.plan.unreadable import MOST_BARS, MOST_LINES
from rules.repository import PlanVersions, Repository

SIZE: Final = 1_000_000
PATH: Final = "specs/001-hostile/plan.md"
REPEATED: Final[Mapping[str, str]] = {
    "pipes": "|",
    "table rows": "| a | b |\n",
    "nested lists on one line": "- ",
    "list items": "- a\n",
    "labelled items": "- **Owner**: a\n",
    "nested quotes": ">",
    "quoted lines": "> > > > a\n",
    "quotes and lists": "> - ",
    "brackets": "[",
    "bracket pairs": "[a]",
    "links": "[a](b) ",
    "link openings": "[a](",
    "images": "![",
    "references": "[a]: b\n",
    "stars": "*",
    "emphasis": "*a_ ",
    "strong": "**a** ",
    "strong labels": "**a**: b ",
    "strikethrough": "~~a ",
    "backticks": "`",
    "code spans": "`a` ",
    "paths": "`a/b.md` ",
    "headings": "# a\n",
    "underlined headings": "a\n-\n",
    "entities": "&amp;",
    "escapes": "\\*",
    "tags": "<a>",
    "comments": "<!--",
    "digits": "1",
    "blanks": " ",
    "letters": "a",
    "colons": ": ",
    "percentages": "99.9% ",
    "passwords": "password: aB3$kd93kdK ",
    "records": "ADR-001 ",
    "placeholders": "[NEEDS CLARIFICATION: a]\n\n",
    "deferrals": "- Owner: TBD\n",
    "roll back": "roll back ",
    "fences": "```\n",
    "zero width": "a\u200b",
    "look-alikes": "\u0430a ",
}
BELOW: Final[Mapping[str, tuple[str, str]]] = {
    "risks in a table": (
        "## Risks\n\n| Risk | Impact | Mitigation |\n|-|-|-|\n",
        "| Loss | High | Backup |\n",
    ),
    "risks without bars": ("## Risks\n\nRisk | Mitigation\n-|-\n", "a|b\n"),
    "risks in a list": ("## Risks\n\n", "- **R1**: loss. Mitigation: backup\n"),
    "alerts in a table": ("## Alerting\n\n| Alert | Threshold | Owner | Runbook |\n|-|-|-|-|\n", "|a|b|c|d|\n"),
    "decisions in a table": ("## Key Decisions\n\n| Decision | Options | Rationale |\n|-|-|-|\n", "|a|b, d|c|\n"),
    "risks below headings": ("## Risks\n\n", "### Risk 1: a\n\n- Impact: High\n\n"),
    "decisions": ("## Key Decisions\n\n", "### Decision: a\n\n- Options: b\n- Rationale: c\n"),
    "principles": ("## Constitution Check\n\n", "- [x] I. a: PASS\n"),
    "boxes": ("## Definition of Done\n\n", "- [ ] a\n"),
    "steps back": ("## Deployment\n\n", "- roll back\n"),
}


def texts(size: int) -> Iterator[tuple[str, bytes]]:
    """Yield the texts of about so many bytes, with their names."""
    shapes = {**{name: ("", part) for name, part in REPEATED.items()}, **BELOW}
    for name, (head, part) in shapes.items():
        copies = size // len(part.encode())
        if (lines := part.count("\n")) > 0:
            copies = min(copies, (MOST_LINES - head.count("\n")) // lines)
        if (bars := part.count("|")) > 0 and name != "pipes":
            copies = min(copies, (MOST_BARS - head.count("|")) // bars)
        yield name, (head + part * copies).encode()
    yield "runs of backticks", " ".join("`" * length for length in range(int((2 * size) ** 0.5))).encode()
    yield "nested lists", "".join(f"{'  ' * depth}- a\n" for depth in range(int(size**0.5))).encode()
    yield "a row of cells", b"|a" * (size // 6) + b"|\n" + b"|-" * (size // 6) + b"|\n" + b"|b" * (size // 6) + b"|\n"


def main() -> None:
    print(f"{'text':26}{'MB':>6}{'parse, s':>10}{'all, s':>10}{'findings':>10}")
    for name, data in texts(SIZE):
        started = time.process_time()
        parse(Source(PATH, data))
        parsed = time.process_time() - started
        started = time.process_time()
        versions = (PlanVersions(PATH, data, None),)
        report = judge(versions, Repository(), Config(), today=date(2026, 11, 26))
        judged = time.process_time() - started
        found = len(report.plans[0].findings)
        print(f"{name:26}{len(data) / SIZE:6.2f}{parsed:10.2f}{judged:10.2f}{found:10,}", flush=True)


if __name__ == "__main__":
    main()
