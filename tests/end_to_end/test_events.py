"""What each event leads to, and what does not happen twice."""

import random

import pytest

from tests.end_to_end.house import House
from tests.end_to_end.plans import CONFIG, FAULTY, FIXED, PATH, RED
from tests.standin.model.repository import Repository
from tests.standin.oracles import conversation_by, notices_by
from tests.standin.server import StandIn

GREEN = ("success", "1 plan, no problems")
CONFIG_PATH = ".github/planwarden.yml"


async def test_twenty_deliveries_of_one_event_have_the_effect_of_one(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    (opened,) = house.github.hooks.take("pull_request")
    assert set(await house.github.hooks.send_at_once([opened] * 20)) == {202}
    await house.idle()
    assert house.spent() == {"read": 2, "write": 2}
    assert set(await house.deliver([house.github.hooks.redeliver(opened)])) == {202}
    assert house.spent() == {}
    assert len(house.runs(pull)) == 1
    assert len(pull.reviews) == 1


async def test_deliveries_out_of_order_end_at_the_newest_head(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    pull.push({PATH: FAULTY + "\nMore.\n"})
    pull.push({PATH: FIXED})
    deliveries = house.github.hooks.take("pull_request")
    random.Random(7).shuffle(deliveries)
    for delivery in deliveries:
        await house.deliver([delivery])
    assert house.verdict(pull) == GREEN
    assert len(house.runs(pull)) == 1
    assert house.comments(pull) == []


async def test_a_burst_of_pushes_is_one_run_or_two(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    for number in range(10):
        pull.push({PATH: FAULTY + f"\n{number}\n"})
    pull.push({PATH: FIXED})
    await house.github.hooks.send_at_once(house.github.hooks.take("pull_request"))
    await house.idle()
    assert house.verdict(pull) == GREEN
    assert house.spent()["write"] <= 4


async def test_the_same_finding_is_not_said_again_on_the_next_push(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    await house.deliver()
    house.spent()
    pull.push({PATH: FAULTY.replace("clicks twice", "clicks two times")})
    await house.deliver()
    assert house.verdict(pull) == RED
    assert len(pull.reviews) == 1
    assert house.spent() == {"read": 2, "write": 1}


async def test_a_human_reply_stays_and_the_thread_is_closed_by_an_edit(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    await house.deliver()
    (thread,) = pull.threads
    house.github.person("bob").reply(thread, "We discussed this: the flag is enough.")
    pull.push({PATH: FIXED})
    await house.deliver()
    assert [comment.body.partition("\n")[0] for comment in thread.comments] == [
        f"Fixed in {pull.head_sha[:7]}.",
        "We discussed this: the flag is enough.",
    ]


async def test_a_finding_that_comes_back_is_said_once_more(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    await house.deliver()
    for text in (FIXED, FAULTY, FIXED, FAULTY):
        pull.push({PATH: text})
        await house.deliver()
    assert house.verdict(pull) == RED
    assert len(house.comments(pull)) == 2
    assert len(pull.reviews) == 2


async def test_a_draft_is_checked_and_left_in_peace_until_it_is_ready(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY}, draft=True)
    await house.deliver()
    assert house.verdict(pull) == ("neutral", f"1 error in {PATH} (draft)")
    assert house.comments(pull) == []
    pull.ready()
    await house.deliver()
    assert house.verdict(pull) == RED
    assert len(house.comments(pull)) == 1
    pull.to_draft()
    await house.deliver()
    assert house.verdict(pull) == ("neutral", f"1 error in {PATH} (draft)")


async def test_a_closed_pull_request_is_left_alone(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    pull.close()
    opened, closed = house.github.hooks.take("pull_request")
    await house.deliver([closed])
    assert house.spent() == {}
    await house.deliver([opened])
    assert house.spent() == {"read": 1}
    assert house.runs(pull) == []
    pull.reopen()
    await house.deliver()
    assert house.verdict(pull) == RED


async def test_a_title_is_none_of_our_business(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    await house.deliver()
    house.spent()
    pull.edit(title="@octo-org/all please review")
    await house.deliver()
    assert house.spent() == {}


@pytest.mark.parametrize("fork", [False, True])
@pytest.mark.parametrize("way", ["run", "suite", "button"])
async def test_asking_again_makes_a_new_run_and_nothing_else(
    house: House, shop: Repository, way: str, *, fork: bool
) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY}, author="mallory", fork=fork)
    await house.deliver()
    run, bob = house.run(pull), house.github.person("bob")
    if way == "run":
        bob.rerun(run)
    elif way == "suite":
        bob.rerun_all(run.suite)
    else:
        bob.press(run, "recheck")
    (asked,) = [each for each in house.github.hooks.take() if str(each.action).startswith("re")]
    await house.deliver([asked])
    assert house.verdict(pull) == RED
    first, second = house.runs(pull)
    assert second.external_id == f"{first.external_id}:{asked.guid}"
    assert len(second.annotations) == 1
    assert len(pull.reviews) == 1
    await house.deliver([house.github.hooks.redeliver(asked)])
    assert len(house.runs(pull)) == 2


async def test_a_spoofed_check_and_a_spoofed_comment_are_not_ours(
    github: StandIn, house: House, shop: Repository
) -> None:
    """Another person's comment with our marks is neither edited nor taken for something that we said."""
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    await house.deliver()
    (ours,) = house.comments(pull)
    forged = github.person("mallory").comment_on(pull, PATH, 1, ours.body)
    pull.push({PATH: FIXED})
    await house.deliver()
    assert forged.body != house.comments(pull)[0].body
    assert github.world.touched_foreign == []


async def test_a_sticky_comment_is_one_comment(house: House, shop: Repository) -> None:
    shop.push("main", {CONFIG_PATH: f"{CONFIG}comments: {{sticky: true}}\n"})
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    await house.deliver()
    (comment,) = conversation_by(pull, house.github.app)
    assert comment.body.startswith("<!-- planwarden:summary -->\n**Failed: 1 error.**")
    pull.push({PATH: FIXED})
    await house.deliver()
    assert conversation_by(pull, house.github.app) == [comment]
    assert comment.body == f"<!-- planwarden:summary -->\nAll plan problems fixed in {pull.head_sha[:7]}."


async def test_a_lax_base_branch_does_not_turn_a_failing_head_green(house: House, shop: Repository) -> None:
    """GitHub shows the newest check of a commit on every pull request with that head."""
    shop.create_branch("lax")
    shop.push("lax", {CONFIG_PATH: "mode: advisory\n"})
    house.github.hooks.take()
    strict = shop.pull_request("refunds", {PATH: FAULTY})
    await house.deliver()
    lax = shop.pull_request("refunds", {"README.md": "# Same head\n"}, base="lax")
    for delivery in house.github.hooks.take():  # the push first: the two lanes would race, and either order ends red
        await house.deliver([delivery])
    assert strict.head_sha == lax.head_sha
    assert house.verdict(strict) == ("failure", "1 other pull request with this head fails")
    strict.close()
    await house.deliver()
    house.github.person("bob").rerun(house.run(lax))
    await house.deliver()
    assert house.verdict(lax)[0] == "neutral"


async def test_hostile_words_notify_nobody(house: House, shop: Repository) -> None:
    words = "@octo-org/everyone fixes #1 https://github.com/octo/shop/issues/1 </details> ![](https://evil.test/b.png)"
    hostile = FAULTY.replace("The ledger drifts", words).replace("### In Scope", f"### {words}\n\n### In Scope")
    pull = shop.pull_request("hostile", {f"specs/{'@alice'}/plan.md": hostile}, title=words)
    await house.deliver()
    assert house.verdict(pull)[0] == "failure"
    assert len(house.comments(pull)) >= 1
    world, app = house.github.world, house.github.app
    assert notices_by(world, app) == []
    assert [notice for notice in notices_by(world, app, plain=True) if notice.kind == "mention"] == []
