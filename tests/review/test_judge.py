"""Judging in processes of their own: the same report, nothing to steal, and an answer whatever happens to them."""

import asyncio
import os
import pickle
import re
import signal
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.review import frames
from bot.review.judge import Judge, Unjudged, Worker
from bot.review.tasks import (
    AdrTask,
    FixedPlan,
    Fixes,
    FixTask,
    JudgeTask,
    Records,
    RecordsTask,
    Register,
    RisksTask,
)
from rules import engine
from rules.adr.compose import AdrRequest, Composed
from rules.config import Config, RuleSetting
from rules.finding import Report
from rules.repository import PlanVersions, Repository, Unreadable
from rules.waivers import Waiver
from tests.end_to_end.commands.plans import FIXABLE
from tests.end_to_end.plans import FAULTY, FIXED, PATH

PLANS = (
    PlanVersions(PATH, FAULTY.encode(), base=FIXED.encode(), base_path="specs/000/plan.md"),
    PlanVersions("specs/002/plan.md", Unreadable("is a symbolic link")),
)
REPOSITORY = Repository(directories={"specs": frozenset({"001-refunds"})}, plan_paths=(PATH,))
NOTHING = JudgeTask((), Repository(), Config())
PROC = Path("/proc")


async def report_of(judge: Judge, config: Config | None = None, today: date | None = None) -> Report:
    return await judge.do(JudgeTask(PLANS, REPOSITORY, config or Config(), today), Report)


@pytest.fixture
async def judge() -> AsyncIterator[Judge]:
    judging = Judge(workers=1, deadline=20.0)
    yield judging
    await judging.close()


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    started = await Worker.start()
    await started.perform(frames.request(NOTHING))
    yield started
    await started.stop()


async def test_the_report_is_the_engines(judge: Judge) -> None:
    expected = engine.judge(PLANS, REPOSITORY, Config())
    assert expected.findings
    assert await report_of(judge) == expected
    assert await judge.do(NOTHING, Report) == engine.judge((), Repository(), Config())


async def test_dates_are_judged_by_the_day_that_the_bot_gives(judge: Judge) -> None:
    day = date(2026, 3, 1)
    assert (await report_of(judge, today=day)).today == day


async def test_what_the_engine_refuses_is_no_verdict(judge: Judge) -> None:
    """Only the kind of the error is told: its text may quote a plan."""
    wrong = Config(rules={"no-such-rule": RuleSetting()})
    with pytest.raises(Unjudged, match=r"^an internal error \(\w+\)$"):
        await report_of(judge, wrong)
    assert (await report_of(judge)).plans


async def test_a_process_that_was_killed_is_replaced(judge: Judge) -> None:
    await judge.warm()
    worker = judge._idle.get_nowait()
    assert worker is not None
    os.kill(worker.pid, signal.SIGKILL)
    judge._idle.put_nowait(worker)
    assert (await report_of(judge)).plans


async def test_a_process_that_hangs_is_killed_at_the_deadline() -> None:
    judge = Judge(workers=1, deadline=1.5)
    await judge.warm()
    worker = judge._idle.get_nowait()
    assert worker is not None
    os.kill(worker.pid, signal.SIGSTOP)
    judge._idle.put_nowait(worker)
    with pytest.raises(Unjudged, match=r"^reading the plans took more than 1\.5 seconds$"):
        await report_of(judge)
    with pytest.raises(ProcessLookupError):
        os.kill(worker.pid, 0)
    judge._deadline = 20.0
    assert (await report_of(judge)).plans
    await judge.close()


async def test_two_pull_requests_wait_for_one_process(judge: Judge) -> None:
    reports = await asyncio.gather(*(report_of(judge) for _ in range(3)))
    assert [len(report.plans) for report in reports] == [2, 2, 2]


@pytest.mark.skipif(not PROC.is_dir(), reason="only Linux tells what a process may do")
async def test_a_process_has_nothing_to_steal_and_little_to_do(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = PROC / str(worker.pid)
    assert b"PLANWARDEN" not in (home / "environ").read_bytes()
    monkeypatch.setenv("PLANWARDEN_PRIVATE_KEY", "canary")
    secret = os.open(tmp_path / "secret", os.O_RDWR | os.O_CREAT)
    os.set_inheritable(secret, True)  # noqa: FBT003 - the name says it
    second = await Worker.start()
    try:
        await second.perform(frames.request(NOTHING))
        home = PROC / str(second.pid)
        names = {entry.partition(b"=")[0] for entry in (home / "environ").read_bytes().split(b"\0") if entry}
        assert names <= {b"LANG", b"LC_ALL", b"TZ"}
        assert not [link for link in (home / "fd").iterdir() if "secret" in str(link.readlink())]
        limits = (home / "limits").read_text()
    finally:
        await second.stop()
        os.close(secret)
    shown = {name: re.search(rf"^{name}\s+(\S+)\s+(\S+)", limits, re.MULTILINE) for name in (
        "Max address space", "Max processes", "Max file size", "Max core file size", "Max cpu time",
    )}  # fmt: skip
    values = {name: found.groups() for name, found in shown.items() if found}
    assert values["Max address space"] == (str(2 * 1024**3),) * 2
    assert values["Max processes"] == values["Max file size"] == values["Max core file size"] == ("0", "0")
    assert int(values["Max cpu time"][0]) <= 65


@pytest.mark.parametrize(
    "forged",
    [
        b"",
        b"\xc1",
        msgspec.msgpack.encode("text"),
        msgspec.msgpack.encode({"result": "text"}),
        pickle.dumps(print),
        frames.pack(frames.result(engine.judge((), Repository(), Config())))[:-5],
    ],
)
def test_an_answer_is_an_answer_and_nothing_else(forged: bytes) -> None:
    with pytest.raises(EOFError):
        frames.answer(forged)


@pytest.mark.parametrize(
    "value", [None, "text", {"plans": [{"path": 1}]}, [1, 2], Fixes((FixedPlan(PATH, b"", (), ""),)), {"risks": []}]
)
def test_an_answer_builds_what_was_asked_for_and_nothing_else(value: Any) -> None:
    answer = frames.answer(frames.pack(frames.result(value)))
    with pytest.raises(EOFError):
        frames.value_of(answer, Report)


def test_an_answer_has_a_bounded_length() -> None:
    assert frames.length(frames.framed(b"abc")[: frames.HEADER]) == 3
    with pytest.raises(EOFError):
        frames.length(b"\xff" * frames.HEADER)


def test_everything_that_a_report_holds_comes_back_as_it_was() -> None:
    """Whatever the version of Python: how an enumeration is pickled changes between patch releases, and stopped every check."""
    report = engine.judge(
        [PlanVersions(PATH, FAULTY.encode()), PlanVersions("specs/2/plan.md", b"\0")], Repository(), Config()
    )

    assert {finding.severity for finding in report.findings}
    assert frames.value_of(frames.answer(frames.pack(frames.result(report))), Report) == report


def test_everything_that_a_request_holds_comes_back_as_it_was() -> None:
    plans = (PlanVersions(PATH, b"\xff\0", Unreadable("is a link"), "specs/old/plan.md"),)
    repository = Repository(directories={"": frozenset({"a"})}, files={"a": b"\xff"}, base_files={}, plan_paths=(PATH,))
    config = Config(rules={"no-kill-switch": RuleSetting(None, {"strict": True})})

    request = frames.read_request(frames.request(JudgeTask(plans, repository, config)))

    assert isinstance(request, JudgeTask)
    assert (request.plans, request.repository, request.config) == (plans, repository, config)


WAIVER = Waiver(9, PATH, "no-kill-switch", "f" * 20, "b" * 20, "Risk 2", date(2027, 1, 31), "the vendor decides", "mia")
SHOP = Repository(
    directories={"specs/001-refunds": frozenset({"plan.md"}), "history/adr": frozenset()},
    files={"history/adr/0001-a.md": b"# A\n"},
    changed={PATH: "modified"},
    claimed={"history/adr/0002-b.md": 7},
)
HEAD = (PlanVersions(PATH, FAULTY.encode()),)
TASKS: list[tuple[Any, type[Any]]] = [
    (JudgeTask(HEAD, SHOP, Config(), date(2026, 11, 26), (WAIVER,), bind=True), Report),
    (FixTask((PlanVersions(PATH, FIXABLE.encode()),), SHOP, Config(), date(2026, 11, 26), (WAIVER,)), Fixes),
    (RisksTask(HEAD, SHOP, Config(commands={"adr": ("write",)})), Register),
    (RecordsTask(HEAD, SHOP, Config()), Records),
    (
        AdrTask(
            AdrRequest(
                plans=((PATH, FAULTY.encode()),),
                repository=SHOP,
                config=Config(),
                title="Where the refund is booked",
                number=3,
                directory="history/adr",
                day=date(2026, 11, 26),
                template=b"# {{TITLE}}\n",
            )
        ),
        Composed,
    ),
]


@pytest.mark.parametrize(("task", "kind"), TASKS, ids=lambda value: type(value).__name__)
async def test_every_task_comes_to_the_same_in_a_process_of_its_own(judge: Judge, task: Any, kind: type[Any]) -> None:
    expected = task.perform((), lambda _rule: None)

    assert frames.read_request(frames.request(task)) == task
    assert await judge.do(task, kind) == expected
    assert isinstance(expected, kind)
