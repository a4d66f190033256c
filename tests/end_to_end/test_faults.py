"""GitHub in trouble, limits, refusals: what people see afterwards."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.review.outcome import SHOWN_AFTER
from tests.end_to_end.app import QUICK
from tests.end_to_end.house import PATIENCE, House, first_run, is_whole, planwarden
from tests.end_to_end.plans import CONFIG, FAULTY, HEADING_LINE, MANY, PATH, RED
from tests.end_to_end.routes import CHECK, CHECKS, COMMENTS, REVIEWS
from tests.standin import faults
from tests.standin.faults import Fault
from tests.standin.model.repository import Repository
from tests.standin.oracles import conversation_by
from tests.standin.rest.call import Reply
from tests.standin.server import StandIn


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


async def test_while_github_stays_away_the_check_says_so_once(
    github: StandIn, tmp_path: Path, shop: Repository
) -> None:
    """Reading fails for an hour and writing works: people see it soon, and the verdict when it is over."""
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    github.faults.add("POST", "/graphql", faults.status(502), times=SHOWN_AFTER + 3)
    async with planwarden(github, tmp_path, policy=replace(QUICK, tries=24)) as house:
        await house.deliver()
        first, last = house.runs(pull)
        assert (first.conclusion, first.title) == ("failure", "Could not check: GitHub could not be reached")
        assert "It is tried again by itself." in (first.summary or "")
        assert (last.conclusion, last.title) == RED


async def test_a_short_absence_of_github_is_not_told(github: StandIn, tmp_path: Path, shop: Repository) -> None:
    github.faults.add("POST", "/graphql", faults.status(502), times=SHOWN_AFTER)
    shop.pull_request("refunds", {PATH: FAULTY})
    async with planwarden(github, tmp_path, policy=replace(QUICK, tries=24)) as house:
        await house.deliver()
        is_whole(house, shop)


async def test_comments_that_cannot_be_written_for_long_leave_the_verdict_alone(
    github: StandIn, tmp_path: Path, shop: Repository
) -> None:
    shop.pull_request("refunds", {PATH: FAULTY})
    github.faults.add("POST", REVIEWS, faults.status(502), times=2 * SHOWN_AFTER + 6)
    async with planwarden(github, tmp_path, policy=replace(QUICK, tries=24)) as house:
        await house.deliver()
        is_whole(house, shop)


async def test_a_limit_on_comments_alone_does_not_hide_the_verdict(
    github: StandIn, tmp_path: Path, shop: Repository
) -> None:
    """Ours is below GitHub's: so many reviews an hour, and nothing else rests."""
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    async with planwarden(github, tmp_path, creations_an_hour=1) as house:
        await house.deliver()
        second = shop.pull_request("second", {PATH: FAULTY + "\nSecond.\n"})
        await github.hooks.send_all()
        await first_run(github, second)
        async with asyncio.timeout(PATIENCE):
            while not (await house.work.counts())["paused"]:  # noqa: ASYNC110 - the store has no event for it
                await asyncio.sleep(0.01)
        assert house.verdict(pull) == house.verdict(second) == RED
        assert len(house.runs(second)) == 1


async def test_a_permission_that_is_missing_for_reading_is_told(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    house.github.faults.add("POST", "/graphql", faults.forbidden(), times=10)
    await house.deliver()
    assert house.verdict(pull) == ("failure", "Could not check: the App lacks a permission")
    assert "can grant it" in (house.run(pull).summary or "")
    assert len(house.runs(pull)) == 1


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
