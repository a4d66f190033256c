"""The main job: a pull request with real faults, a fix, and everything that happens on the way."""

from tests.end_to_end.house import House, places
from tests.end_to_end.plans import FAULTY, FIXED, HEADING_LINE, PATH
from tests.standin.model.repository import Repository
from tests.standin.oracles import notices_by

LAST_LINE = HEADING_LINE + 4


async def test_a_pull_request_turns_red_says_why_and_turns_green(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    assert set(await house.deliver()) == {202}
    assert house.verdict(pull) == ("failure", f"1 error in {PATH}")
    assert places(house.run(pull).annotations) == [(PATH, HEADING_LINE, LAST_LINE, "no-kill-switch")]
    (comment,) = house.comments(pull)
    assert (comment.home.anchor.start_line, comment.home.anchor.line) == (HEADING_LINE, LAST_LINE)
    assert comment.body.startswith(
        "**no-kill-switch** (error): `Risk 2: The ledger drifts` of impact `High` has no kill"
    )
    assert len(pull.reviews) == 1
    assert pull.reviews[0].state == "COMMENTED"
    assert house.spent() == {"read": 2, "write": 2}

    pull.push({PATH: FIXED})
    assert set(await house.deliver()) == {202}
    assert house.verdict(pull) == ("success", "1 plan, no problems")
    (comment,) = house.comments(pull)
    assert comment.body.startswith(f"Fixed in {pull.head_sha[:7]}.")
    assert len(pull.reviews) == 1
    assert house.spent() == {"read": 2, "write": 2}
    assert notices_by(house.github.world, house.github.app) == []
    assert notices_by(house.github.world, house.github.app, plain=True) == []
