"""The front door: what a report says, whatever a rule or a plan does."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.config import Config, RuleSetting
from rules.engine import judge
from rules.finding import Finding, Problem, Report, Severity
from rules.options import BadRuleSetting
from rules.registry import RULES
from rules.report.selection import only_new
from rules.repository import PlanVersions, Repository, Unreadable
from rules.rule import Context, Rule

PATH = "specs/001-export/plan.md"
PLANS = Path(__file__).parent / "plans"
COMPLETE = (PLANS / "complete.md").read_text(encoding="utf-8")
TEMPLATE = (PLANS / "template.md").read_text(encoding="utf-8")
EMPTY = Repository(plan_paths=(PATH,))
SWITCH = "- Kill Switch: on-call sets `invoice_export_enabled` to off; running exports stop within 60 s\n"
STEPS = (
    "- **Rollback Steps:** 1. `kubectl rollout undo deployment/export-worker`; 2. verify that `/healthz` answers 200"
)


ABOUT_EDITING = frozenset({
    "last-updated-not-bumped", "approved-plan-changed-without-review", "status-regression", "section-removed",
    "risk-removed-or-downgraded",
})  # fmt: skip
"""What editing a plan asks for besides; the edits of these tests are about something else."""


def judged(head: str, base: str | None = None, config: Config | None = None, base_path: str | None = None) -> Report:
    plan = PlanVersions(PATH, head.encode(), None if base is None else base.encode(), base_path)
    return judge([plan], EMPTY, config or Config(), ignore=ABOUT_EDITING if base else frozenset())


def without(text: str, *lines: str) -> str:
    for line in lines:
        assert line in text
        text = text.replace(line, "")
    return text


def told(report: Report) -> list[tuple[str, Severity, bool]]:
    return [(finding.rule, finding.severity, finding.new) for finding in report.findings]


BROKEN = without(COMPLETE, SWITCH)


def test_a_complete_plan_has_no_findings_and_proves_that_it_was_judged() -> None:
    report = judged(COMPLETE)

    assert report.findings == ()
    assert (report.totals.plans_found, report.totals.plans_parsed) == (1, 1)
    assert report.totals.rules_run == len(RULES)
    assert 14 <= report.totals.rules_applicable <= len(RULES)
    assert report.plans[0].rules_applicable == report.totals.rules_applicable
    assert (report.plans[0].profile, report.plans[0].status) == ("architect", "approved")


def test_a_finding_says_what_where_and_how() -> None:
    [finding] = judged(BROKEN).findings

    assert finding.rule == "no-kill-switch"
    assert finding.severity is Severity.ERROR
    assert BROKEN.splitlines()[finding.span.line - 1] == "**Risk 2: Exports starve the ledger of connections**"
    assert finding.section == "risks"
    assert finding.subject == "Risk 2: Exports starve the ledger of connections"
    assert finding.message == '"Risk 2: Exports starve the ledger of connections" of impact "High" has no kill switch'
    assert "`invoice_export_enabled`" in finding.fix


def test_the_same_input_gives_the_same_report() -> None:
    assert judged(BROKEN, COMPLETE) == judged(BROKEN, COMPLETE)


def test_only_what_base_does_not_have_is_new() -> None:
    head = BROKEN.replace(STEPS, "- **Rollback Steps:** TBD")

    assert told(judged(head, BROKEN)) == [
        ("rollback-steps-missing", Severity.ERROR, True),
        ("no-kill-switch", Severity.ERROR, False),
    ]
    assert [each.rule for each in only_new(judged(head, BROKEN)).findings] == ["rollback-steps-missing"]
    assert only_new(judged(head, BROKEN)).totals.errors == 1
    assert judged(head).totals.errors == 2


def test_what_was_fixed_is_named_by_its_fingerprint() -> None:
    [before] = judged(BROKEN).findings

    assert judged(COMPLETE, BROKEN).plans[0].fixed == (before.fingerprint,)
    assert judged(BROKEN, BROKEN).plans[0].fixed == ()


def test_a_member_of_a_monorepo_has_the_fingerprints_of_the_whole() -> None:
    whole = judge([PlanVersions("apps/web/specs/a/plan.md", BROKEN.encode())], EMPTY, Config())
    alone = PlanVersions("specs/a/plan.md", BROKEN.encode(), identity_path="apps/web/specs/a/plan.md")
    member = judge([alone], EMPTY, Config())
    assert [each.fingerprint for each in member.findings] == [each.fingerprint for each in whole.findings]
    assert {each.path for each in member.findings} == {"specs/a/plan.md"}


def test_a_rename_keeps_findings_and_fingerprints() -> None:
    old = judge([PlanVersions("specs/old/plan.md", BROKEN.encode())], EMPTY, Config())
    [finding] = judged(BROKEN, BROKEN, base_path="specs/old/plan.md").findings

    assert not finding.new
    assert finding.fingerprint == old.findings[0].fingerprint


def test_approving_a_plan_answers_for_what_it_lacks() -> None:
    """As a draft it only warned; the pull request that approves it makes errors of the same findings, and they count."""
    draft = BROKEN.replace("**Status:** approved", "**Status:** draft")

    assert told(judged(draft, draft)) == [("no-kill-switch", Severity.WARNING, False)]
    assert told(judged(BROKEN, draft)) == [("no-kill-switch", Severity.ERROR, True)]
    assert told(judged(draft, BROKEN)) == [("no-kill-switch", Severity.WARNING, False)]


def test_a_configured_severity_does_not_become_new_by_approval() -> None:
    config = Config(rules={"no-kill-switch": RuleSetting(Severity.ERROR)})
    draft = BROKEN.replace("**Status:** approved", "**Status:** draft")

    assert told(judged(BROKEN, draft, config)) == [("no-kill-switch", Severity.ERROR, False)]


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is blank"),
        (b"# Plan\0", "NUL"),
        (b"# Plan \xff", "not UTF-8"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "Git LFS pointer"),
        (b"# " + b"x" * 1024 * 1024, "larger than 1 MiB"),
        (Unreadable("is a symbolic link"), "The plan is a symbolic link"),
    ],
)
def test_what_cannot_be_read_is_one_error_at_line_1(head: bytes | Unreadable, words: str) -> None:
    report = judge(
        [PlanVersions(PATH, head, COMPLETE.encode())],
        EMPTY,
        Config(profile="speckit"),
        ignore=frozenset({"unreadable-plan"}),
    )
    [finding] = report.findings

    assert (finding.rule, finding.severity, finding.new) == ("unreadable-plan", Severity.ERROR, True)
    assert (finding.span.line, words in finding.message) == (1, True)
    assert not report.plans[0].parsed
    assert report.totals.plans_parsed == 0


def test_what_a_rule_finds_beyond_what_anybody_reads_is_told_as_one_error() -> None:
    found = judged("# Plan\n\n" + "## Risks\n" * 2_000).plans[0].findings
    names = [each.rule for each in found]

    assert max(names.count(name) for name in names) <= 1_000
    assert "unreadable-plan" in names


def test_an_unreadable_base_makes_every_finding_new() -> None:
    plan = PlanVersions(PATH, BROKEN.encode(), b"\0")

    assert [finding.new for finding in judge([plan], EMPTY, Config()).findings] == [True]


def test_rules_can_be_selected_and_ignored_but_never_all() -> None:
    plans = [PlanVersions(PATH, without(BROKEN, STEPS).encode())]
    selected = judge(plans, EMPTY, Config(), select=frozenset({"no-kill-switch"}))
    ignored = judge(plans, EMPTY, Config(), ignore=frozenset(rule.name for rule in RULES))

    assert {finding.rule for finding in selected.findings} == {"no-kill-switch"}
    assert selected.totals.rules_run == 2
    assert ignored.totals.rules_run == 1
    assert judge([], EMPTY, Config()).totals.rules_run == 0


def test_a_rule_that_is_off_does_not_run() -> None:
    report = judged(BROKEN, config=Config(rules={"no-kill-switch": RuleSetting(Severity.OFF)}))

    assert report.findings == ()
    assert report.totals.rules_run == len(RULES) - 1


def test_a_configuration_that_names_no_rule_is_refused() -> None:
    with pytest.raises(BadRuleSetting, match="there is no rule 'no-kill'"):
        judged(COMPLETE, config=Config(rules={"no-kill": RuleSetting()}))


@dataclass(frozen=True, slots=True)
class Breaks:
    """Raise on every plan that has the word; stands in for a rule with a fault."""

    name: ClassVar[str] = "breaks"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "answers"

    def applies(self, context: Context) -> bool:
        return "starve" in context.plan.words

    def check(self, context: Context) -> Iterator[Problem]:
        raise ZeroDivisionError(context.plan.path + " secret")


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> type[Rule]:
    monkeypatch.setattr("rules.options.RULES", (*RULES, Breaks))
    return Breaks


@pytest.mark.usefixtures("breaking")
def test_a_rule_that_raises_is_a_finding_and_the_others_still_speak() -> None:
    report = judged(BROKEN, BROKEN)
    internal, kill_switch = report.findings

    assert (internal.rule, internal.severity, internal.new) == ("internal-error", Severity.ERROR, True)
    assert "breaks" in internal.message
    assert "ZeroDivisionError" in internal.message
    assert "secret" not in internal.message + internal.fix
    assert kill_switch.rule == "no-kill-switch"
    assert report.crashed_rules == ("breaks",)
    assert report.totals.errors == 2


def test_a_reader_that_raises_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("rules.version.read", fail)
    report = judged(COMPLETE)

    assert [finding.rule for finding in report.findings] == ["internal-error"]
    assert report.crashed_rules == ("plan-reader",)
    assert report.totals.plans_parsed == 0


def test_the_template_of_base_is_the_yardstick() -> None:
    line = "- **Rollback Steps:** See {{WIKI}} for how it is done here"
    head = COMPLETE.replace(STEPS + " and the next export finishes", line)
    files = {".specify/templates/plan-template.md": f"# Plan\n\n## Deployment\n\n{line}\n".encode()}
    plan = PlanVersions(PATH, head.encode())
    report = judge([plan], Repository(base_files=files), Config())

    assert [finding.rule for finding in report.findings] == ["rollback-steps-missing"]


def test_an_untouched_template_is_told_once() -> None:
    assert [(finding.rule, finding.severity) for finding in judged(TEMPLATE).findings] == [
        ("pristine-template", Severity.ERROR)
    ]


def marks(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return sorted((finding.rule, finding.fingerprint) for finding in findings)


MANY = without(
    COMPLETE,
    SWITCH,
    STEPS,
    "- Impact: Medium\n",
    "- **Forward Migration:** revision `4f1c2ab` adds the table `invoice_exports` (empty) before the workers are deployed\n",
).replace("< 300 ms for `GET /exports` at 20 requests/s", "TBD")


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.sampled_from(["A new paragraph, in passing.", "Ein Absatz: größer."])),
        max_size=5,
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(0, 7),
)
@settings(max_examples=15, deadline=None)
def test_what_moves_around_them_leaves_fingerprints_as_they_are(
    inserted: list[tuple[int, str]], ending: str, number: int
) -> None:
    """Paragraphs before headings, other line endings, renumbered risks: the same findings, and none is new."""
    lines = MANY.split("\n")
    for at, paragraph in sorted(inserted, reverse=True):
        heading = next((index for index in range(at, len(lines)) if lines[index].startswith("## ")), None)
        if heading is not None:
            lines[heading:heading] = [paragraph, ""]
    for risk in (3, 2, 1):
        lines = [line.replace(f"**Risk {risk}:", f"**Risk {risk + number}:") for line in lines]
    moved = ending.join(lines)
    report = judged(moved, MANY)

    assert marks(report.findings) == marks(judged(MANY).findings)
    assert not any(finding.new for finding in report.findings)
    assert report.plans[0].fixed == ()


def test_findings_stand_in_document_order() -> None:
    starts = [finding.span.start for finding in judged(MANY).findings]

    assert starts == sorted(starts)
    assert len(starts) >= 4


def test_plans_are_reported_in_the_order_given() -> None:
    plans = [PlanVersions(f"specs/{name}/plan.md", text.encode()) for name, text in (("b", BROKEN), ("a", COMPLETE))]
    report = judge(plans, Repository(plan_paths=tuple(plan.path for plan in plans)), Config())

    assert [plan.path for plan in report.plans] == ["specs/b/plan.md", "specs/a/plan.md"]
    assert [len(plan.findings) for plan in report.plans] == [1, 0]
    assert report.totals._replace(rules_applicable=0) == report.totals._replace(
        plans_found=2, plans_parsed=2, errors=1, rules_applicable=0
    )


def calls(head: str, base: str) -> int:
    """Return how many calls judging takes."""
    count = 0

    def counting(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    judged(head, base)
    sys.setprofile(counting)
    try:
        judged(head, base)
    finally:
        sys.setprofile(None)
    return count


def test_twice_the_risks_take_twice_the_work() -> None:
    def plan(risks: int, title: str) -> str:
        return COMPLETE.replace(
            "### Top Risks\n",
            "### Top Risks\n\n" + "\n".join(f"**Risk {n}: {title} {n}**\n- Impact: High\n" for n in range(risks)),
        )

    small, large = (calls(plan(n, "drift"), plan(n, "outage")) for n in (40, 80))

    assert large < 2.2 * small


@given(st.binary(max_size=200))
def test_any_bytes_give_a_verdict(data: bytes) -> None:
    report = judge([PlanVersions(PATH, data, data[::-1])], EMPTY, Config())

    assert "internal-error" not in {finding.rule for finding in report.findings}
    assert report.plans[0].parsed or [finding.rule for finding in report.findings] == ["unreadable-plan"]


@given(st.lists(st.sampled_from(MANY.split("\n") + TEMPLATE.split("\n")), max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_order_of_real_lines_gives_a_verdict(lines: list[str]) -> None:
    text = "\n".join(lines)
    report = judged(text, "\n".join(reversed(lines)))

    assert report.crashed_rules == ()
    assert all(1 <= finding.span.line <= finding.span.end_line <= len(lines) + 1 for finding in report.findings)
    assert len({finding.fingerprint for finding in report.findings}) == len(report.findings)
