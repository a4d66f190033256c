"""Suites of rules in Markdown: each `##` is a case, its plan says on the line concerned what must be found there.

A case holds a fence `plan` (several backticks), optionally before it a fence `toml` with `options` (of the suite's rule),
`profile` (default architect), `path`, `today` (a TOML date), `draft`, `branch`, and the tables `files`, `base_files` (path
to text), `directories` (path to names), `changed` (path to "added", "modified", ...; absent: nothing was compared) and `claimed`
(path to the number of a pull request), and a fence `base`: the plan at base. Optionally after it stands a fence `fixed`:
the plan after the safe fixes of the suite's rule.

Fences before the first case are for the examples of the rule's page, which are judged in the same way: `toml`, where a
table `good` overrules the rest for the good example, and `base`, the plan that both were made from.

Markers are comments: `<!-- finds: RULE "part of the message" -->`, `finds: RULE warning` where the severity counts,
`finds@+1:` for the line below, `finds@3:` for line 3. They are cut out before the plan is read, so they
change nothing that a rule sees, and line numbers stay.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any

from rules.config import Config, RuleSetting
from rules.engine import judge
from rules.finding import Finding, Report
from rules.repository import PlanVersions, Repository

MARKER = re.compile(
    r"[ \t]*<!-- finds(?:@(?P<at>\+?\d+))?: (?P<rule>[a-z-]+)(?: (?P<severity>info|warning|error))?"
    r'(?: "(?P<part>.*?)")? -->'
)
PART = re.compile(
    r"^(?P<fence>`{3,})(?P<kind>toml|base|plan|fixed)\n(?P<text>.*?)^(?P=fence)$|^## (?P<title>[^\n]+)$",
    re.MULTILINE | re.DOTALL,
)
EXAMPLE_DAY = date(2026, 11, 26)
ADR_DIRECTORIES = {
    name: ["0001-a.md"] if name == "history/adr" else []
    for name in (
        "specs/001-export/decisions",
        "specs/001-export/adr",
        *("history/adr", "docs/adr", "docs/adrs", "docs/decisions", ".decisions", "adr"),
    )
}


@dataclass(frozen=True, slots=True)
class Expected:
    rule: str
    line: int
    part: str = ""
    severity: str = ""

    def met_by(self, finding: Finding) -> bool:
        weighs = not self.severity or finding.severity.value == self.severity
        return (finding.rule, finding.span.line) == (self.rule, self.line) and self.part in finding.message and weighs


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `rule` is the suite's, "" for a suite about all of them."""

    rule: str
    title: str
    plan: str
    expected: tuple[Expected, ...]
    fixed: str | None = None
    base: str | None = None
    setting: dict[str, Any] = field(default_factory=dict)

    def judge(self) -> Report:
        config = Config(
            profile=self.setting.get("profile", "architect"),
            rules={self.rule: RuleSetting(options=self.setting.get("options", {}))} if self.rule else {},
        )
        path = self.setting.get("path", "specs/001-export/plan.md")
        repository = Repository(
            directories={name: frozenset(names) for name, names in self.setting.get("directories", {}).items()},
            files={name: text.encode() for name, text in self.setting.get("files", {}).items()},
            base_files={name: text.encode() for name, text in self.setting.get("base_files", {}).items()},
            plan_paths=(path,),
            changed=self.setting.get("changed"),
            draft=self.setting.get("draft", False),
            claimed=self.setting.get("claimed", {}),
            branch=self.setting.get("branch", ""),
        )
        base = None if self.base is None else self.base.encode()
        versions = PlanVersions(path, self.plan.encode(), base)
        return judge([versions], repository, config, today=self.setting.get("today"))

    def found(self) -> list[Finding]:
        """Return the findings that the case is about."""
        return [finding for finding in self.judge().findings if not self.rule or finding.rule == self.rule]


def read_suite(path: Path) -> Iterator[Case]:
    """Yield the cases of a suite; the file's name is the rule's, unless it starts with "all-"."""
    rule = "" if path.stem.startswith("all-") else path.stem
    title, fences = "", {"": ""}
    for part in [*PART.finditer(path.read_text(encoding="utf-8")), None]:
        if part is not None and part["title"] is None:
            fences[part["kind"]] = part["text"]
            continue
        if title:
            plan, expected = cut_markers(fences["plan"])
            setting = tomllib.loads(fences.get("toml", ""))
            yield Case(rule, title, plan, expected, fences.get("fixed"), fences.get("base"), setting)
        title, fences = part["title"] if part is not None else "", {}


def read_page_case(path: Path, example: str, *, good: bool) -> Case:
    """Return the case that an example of the rule's page is, in the surroundings that its suite gives."""
    parts = PART.finditer(path.read_text(encoding="utf-8"))
    fences = {part["kind"]: part["text"] for part in takewhile(lambda part: part["title"] is None, parts)}
    setting: dict[str, Any] = {"today": EXAMPLE_DAY, "directories": ADR_DIRECTORIES}
    setting |= tomllib.loads(fences.get("toml", ""))
    for_good: dict[str, Any] = setting.pop("good", {})
    setting |= for_good if good else {}
    return Case(path.stem, "page", example, (), base=fences.get("base"), setting=setting)


def cut_markers(text: str) -> tuple[str, tuple[Expected, ...]]:
    expected: list[Expected] = []
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        for found in MARKER.finditer(line):
            at = found["at"] or "+0"
            line_found = number + int(at) if at[0] == "+" else int(at)
            expected.append(Expected(found["rule"], line_found, found["part"] or "", found["severity"] or ""))
        lines[number - 1] = MARKER.sub("", line)
    return "\n".join(lines), tuple(expected)


def differences(expected: tuple[Expected, ...], found: list[Finding]) -> list[str]:
    """Compare both ways: what was expected and not found, and what was found and not expected."""
    left = list(found)
    problems: list[str] = []
    for each in expected:
        met = next((finding for finding in left if each.met_by(finding)), None)
        if met is None:
            problems.append(f"line {each.line}: {each.rule} {each.part!r} was not found")
        else:
            left.remove(met)
    return problems + [f"line {each.span.line}: unexpected {each.rule}: {each.message}" for each in left]


def apply(plan: str, findings: list[Finding]) -> str:
    """Return the plan after the safe fixes of these findings."""
    data = plan.encode()
    edits = sorted((edit for each in findings for edit in each.edits), key=lambda edit: edit.span.start, reverse=True)
    for edit in edits:
        data = data[: edit.span.start] + edit.replacement.encode() + data[edit.span.end :]
    return data.decode()
