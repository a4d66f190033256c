"""GitHub in trouble, limits, refusals, and faults of our own: what people see afterwards."""

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.review.judge import Unjudged
from bot.review.lane import Clock
from rules.config import Config
from rules.finding import Report
from rules.repository import PlanVersions
from rules.repository import Repository as Seen
from tests.end_to_end.app import QUICK, Inline
from tests.end_to_end.house import PATIENCE, House, planwarden
from tests.end_to_end.plans import CONFIG, FAULTY, FIXED, HEADING_LINE, MANY, PATH
from tests.standin import faults
from tests.standin.faults import Fault
from tests.standin.model.checks import CheckRun
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.oracles import conversation_by
from tests.standin.rest.call import Reply
from tests.standin.server import StandIn

CHECKS = "/repos/{owner}/{repo}/check-runs"
CHECK = "/repos/{owner}/{repo}/check-runs/{check_run_id}"
REVIEWS = "/repos/{owner}/{repo}/pulls/{pull_number}/reviews"
COMMENTS = "/repos/{owner}/{repo}/issues/{issue_number}/comments"
RED = ("failure", f"1 error in {PATH}")


def is_whole(house: House, shop: Repository) -> None:
    """Assert what one pull request with one fault must show in the end, whatever happened on the way."""
    (pull,) = shop.pulls.values()
    assert house.verdict(pull) == RED
    assert len(house.runs(pull)) == 1
    assert [note.start_line for note in house.run(pull).annotations] == [HEADING_LINE]
    assert len(pull.reviews) == 1
    assert len(house.comments(pull)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        *(pytest.param(lambda code=code: faults.status(code), id=str(code)) for code in (500, 502, 503, 504, 520)),
        pytest.param(faults.html, id="html"),
        pytest.param(lambda: faults.empty(after=False), id="empty"),
        pytest.param(lambda: faults.truncated(after=False), id="truncated"),
        pytest.param(lambda: faults.reset(after=False), id="reset"),
    ],
)
@pytest.mark.parametrize("operation", ["PullRequest(", "Contents("])
async def test_a_read_that_fails_is_tried_again(
    house: House, shop: Repository, fault: Callable[[], Fault], operation: str
) -> None:
    shop.pull_request("refunds", {PATH: FAULTY})
    house.github.faults.add("POST", "/graphql", fault(), containing=operation)
    await house.deliver()
    is_whole(house, shop)


@pytest.mark.parametrize(
    ("route", "what"),
    [(CHECKS, faults.reset), (CHECKS, faults.truncated), (REVIEWS, faults.reset), (REVIEWS, faults.truncated)],
)
@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("after", [False, True])
async def test_a_write_whose_answer_is_lost_is_not_done_twice(  # noqa: PLR0913 - the table's columns
    house: House, shop: Repository, route: str, what: Callable[..., Fault], *, times: int, after: bool
) -> None:
    shop.pull_request("refunds", {PATH: FAULTY})
    house.github.faults.add("POST", route, what(after=after), times=times)
    await house.deliver()
    is_whole(house, shop)


@pytest.mark.parametrize("after", [False, True])
async def test_a_summary_comment_whose_answer_is_lost_is_written_once(
    house: House, shop: Repository, *, after: bool
) -> None:
    shop.push("main", {".github/planwarden.yml": f"{CONFIG}comments: {{sticky: true}}\n"})
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    house.github.faults.add("POST", COMMENTS, faults.reset(after=after), times=2)
    await house.deliver()
    is_whole(house, shop)
    assert len(conversation_by(pull, house.github.app)) == 1


@pytest.mark.parametrize("skip", [0, 1])
async def test_annotations_arrive_once_and_in_order_when_a_batch_fails(
    house: House, shop: Repository, *, skip: int
) -> None:
    pull = shop.pull_request("refunds", {PATH: MANY})
    house.github.faults.add("PATCH", CHECK, faults.reset(), skip=skip, times=3)
    await house.deliver()
    assert house.verdict(pull) == ("failure", f"121 errors in {PATH}")
    lines = [note.start_line for note in house.run(pull).annotations]
    assert len(lines) == len(set(lines)) == 121
    assert lines == sorted(lines)
    assert len(house.runs(pull)) == 1
    assert len(house.comments(pull)) == 10


async def test_a_limit_pauses_and_loses_nothing(house: House, shop: Repository) -> None:
    shop.pull_request("refunds", {PATH: FAULTY})
    house.github.faults.add("POST", REVIEWS, faults.secondary_limit(1))
    await house.deliver()
    is_whole(house, shop)
    assert house.github.limits.sent_while_limited == 0


async def test_an_exhausted_hour_is_shown_and_waited_for(github: StandIn, tmp_path: Path, shop: Repository) -> None:
    """GraphQL has a budget of its own: with none left for reading, REST still says why nothing is known yet.

    The hour ends in two seconds; a clock that is behind makes them a long time.
    """
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    limits = github.limits
    limits.hourly["graphql"] = 0
    limits._usage[github.installation("octo").id].reset["graphql"] = github.clock.now() + 2
    clock = Clock(now=lambda: datetime.now(UTC) - timedelta(hours=1))
    async with planwarden(github, tmp_path, clock=clock) as house:
        await github.hooks.send_all()
        shown = await first_run(github, pull)
        assert shown.status == "in_progress"
        assert re.fullmatch(r"Waiting: GitHub limits requests until \d\d:\d\d UTC", shown.title or "")
        limits.hourly["graphql"] = 5000
        await house.idle()
        is_whole(house, shop)
        assert house.run(pull) is shown
    assert limits.sent_while_limited == 0


async def test_what_a_closed_pull_request_left_open_is_closed(
    github: StandIn, tmp_path: Path, shop: Repository
) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})

    async def sleep(_seconds: float) -> None:
        return

    clock = Clock(now=lambda: datetime.now(UTC), sleep=sleep)
    async with planwarden(github, tmp_path, judge=Broken(gate=asyncio.Event()), clock=clock, grace=0.0):
        await github.hooks.send_all()
        shown = await first_run(github, pull)
    pull.close()
    async with planwarden(github, tmp_path) as house:
        await house.idle()
    assert (shown.status, shown.conclusion, shown.title) == ("completed", "cancelled", "Superseded")
    assert pull.reviews == []


async def test_a_missing_permission_is_not_tried_again(house: House, shop: Repository) -> None:
    shop.pull_request("refunds", {PATH: FAULTY})
    house.github.faults.add("POST", CHECKS, faults.forbidden(), times=10)
    await house.deliver()
    assert house.spent() == {"read": 2, "write": 1}


async def test_a_refused_conversation_does_not_change_the_verdict(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    house.github.faults.add("POST", REVIEWS, faults.forbidden(), times=10)
    await house.deliver()
    assert house.verdict(pull) == RED
    assert house.comments(pull) == []
    assert len(house.runs(pull)) == 1


async def test_comments_that_github_does_not_take_lose_nothing(house: House, shop: Repository) -> None:
    """Every finding stands in the check, so what the review has to leave out is told all the same."""
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    unplaced = Fault(Reply(422, {
        "message": "Unprocessable Entity", "errors": ["Pull request review thread line must be part of the diff"],
    }))  # fmt: skip
    house.github.faults.add("POST", REVIEWS, unplaced, times=10)
    await house.deliver()
    assert house.verdict(pull) == RED
    assert [note.start_line for note in house.run(pull).annotations] == [HEADING_LINE]
    assert "has no kill switch" in (house.run(pull).summary or "")


async def test_a_repository_that_is_gone_is_dropped(house: House, shop: Repository) -> None:
    shop.pull_request("refunds", {PATH: FAULTY})
    deliveries = house.github.hooks.take("pull_request")
    shop.delete()
    await house.deliver(deliveries)
    assert sum(house.spent().values()) <= 1


async def test_a_repository_that_was_renamed_is_found(house: House, shop: Repository) -> None:
    shop.pull_request("refunds", {PATH: FAULTY})
    deliveries = house.github.hooks.take("pull_request")
    shop.rename("store")
    await house.deliver(deliveries)
    is_whole(house, shop)


async def test_when_github_stays_away_the_check_says_so_in_the_end(house: House, shop: Repository) -> None:
    """Never green, never pending for ever: the last try leaves a failed check, and a redelivery checks again."""
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    (opened,) = house.github.hooks.take("pull_request")
    house.github.faults.add("POST", "/graphql", faults.status(502), times=QUICK.tries)
    await house.deliver([opened])
    assert house.verdict(pull) == ("failure", "Could not check: GitHub could not be reached")
    assert opened.guid in (house.run(pull).summary or "")
    await house.deliver([house.github.hooks.redeliver(opened)])
    assert house.verdict(pull) == RED
    assert [run.status for run in house.runs(pull)] == ["completed", "completed"]


class Broken:
    """Judges as told: an exception to raise, or seconds to think first."""

    def __init__(self, *, error: Exception | None = None, gate: asyncio.Event | None = None, times: int = 1) -> None:
        self.error = error
        self.gate = gate
        self.times = times

    async def judge(self, plans: Sequence[PlanVersions], repository: Seen, config: Config) -> Report:
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None and self.times:
            self.times -= 1
            raise self.error
        return await Inline().judge(plans, repository, config)


async def first_run(github: StandIn, pull: PullRequest) -> CheckRun:
    """Wait until there is a check run on the head."""
    async with asyncio.timeout(PATIENCE):
        while (shown := github.shown_run(pull)) is None:  # noqa: ASYNC110 - the stand-in has no event for it
            await asyncio.sleep(0.01)
    return shown


async def test_plans_that_cannot_be_judged_fail(github: StandIn, tmp_path: Path, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FIXED})
    judge = Broken(error=Unjudged("reading the plans took more than 20 seconds"))
    async with planwarden(github, tmp_path, judge=judge) as house:
        await house.deliver()
        assert house.verdict(pull) == ("failure", "Could not check: reading the plans took more than 20 seconds")
        assert "this is not a verdict on them" in (house.run(pull).summary or "")


async def test_a_fault_of_ours_fails_and_is_tried_again(github: StandIn, tmp_path: Path, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    async with planwarden(github, tmp_path, judge=Broken(error=ZeroDivisionError("canary-text"), times=2)) as house:
        await house.deliver()
        first, last = house.runs(pull)
        assert (first.conclusion, first.title) == ("failure", "Could not check: an internal error (ZeroDivisionError)")
        assert "canary" not in str(first)
        assert (last.conclusion, last.title) == RED


async def test_long_work_shows_that_it_goes_on(github: StandIn, tmp_path: Path, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    gate = asyncio.Event()
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    clock = Clock(now=lambda: datetime.now(UTC), sleep=sleep)
    async with planwarden(github, tmp_path, judge=Broken(gate=gate), clock=clock) as house:
        await github.hooks.send_all()
        shown = await first_run(github, pull)
        assert (shown.status, shown.title) == ("in_progress", "Checking 1 plan")
        gate.set()
        await house.idle()
        is_whole(house, shop)
        assert house.run(pull) is shown
    assert len(slept) == 1
    assert 5 < slept[0] <= 10


async def test_what_a_crash_left_in_progress_is_completed(github: StandIn, tmp_path: Path, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    gate = asyncio.Event()

    async def sleep(_seconds: float) -> None:
        return

    clock = Clock(now=lambda: datetime.now(UTC), sleep=sleep)
    async with planwarden(github, tmp_path, judge=Broken(gate=gate), clock=clock, grace=0.0):
        await github.hooks.send_all()
        await first_run(github, pull)
    async with planwarden(github, tmp_path) as house:
        await house.idle()
        is_whole(house, shop)
