"""A command acts on the head that was there when it was given, or on nothing."""

import asyncio

import pytest

from tests.end_to_end.commands.plans import PLAN
from tests.end_to_end.commands.talk import answers, reactions, settle
from tests.end_to_end.house import House
from tests.end_to_end.plans import PATH
from tests.standin import faults
from tests.standin.model.pulls import PullRequest

COMMAND = "/sp.adr Where the refund is booked"
PUSHED = {PATH: PLAN.replace("Two books", "Two other books")}
PERMISSION = "/repos/{owner}/{repo}/collaborators/{username}/permission"


def moved(before: str, now: str) -> list[str]:
    words = f"The branch moved from {before[:7]} to {now[:7]} after your comment."
    return [f"{words} Nothing was changed. Run `/sp.adr` again."]


async def test_a_push_between_the_comment_and_its_event(house: House, pull: PullRequest) -> None:
    """The event of the push comes before that of the comment; GitHub's times tell which was first."""
    await settle(house)
    before = pull.head_sha
    house.github.clock.advance(10)
    comment = house.github.person("alice").comment(pull, COMMAND)
    said = house.github.hooks.take("issue_comment")
    house.github.clock.advance(10)
    now = pull.push(PUSHED)
    await settle(house)

    await house.deliver(said)

    assert pull.head_sha == now
    assert answers(house.github, pull) == moved(before, now)
    assert reactions(comment) == ["eyes", "confused"]


async def test_a_push_whose_event_has_not_come_yet(house: House, pull: PullRequest) -> None:
    await settle(house)
    before = pull.head_sha
    house.github.clock.advance(10)
    house.github.person("alice").comment(pull, COMMAND)
    said = house.github.hooks.take("issue_comment")
    now = pull.push(PUSHED)

    await house.deliver(said)

    assert pull.head_sha == now
    assert answers(house.github, pull) == moved(before, now)


@pytest.mark.parametrize(
    ("method", "template", "containing"),
    [("GET", PERMISSION, ""), ("POST", "/graphql", "createCommitOnBranch")],
    ids=["between event and permission", "between permission and commit"],
)
async def test_a_push_while_the_command_runs(
    house: House, pull: PullRequest, method: str, template: str, containing: str
) -> None:
    await settle(house)
    before = pull.head_sha
    house.github.clock.advance(10)
    house.github.faults.add(method, template, faults.stall(0.3), containing=containing)
    house.github.person("alice").comment(pull, COMMAND)
    seen = len(house.github.exchanges)
    running = asyncio.create_task(house.deliver(house.github.hooks.take("issue_comment")))
    async with asyncio.timeout(5):
        while not any(  # noqa: ASYNC110 - the stand-in has no event for it
            each.method == method and each.template == template and containing in each.text
            for each in house.github.exchanges[seen:]
        ):
            await asyncio.sleep(0.01)
    now = pull.push(PUSHED)
    await running

    assert pull.head_sha == now
    assert answers(house.github, pull) == moved(before, now)


async def test_commands_that_change_nothing_look_at_what_is_there(house: House, pull: PullRequest) -> None:
    await settle(house)
    house.github.clock.advance(10)
    house.github.person("alice").comment(pull, "/sp.risks")
    said = house.github.hooks.take("issue_comment")
    pull.push(PUSHED)

    await house.deliver(said)

    assert answers(house.github, pull)[0].startswith("3 risks")


async def test_where_no_head_was_ever_seen_the_one_that_is_read_counts(house: House, pull: PullRequest) -> None:
    """The App was installed after the pull request was opened."""
    house.github.hooks.take()
    head = pull.head_sha
    house.github.person("alice").comment(pull, COMMAND)

    await house.deliver(house.github.hooks.take("issue_comment"))

    assert pull.commits()[-1].parents == (head,)


async def test_the_next_command_works_on_the_commit_of_the_one_before(house: House, pull: PullRequest) -> None:
    await settle(house)
    for title in ("Where the refund is booked", "How long refunds wait"):
        house.github.clock.advance(5)
        house.github.person("alice").comment(pull, f"/sp.adr {title}")
        await settle(house)

    assert len(pull.commits()) == 3
