"""Many plans: shared among processes, and what is known is not judged again. The answer is always the same."""

import os
import signal
from pathlib import Path

import pytest

from bot.checkout.cache import Cache, tidy
from bot.cli import judging
from bot.cli.judging import Judging, Terms
from bot.watchdog import Watchdog
from rules.config import Config
from rules.packed import pack, unpack
from rules.repository import PlanVersions, Repository
from rules.totals import Verdict
from tests.checkout.working_directory import WorkingDirectory
from tests.cli.conftest import Command
from tests.cli.plans import RULES, SWITCH, plan

COUNT = 40


def terms(cache: Path | None = None, jobs: int = 1) -> Terms:
    return Terms(frozenset(), frozenset(), None, (), str(cache) if cache else None, jobs, Watchdog())


def versions(count: int = COUNT) -> list[PlanVersions]:
    texts = (plan(title=f"Payments {number}", switch=SWITCH if number % 2 else "") for number in range(count))
    return [PlanVersions(f"specs/{number:03}/plan.md", text.encode()) for number, text in enumerate(texts)]


def judged(of: Terms) -> list[Verdict]:
    return Judging(of, Repository(), Config()).all(versions(), lambda: None)


class Counting(Judging):
    """Counts what is really judged in this process."""

    def one(self, versions: PlanVersions) -> Verdict:
        self.count = getattr(self, "count", 0) + 1
        return super().one(versions)


def test_several_processes_say_what_one_says() -> None:
    assert judged(terms(jobs=3)) == judged(terms(jobs=1))


def test_every_plan_is_counted_once() -> None:
    steps: list[None] = []
    Judging(terms(jobs=2), Repository(), Config()).all(versions(), lambda: steps.append(None))

    assert len(steps) == COUNT


def test_a_process_that_dies_takes_nothing_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    parent, one = os.getpid(), Judging.one

    def dying(self: Judging, versions: PlanVersions) -> Verdict:
        if os.getpid() != parent and versions.path.endswith("007/plan.md"):
            os.kill(os.getpid(), signal.SIGKILL)
        return one(self, versions)

    expected = judged(terms())
    monkeypatch.setattr(Judging, "one", dying)

    assert judged(terms(jobs=2)) == expected


def test_few_plans_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise AssertionError

    monkeypatch.setattr(os, "fork", refuse)
    few = versions(judging.WORTHWHILE - 1)

    assert len(Judging(terms(jobs=8), Repository(), Config()).all(few, lambda: None)) == len(few)


def test_what_is_known_is_not_judged_again(tmp_path: Path) -> None:
    first, second = (Counting(terms(tmp_path), Repository(), Config()) for _ in range(2))
    expected = first.all(versions(), lambda: None)

    assert second.all(versions(), lambda: None) == expected
    assert (first.count, getattr(second, "count", 0)) == (COUNT, 0)


@pytest.mark.parametrize(
    ("repository", "config", "path"),
    [
        (Repository(files={"specs/000/research.md": b"x"}), Config(), "specs/000/plan.md"),
        (Repository(directories={"": frozenset({"docs"})}), Config(), "specs/000/plan.md"),
        (Repository(changed={}), Config(), "specs/000/plan.md"),
        (Repository(), Config(profile="speckit"), "specs/000/plan.md"),
        (Repository(), Config(), "specs/other/plan.md"),
    ],
)
def test_whatever_a_verdict_depends_on_is_part_of_the_key(
    tmp_path: Path, repository: Repository, config: Config, path: str
) -> None:
    (one,) = versions(1)
    Judging(terms(tmp_path), Repository(), Config()).all([one], lambda: None)

    assert Cache(str(tmp_path), Repository(), Config(), ("[]", "[]", "None")).known(one) is not None
    assert Cache(str(tmp_path), repository, config, ("[]", "[]", "None")).known(one._replace(path=path)) is None


def test_a_damaged_cache_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    expected = judged(terms(tmp_path))
    for number, file in enumerate(each for each in tmp_path.glob("*/*") if each.is_file()):
        file.write_bytes([b"", b"\x00", b"(" * 100, file.read_bytes()[:-3], b"i\x01\x00\x00\x00"][number % 5])

    assert judged(terms(tmp_path)) == expected


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert judged(terms(tmp_path / "file" / "below")) == judged(terms())


def test_a_verdict_survives_as_bytes() -> None:
    for verdict in judged(terms()):
        assert unpack(pack(verdict)) == verdict


def test_what_nobody_asked_for_in_a_month_is_removed(tmp_path: Path) -> None:
    judged(terms(tmp_path))
    old, *rest = sorted(tmp_path.glob("??/*"))
    os.utime(old, (0, 0))
    tidy(str(tmp_path))

    assert sorted(tmp_path.glob("??/*")) == rest
    os.utime(rest[0], (0, 0))
    tidy(str(tmp_path))  # looked at once a day

    assert sorted(tmp_path.glob("??/*")) == rest


def test_the_command_uses_the_cache_unless_told_not_to(
    here: WorkingDirectory,
    planwarden: Command,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    here.write("specs/001-pay/plan.md", plan())
    without = planwarden("check", "--select", RULES, "--no-cache")

    assert not (home / "cache").exists()
    first, second = (planwarden("check", "--select", RULES) for _ in range(2))
    assert first == second == without
    assert len(list((home / "cache/planwarden/verdicts").glob("??/*"))) == 1


def test_many_plans_on_the_command_line(here: WorkingDirectory, planwarden: Command) -> None:
    for number in range(20):
        here.write(f"specs/{number:03}-pay/plan.md", plan())
    one, two = (planwarden("check", "--select", RULES, "--no-cache", "--jobs", jobs) for jobs in "12")

    assert one == two
    assert one.out.endswith("20 plans, 40 errors; 3 rules run\n")
    assert planwarden("check", "--jobs", "0").code == 2
