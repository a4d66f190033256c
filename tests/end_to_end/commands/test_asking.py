"""Commands that change nothing: `/sp.check`, `/sp.explain`, `/sp.help`, `/sp.risks`, and what is nearly one of ours."""

import pytest

from tests.end_to_end.commands.talk import answers, reactions, say, settle
from tests.end_to_end.house import House
from tests.end_to_end.plans import FAULTY, PATH
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.oracles import conversation_by


@pytest.fixture
def pull(shop: Repository) -> PullRequest:
    return shop.pull_request("refunds", {PATH: FAULTY}, author="alice")


async def test_check_makes_a_new_run_and_no_words(house: House, pull: PullRequest) -> None:
    await house.deliver()
    assert len(house.runs(pull)) == 1

    comment = await say(house, pull, "rita", "/sp.check")

    assert len(house.runs(pull)) == 2
    assert answers(house.github, pull) == []
    assert reactions(comment) == ["eyes", "rocket"]


async def test_explain_shows_the_page_of_a_rule(house: House, pull: PullRequest) -> None:
    await say(house, pull, "rita", "/sp.explain no-kill-switch")

    (answer,) = answers(house.github, pull)
    assert answer.startswith("**no-kill-switch**: ")
    assert "## Bad" in answer
    assert "## Good" in answer
    assert answer.endswith("[The whole page](https://planwarden.test/rules/no-kill-switch)")


async def test_explain_names_the_rule_that_was_meant(house: House, pull: PullRequest) -> None:
    await say(house, pull, "rita", "/sp.explain no-kil-switch")

    assert answers(house.github, pull) == ["No rule `no-kil-switch`. Did you mean `no-kill-switch`?"]


async def test_help_is_made_from_the_registry(house: House, pull: PullRequest) -> None:
    await say(house, pull, "alice", "/sp.help")

    (answer,) = answers(house.github, pull)
    assert answer.splitlines()[2:6] == [
        "| **`/sp.check`** | Run the check again. | anyone |",
        "| **`/sp.fix [RULE...]`** | Commit the safe fixes to this branch, all of them or those of some rules. | write |",
        (
            "| **`/sp.adr [TITLE]`** | Write the ADR of a decision to this branch; without a title, list the decisions "
            "that need one. | write |"
        ),
        (
            "| `/sp.waive RULE [SUBJECT] until DATE because REASON` | Waive one finding until a day. It ends earlier if "
            "the text changes. | maintain |"
        ),
    ]


async def test_risks_are_the_register_of_the_plans(house: House, pull: PullRequest) -> None:
    await say(house, pull, "rita", "/sp.risks")

    (answer,) = answers(house.github, pull)
    lines = answer.splitlines()
    assert lines[0] == "3 risks, highest first."
    assert [line.split(" | ")[1] for line in lines[4:]] == [
        "`A refund is paid twice`",
        "`The payment provider is down`",
        "`The ledger drifts`",
    ]
    assert lines[6].endswith("| `a nightly reconciliation that pages on-call` | - |")


@pytest.mark.parametrize(
    ("said", "meant"), [("/sp.wave no-kill-switch", "waive"), ("/sp.fxi", "fix"), ("/sp.ard x", "adr")]
)
async def test_a_near_miss_is_told_once(house: House, pull: PullRequest, said: str, meant: str) -> None:
    comment = await say(house, pull, "rita", said)

    verb = said.split(maxsplit=1)[0]
    assert answers(house.github, pull) == [
        f"No command `{verb}`. Did you mean `/sp.{meant}`? `/sp.help` lists all commands."
    ]
    assert reactions(comment) == ["confused"]


@pytest.mark.parametrize(
    "body",
    [
        "/sp.plan the next thing",
        "/sp.tasks",
        "/sp.specify x",
        "/sp.deploy",
        "> /sp.fix",
        "```\n/sp.fix\n```",
        "<!-- /sp.fix -->",
        "Please do\n/sp.fix",
        "\u2215sp.fix",
        "/SP.FIX",
        "    /sp.fix",
        "On Monday alice wrote:\n> /sp.fix",
    ],
)
async def test_others_get_no_answer_and_cost_nothing(house: House, pull: PullRequest, body: str) -> None:
    await house.deliver()
    house.spent()
    comment = await say(house, pull, "ada", body)

    assert house.spent() == {}
    assert conversation_by(pull, house.github.app) == []
    assert reactions(comment) == []


async def test_a_review_body_is_answered_in_the_conversation(house: House, pull: PullRequest) -> None:
    review = house.github.person("rita").review(pull, "/sp.explain no-kill-switch")
    await settle(house)

    assert len(answers(house.github, pull)) == 1
    assert reactions(review) == ["eyes", "rocket"]


async def test_an_answer_in_a_thread_goes_below_its_first_comment(house: House, pull: PullRequest) -> None:
    await house.deliver()
    (thread,) = pull.threads

    comment = house.github.person("rita").reply(thread, "/sp.explain no-kill-switch")
    await settle(house)

    assert [each.author.login for each in thread.comments] == ["planwarden[bot]", "rita", "planwarden[bot]"]
    assert "**no-kill-switch**" in thread.comments[2].body
    assert reactions(comment) == ["eyes", "rocket"]
