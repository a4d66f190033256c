"""`planwarden check`, from files to what a person and a machine read."""

import io
import sys

import pytest

from tests.checkout.working_directory import WorkingDirectory
from tests.cli.conftest import Command
from tests.cli.plans import GOOD, RULES, SWITCH, plan

BOTH = ["deferred-answer", "no-kill-switch"]


def test_a_person_reads_where_what_and_how_to_fix_it(here: WorkingDirectory, planwarden: Command) -> None:
    here.write("specs/001-pay/plan.md", plan())
    answer = planwarden("check", "--select", "no-kill-switch")
    assert answer.code == 1
    assert answer.err == ""
    first, code, marks, fix, question, blank, by_plan, _, last = answer.out.splitlines()
    assert first.startswith('specs/001-pay/plan.md:25:1: error no-kill-switch: "Risk 1: ledger drift"')
    assert code == "   25 | ### Risk 1: ledger drift"
    assert marks == "      | ^^^^^^^^^^^^^^^^^^^^^^^^"
    assert fix.startswith("  fix: Add ")
    assert question == "    - **Kill Switch:** [how to disable if catastrophic]"
    assert (blank, by_plan) == ("", "specs/001-pay/plan.md: architect, status approved: 1 error")
    assert last == "1 plan, 1 error; 2 rules run"


def test_a_clean_run_says_what_was_checked(here: WorkingDirectory, planwarden: Command) -> None:
    here.write("specs/001-pay/plan.md", GOOD)
    answer = planwarden("check", "--select", RULES)
    assert (answer.code, answer.out, answer.err) == (0, "1 plan, no problems; 3 rules run\n", "")


def test_a_machine_reads_one_json_object(here: WorkingDirectory, planwarden: Command) -> None:
    """Names and meanings as documented; consumers rely on every one of them."""
    here.write("specs/001-pay/plan.md", plan())
    answer = planwarden("check", "--select", RULES, "--format", "json")
    assert answer.code == 1
    assert answer.json["version"] == 1
    (found,) = answer.json["plans"]
    assert (found["path"], found["profile"], found["status"]) == ("specs/001-pay/plan.md", "architect", "approved")
    switch = found["findings"][1]
    assert switch["message"]
    assert len(switch["fingerprint"]) >= 16
    expected = {
        "rule": "no-kill-switch",
        "severity": "error",
        "line": 25,
        "end_line": 30,
        "section": "risks",
        "subject": "Risk 1: ledger drift",
        "fixable": False,
        "new": True,
        "waived": None,
    }
    assert switch.items() >= expected.items()
    assert answer.json["totals"] == {
        "plans_found": 1,
        "plans_parsed": 1,
        "rules_run": 3,
        "rules_applicable": answer.json["totals"]["rules_applicable"],
        "errors": 2,
        "warnings": 0,
        "infos": 0,
        "waived": 0,
    }


def test_json_is_utf_8_whatever_the_terminal_speaks(
    here: WorkingDirectory, planwarden: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write("specs/ü/plan.md", plan())
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    planwarden("check", "--select", RULES, "--format", "json")
    assert '"path": "specs/ü/plan.md"'.encode() in raw.getvalue()


def test_a_terminal_that_speaks_only_ascii_gets_escapes(
    here: WorkingDirectory, planwarden: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write("specs/ü/plan.md", plan())
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert planwarden("check", "--select", RULES).code == 1
    assert b"specs/\\xfc/plan.md:" in raw.getvalue()


def test_paths_are_relative_to_the_working_directory(
    here: WorkingDirectory, planwarden: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write("repo/.git/HEAD")
    here.write("repo/specs/a/plan.md", plan())
    (here.top / "repo/docs").mkdir()
    monkeypatch.chdir(here.top / "repo/docs")
    answer = planwarden("check", "../specs", "--select", RULES, "--format", "json")
    assert answer.rules == [("../specs/a/plan.md", rule) for rule in BOTH]


def test_several_repositories_in_one_run(here: WorkingDirectory, planwarden: Command) -> None:
    for name in ("one", "two"):
        here.write(f"{name}/.git/HEAD")
        here.write(f"{name}/specs/a/plan.md", plan())
    here.write("two/.github/planwarden.yml", "rules: {no-kill-switch: off}\n")
    answer = planwarden("check", "--select", RULES, "--format", "json")
    assert answer.rules == [
        *(("one/specs/a/plan.md", rule) for rule in BOTH),
        ("two/specs/a/plan.md", "deferred-answer"),
    ]
    assert answer.json["totals"]["plans_found"] == 2
    assert answer.json["totals"]["rules_run"] == 3


def test_the_default_path_with_nothing_to_check_says_so(here: WorkingDirectory, planwarden: Command) -> None:
    here.write("docs/readme.md")
    answer = planwarden("check")
    assert answer.code == 0
    assert answer.err.startswith("planwarden: no plan below the working directory")
    assert answer.out == "0 plans, no problems; 0 rules run\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["specs/none/plan.md"], "planwarden: there is no file or directory specs/none/plan.md\n"),
        (["docs"], "planwarden: no plan below docs: name the file itself"),
        (["--select", "no-kil-switch"], "--select: there is no rule 'no-kil-switch'; did you mean 'no-kill-switch'?"),
        (["--ignore", "x"], "--ignore: there is no rule 'x'"),
        (["--select", ","], "--select names no rule"),
        (["--\x1b[2J/plan.md"], "unrecognized arguments: --<U+001B>[2J/plan.md"),
        (["--config", "none.yml"], "the configuration none.yml cannot be read: No such file or directory"),
        (["--base-dir", "none"], "--base-dir: there is no directory none"),
        (["--base", "main"], "--base compares with a commit, and specs/a/plan.md is in no git repository"),
        (["--base", "main", "--base-dir", "x"], "not allowed with argument --base"),
        (["--format", "xml"], "argument --format: invalid choice: 'xml'"),
        (["--profile", "mine"], "argument --profile: invalid choice: 'mine'"),
        (["--al"], "unrecognized arguments: --al"),
    ],
)
def test_wrong_usage_is_exit_2_and_says_what_is_wrong(
    here: WorkingDirectory, planwarden: Command, arguments: list[str], says: str
) -> None:
    here.write("docs/readme.md")
    here.write("specs/a/plan.md", plan())
    answer = planwarden("check", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err


def test_a_wrong_configuration_is_exit_2_with_file_line_and_column(here: WorkingDirectory, planwarden: Command) -> None:
    here.write("specs/a/plan.md", plan())
    here.write(".github/planwarden.yml", "mode: on\nrules: {no-kil-switch: error}\n")
    answer = planwarden("check")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines() == [
        '.github/planwarden.yml:1:7: expected one of off, advisory, enforce, not "on"',
        '.github/planwarden.yml:2:9: there is no rule "no-kil-switch"; did you mean "no-kill-switch"?',
    ]


def test_a_configuration_decides_what_is_a_plan_and_how_much_it_weighs(
    here: WorkingDirectory, planwarden: Command
) -> None:
    here.write("plans/pay.md", plan())
    here.write("specs/a/plan.md", plan())
    here.write("house.yml", "plans: [plans/*.md]\nrules: {no-kill-switch: warning}\n")
    answer = planwarden("check", "--config", "house.yml", "--select", "no-kill-switch", "--format", "json")
    assert answer.code == 0
    assert answer.rules == [("plans/pay.md", "no-kill-switch")]
    assert answer.json["totals"]["warnings"] == 1


def test_rules_can_be_left_out_and_an_error_can_be_forgiven(here: WorkingDirectory, planwarden: Command) -> None:
    here.write("specs/a/plan.md", plan())
    only = planwarden("check", "--select", RULES, "--ignore", "deferred-answer", "--format", "json")
    assert only.rules == [("specs/a/plan.md", "no-kill-switch")]
    assert planwarden("check", "--select", RULES, "--exit-zero").code == 0


def test_stdin_is_a_plan(here: WorkingDirectory, planwarden: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    here.write("other/plan.md", GOOD)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(plan().encode())))
    answer = planwarden("check", "-", "other/plan.md", "--select", RULES, "--format", "json")
    assert answer.rules == [("-", rule) for rule in BOTH]
    assert answer.json["totals"]["plans_found"] == 2


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"# Plan\0", b"# Plan \xff", b"version https://git-lfs.github.com/spec/v1\n", b"x" * 2**21]
)
def test_what_cannot_be_read_as_a_plan_is_an_error_not_a_crash(
    here: WorkingDirectory, planwarden: Command, data: bytes
) -> None:
    here.write("specs/a/plan.md", data)
    answer = planwarden("check", "--format", "json")
    assert (answer.code, answer.rules) == (1, [("specs/a/plan.md", "unreadable-plan")])
    assert answer.json["totals"]["plans_parsed"] == 0
    assert "1 plan (1 unreadable), 1 error;" in planwarden("check").out


def test_a_plan_that_is_a_link_is_an_error(here: WorkingDirectory, planwarden: Command) -> None:
    (here.top / "specs/a").mkdir(parents=True)
    (here.top / "specs/a/plan.md").symlink_to("/etc/hostname")
    for path in ("specs/a/plan.md", "specs", "."):
        answer = planwarden("check", path, "--format", "json")
        assert (answer.code, answer.rules) == (1, [("specs/a/plan.md", "unreadable-plan")])
        assert "symbolic link" in answer.json["plans"][0]["findings"][0]["message"]


def test_nothing_in_a_plan_or_its_path_reaches_the_terminal_raw(here: WorkingDirectory, planwarden: Command) -> None:
    title = "\x1b]8;;http://evil\x1b\\ \u202egnp \u2066\u200b\x9b31m"
    here.write("specs/\x1b[2J\n/plan.md", plan().replace("ledger drift", title))
    answer = planwarden("check", "--select", "no-kill-switch")
    assert "<U+001B>]8;;http://evil<U+001B>\\ <U+202E>gnp <U+2066><U+200B><U+009B>31m" in answer.out
    assert "specs/<U+001B>[2J<U+000A>/plan.md:25:1:" in answer.out
    assert not set(answer.out) & set("\x1b\x9b\u202e\u2066\u200b")


def test_only_what_base_lacks_is_listed_and_counts(here: WorkingDirectory, planwarden: Command) -> None:
    here.write("specs/a/plan.md", plan(switch=SWITCH))
    here.write("specs/b/plan.md", plan())
    commit = here.commit()
    here.write("specs/a/plan.md", plan())
    answer = planwarden("check", "--base", commit, "--select", RULES, "--format", "json")
    assert (answer.code, answer.rules) == (1, [("specs/a/plan.md", "no-kill-switch")])
    assert answer.json["totals"]["errors"] == 1
    text = planwarden("check", "--base", commit, "--select", RULES).out.splitlines()
    assert text[-1] == "2 plans, 1 error (1 new); 3 rules run; 3 old findings not shown (see them with --all)"


def test_old_errors_alone_pass(here: WorkingDirectory, planwarden: Command) -> None:
    here.write("specs/a/plan.md", plan())
    here.commit()
    here.write("specs/a/plan.md", "An introduction.\n\n" + plan())
    assert planwarden("check", "--base", "HEAD", "--select", RULES).code == 0


@pytest.mark.parametrize("how", ["--all", "gate"])
def test_old_errors_count_when_that_is_wanted(here: WorkingDirectory, planwarden: Command, how: str) -> None:
    here.write("specs/a/plan.md", plan())
    here.commit()
    arguments = ["check", "--base", "HEAD", "--select", RULES, "--format", "json"]
    if how == "gate":
        here.write(".github/planwarden.yml", "gate: all\n")
    else:
        arguments.append(how)
    answer = planwarden(*arguments)
    assert (answer.code, [rule for _, rule in answer.rules]) == (1, BOTH)
    assert not any(each["new"] for each in answer.json["plans"][0]["findings"])


def test_a_renamed_plan_keeps_its_findings(here: WorkingDirectory, planwarden: Command) -> None:
    here.write("specs/old/plan.md", plan())
    here.commit()
    before = planwarden("check", "--select", RULES, "--format", "json").json["plans"][0]["findings"]
    here.git("mv", "specs/old", "specs/new")
    answer = planwarden("check", "--base", "HEAD", "--select", RULES, "--format", "json", "--all")
    (found,) = answer.json["plans"]
    assert (found["path"], found["base_path"]) == ("specs/new/plan.md", "specs/old/plan.md")
    assert [each["new"] for each in found["findings"]] == [False, False]
    assert [each["fingerprint"] for each in found["findings"]] == [each["fingerprint"] for each in before]


def test_a_base_directory_serves_without_git(here: WorkingDirectory, planwarden: Command) -> None:
    here.write("now/specs/a/plan.md", plan())
    here.write("now/specs/b/plan.md", plan())
    here.write("then/now/specs/a/plan.md", plan(switch=SWITCH))
    answer = planwarden("check", "now", "--base-dir", "then", "--select", RULES, "--format", "json")
    assert answer.rules == [
        ("now/specs/a/plan.md", "no-kill-switch"),
        *(("now/specs/b/plan.md", rule) for rule in BOTH),
    ]


def test_a_base_directory_says_nothing_about_plans_outside_of_the_working_directory(
    here: WorkingDirectory, planwarden: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write("specs/a/plan.md", plan())
    here.write("inner/before/keep")
    monkeypatch.chdir(here.top / "inner")
    answer = planwarden("check", "../specs/a/plan.md", "--base-dir", "before")
    assert (answer.code, answer.out) == (2, "")
    assert "and ../specs/a/plan.md is outside of it" in answer.err


def test_a_base_that_git_does_not_have_is_exit_2(here: WorkingDirectory, planwarden: Command) -> None:
    here.write("specs/a/plan.md", plan())
    here.commit()
    answer = planwarden("check", "--base", "origin/main")
    assert (answer.code, answer.out) == (2, "")
    assert "--base: origin/main is no commit, branch or tag in .: fetch it first" in answer.err
