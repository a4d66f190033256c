"""`planwarden adr new` on real files: the same record that `/sp.adr` writes."""

import subprocess
from pathlib import Path

import pytest

from tests.checkout.working_directory import WorkingDirectory
from tests.cli.conftest import Command
from tests.end_to_end.commands.plans import PLAN

PATH = "specs/001-refunds/plan.md"
RECORD = "history/adr/0001-where-the-refund-is-booked.md"


@pytest.fixture
def plan(here: WorkingDirectory) -> Path:
    here.write(".specify/memory/constitution.md", "# Rules\n")
    return here.write(PATH, PLAN)


def test_the_record_is_written_and_linked(here: WorkingDirectory, planwarden: Command, plan: Path) -> None:
    answer = planwarden("adr", "new", "Where the refund is booked")

    assert (answer.code, answer.out) == (0, f"{RECORD}\n")
    assert answer.err == f"planwarden: status Proposed; linked in {PATH}\n"
    assert (here.top / RECORD).read_text().startswith("# ADR-0001: Where the refund is booked\n")
    assert f"Yes ([ADR-0001](../../{RECORD}))" in plan.read_text()


@pytest.mark.usefixtures("plan")
def test_the_check_finds_nothing_wrong_with_it(planwarden: Command) -> None:
    before = planwarden("check", "--format", "json").rules
    planwarden("adr", "new", "Where the refund is booked")

    after = planwarden("check", "--format", "json").rules

    assert (PATH, "adr-yes-without-link") in before
    assert [rule for _, rule in after if "adr" in rule] == []
    assert set(after) < set(before)


@pytest.mark.usefixtures("plan")
def test_the_number_is_the_next(here: WorkingDirectory, planwarden: Command) -> None:
    here.write("history/adr/0007-queue.md", "# ADR-0007: Queue\n")

    assert planwarden("adr", "new", "Booking").out == "history/adr/0008-booking.md\n"


@pytest.mark.usefixtures("plan")
def test_a_name_of_its_own_for_a_decision(here: WorkingDirectory, planwarden: Command) -> None:
    answer = planwarden("adr", "new", "Ledger first", "--decision", "Where the refund is booked")

    assert answer.out == "history/adr/0001-ledger-first.md\n"
    assert "The ledger service." in (here.top / "history/adr/0001-ledger-first.md").read_text()


def test_diff_shows_what_would_be_written_as_git_takes_it(
    here: WorkingDirectory, planwarden: Command, plan: Path
) -> None:
    here.commit()
    answer = planwarden("adr", "new", "Where the refund is booked", "--diff")

    assert plan.read_text() == PLAN
    assert not (here.top / RECORD).exists()
    subprocess.run(["git", "apply", "-"], input=answer.out.encode(), cwd=here.top, check=True)
    assert (here.top / RECORD).exists()
    assert RECORD in plan.read_text()


@pytest.mark.usefixtures("plan")
def test_the_repositorys_own_template_is_used(here: WorkingDirectory, planwarden: Command) -> None:
    here.write(
        "templates/adr-template.md", "# {{ID}} {{TITLE}}\n\n## Decision\n\n{{DECISION}}\n\n## Rollout\n\n{{HOW}}\n"
    )

    answer = planwarden("adr", "new", "Where the refund is booked")

    assert answer.err.endswith("; to complete: Rollout\n")
    assert "## Rollout\n\n{{HOW}}" in (here.top / RECORD).read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), 'say what the record is called; decisions without a record: "Where the refund is booked" (specs/001'),
        (("X", "--decision", "Nothing like it"), "no decision is called 'Nothing like it'"),
        (("X", "--plan", "specs/009/plan.md"), "there is no file or directory specs/009/plan.md"),
        (("X", "--plan", "-"), "--plan names a file"),
    ],
)
def test_what_cannot_be_done_says_why(planwarden: Command, plan: Path, arguments: tuple[str, ...], words: str) -> None:
    answer = planwarden("adr", "new", *arguments)

    assert answer.code == 2
    assert answer.out == ""
    assert f"planwarden: {words}" in answer.err
    assert plan.read_text() == PLAN


def test_a_second_record_of_a_decision_is_refused(planwarden: Command, plan: Path) -> None:
    planwarden("adr", "new", "Where the refund is booked")
    written = plan.read_text()

    answer = planwarden("adr", "new", "Where the refund is booked")

    assert (answer.code, answer.err) == (2, f"planwarden: this decision has its record: {RECORD}\n")
    assert plan.read_text() == written


@pytest.mark.usefixtures("plan")
def test_several_plans_need_a_decision_that_one_of_them_has(here: WorkingDirectory, planwarden: Command) -> None:
    other = PLAN.replace("Where the refund is booked", "How long invoices are kept")
    here.write("specs/002-invoices/plan.md", other)

    assert planwarden("adr", "new", "How long invoices are kept").code == 0
    answer = planwarden("adr", "new", "Something else")
    assert answer.code == 2
    assert "there are 2 plans: name one with --plan" in answer.err


@pytest.mark.usefixtures("here")
def test_without_a_plan(planwarden: Command) -> None:
    answer = planwarden("adr", "new", "X")

    assert (answer.code, answer.err) == (
        2,
        "planwarden: there is no plan below the working directory: name one with --plan\n",
    )


def test_a_plan_that_cannot_be_written_leaves_no_record(
    here: WorkingDirectory, planwarden: Command, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.cli.fixing.os.replace", full)

    answer = planwarden("adr", "new", "Where the refund is booked")

    assert answer.code == 2
    assert "No space left on device" in answer.err
    assert not (here.top / RECORD).exists()
    assert plan.read_text() == PLAN
