"""`/sp.waive` and `/sp.unwaive`: one finding, until a day or until its words change, and never hidden."""

import pytest

from tests.end_to_end.commands.plans import PLAN
from tests.end_to_end.commands.talk import answers, reactions, say, settle
from tests.end_to_end.house import House
from tests.end_to_end.plans import CONFIG, FAULTY, HEADING_LINE, PATH
from tests.standin.model.accounts import Role
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.oracles import notices_by

WAIVE = "/sp.waive no-kill-switch Risk 2 until 2099-12-31 because the vendor decides in January"


@pytest.fixture
def pull(shop: Repository) -> PullRequest:
    return shop.pull_request("refunds", {PATH: FAULTY}, author="alice")


async def test_a_maintainer_accepts_one_finding(house: House, pull: PullRequest) -> None:
    await house.deliver()

    comment = await say(house, pull, "mia", WAIVE)

    assert answers(house.github, pull) == [
        (
            f"`no-kill-switch` waived for `Risk 2: The ledger drifts` in `{PATH}` until 2099-12-31 by `mia`: "
            "`the vendor decides in January`. Ends if that text changes."
        )
    ]
    assert reactions(comment) == ["eyes", "rocket"]
    run = house.run(pull)
    assert run.conclusion == "success"
    assert list(run.annotations) == []
    assert "<summary>Waived (1)</summary>" in (run.summary or "")
    assert "Waived: `the vendor decides in January (until 2099-12-31, mia)`." in (run.summary or "")


async def test_it_holds_for_further_pushes_and_ends_with_its_words(house: House, pull: PullRequest) -> None:
    await say(house, pull, "mia", WAIVE)

    pull.push({PATH: FAULTY.replace("Partial refunds", "Refunds of a part")})
    await settle(house)
    assert house.run(pull).conclusion == "success"

    pull.push({PATH: FAULTY.replace("a nightly reconciliation", "a weekly reconciliation")})
    await settle(house)
    assert house.run(pull).conclusion == "failure"

    pull.push({PATH: FAULTY})
    await settle(house)
    assert house.run(pull).conclusion == "failure", "what has ended does not come back"


async def test_it_is_taken_back(house: House, pull: PullRequest) -> None:
    await say(house, pull, "mia", WAIVE)

    await say(house, pull, "mia", "/sp.unwaive no-kill-switch")

    assert answers(house.github, pull)[1].splitlines() == [
        "Ended 1 waiver:",
        "",
        f"- `no-kill-switch` for `Risk 2: The ledger drifts` in `{PATH}`",
    ]
    assert house.run(pull).conclusion == "failure"
    await say(house, pull, "mia", "/sp.unwaive no-kill-switch")
    assert answers(house.github, pull)[2] == "No waiver of `no-kill-switch` here."


@pytest.mark.parametrize(
    ("who", "command", "answer"),
    [
        ("ada", "no-kill-switch until 2020-01-31 because the vendor decides", "2020-01-31 is over: today is "),
        ("ada", "no-kill-switch until soon because the vendor decides", "`soon` is no date."),
        ("ada", "no-kill-switch until 2099-02-30 because the vendor decides", "`2099-02-30` is not in the calendar."),
        ("ada", "no-kill-switch until 2099-12-31 because x", "Give a reason of at least 10 letters"),
        ("ada", "no-kill-switch until 2099-12-31", "Give a reason of at least 10 letters"),
        ("ada", "no-kill-swich until 2099-12-31 because the vendor decides", "No rule `no-kill-swich`. Did you mean"),
        ("ada", "secret-in-plan until 2099-12-31 because the vendor decides", "`secret-in-plan` cannot be waived."),
        ("ada", "unreadable-plan until 2099-12-31 because the vendor decides", "`unreadable-plan` cannot be waived."),
        ("ada", "single-option until 2099-12-31 because the vendor decides", "No finding of `single-option` matches."),
        ("ada", "no-kill-switch Risk 7 until 2099-12-31 because the vendor decides", "No finding of `no-kill-switch`"),
        (
            "alice",
            "no-kill-switch until 2099-12-31 because the vendor decides",
            "`/sp.waive` needs the maintain role; ",
        ),
    ],
)
async def test_what_is_refused(house: House, pull: PullRequest, who: str, command: str, answer: str) -> None:
    comment = await say(house, pull, who, f"/sp.waive {command}")

    (said,) = answers(house.github, pull)
    assert said.startswith(answer)
    assert reactions(comment) == ["eyes", "confused"]
    assert house.run(pull).conclusion == "failure"


async def test_the_author_cannot_waive_unless_the_organisation_says_so(
    house: House, shop: Repository, pull: PullRequest
) -> None:
    shop.collaborator("alice", Role.ADMIN)
    await say(house, pull, "alice", WAIVE)
    assert answers(house.github, pull) == ["The author of a pull request cannot waive its findings. Ask a maintainer."]

    shop.push("main", {".github/planwarden.yml": f"{CONFIG}waivers: {{by_author: true}}\n"})
    pull.merge_base_into_head()
    await settle(house)
    await say(house, pull, "alice", WAIVE)
    assert house.run(pull).conclusion == "success"


async def test_what_the_pull_request_itself_allows_counts_for_nothing(
    house: House, shop: Repository, pull: PullRequest
) -> None:
    shop.collaborator("alice", Role.ADMIN)
    pull.push(
        {".github/planwarden.yml": f"{CONFIG}waivers: {{by_author: true, never: []}}\ncommands: {{waive: read}}\n"}
    )

    await say(house, pull, "alice", WAIVE)
    await say(house, pull, "rita", WAIVE)

    assert house.run(pull).conclusion == "failure"
    assert len(answers(house.github, pull)) == 2


async def test_an_app_cannot_waive_even_where_it_may_speak(house: House, shop: Repository, pull: PullRequest) -> None:
    """It is not heard at all unless the operator lists it (`tests/events`), and then it may not waive."""
    robot = house.github.other_app("renovate", "octo")
    shop.collaborator(robot.bot.login, Role.ADMIN)

    comment = await say(house, pull, robot.bot.login, WAIVE)

    assert (answers(house.github, pull), reactions(comment)) == ([], [])


async def test_a_waiver_lasts_as_long_as_the_organisation_allows(house: House, shop: Repository) -> None:
    shop.push("main", {".github/planwarden.yml": f"{CONFIG}waivers: {{longest: 30d}}\n"})
    pull = shop.pull_request("refunds", {PATH: FAULTY}, author="alice")

    await say(house, pull, "mia", WAIVE)

    assert answers(house.github, pull)[0].startswith("A waiver lasts 30 days at most: until ")


async def test_one_of_several_has_to_be_named(house: House, shop: Repository) -> None:
    twice = FAULTY.replace("- **Kill Switch:** turn off `refunds.enabled`, takes effect in 10 seconds\n", "")
    pull = shop.pull_request("refunds", {PATH: twice}, author="alice")

    await say(house, pull, "mia", "/sp.waive no-kill-switch until 2099-12-31 because the vendor decides")

    assert answers(house.github, pull)[0].splitlines() == [
        "2 findings of `no-kill-switch` match. Nothing was waived. Name one of them:",
        "",
        f"- `Risk 1: A refund is paid twice` in `{PATH}`",
        f"- `Risk 2: The ledger drifts` in `{PATH}`",
    ]


async def test_a_comment_in_the_diff_names_the_finding_of_its_line(house: House, shop: Repository) -> None:
    twice = FAULTY.replace("- **Kill Switch:** turn off `refunds.enabled`, takes effect in 10 seconds\n", "")
    pull = shop.pull_request("refunds", {PATH: twice}, author="alice")
    await settle(house)

    comment = house.github.person("mia").comment_on(
        pull, PATH, HEADING_LINE - 1, "/sp.waive no-kill-switch until 2099-12-31 because the vendor decides"
    )
    await settle(house)

    thread = comment.home
    assert thread.comments[1].body.partition("\n")[2].startswith("`no-kill-switch` waived for `Risk 2: The ledger")
    assert reactions(comment) == ["eyes", "rocket"]
    assert answers(house.github, pull) == []
    assert [note.start_line for note in house.run(pull).annotations] == [HEADING_LINE - 7]


async def test_hostile_words_stay_words(house: House, pull: PullRequest) -> None:
    await say(
        house,
        pull,
        "mia",
        "/sp.waive no-kill-switch until 2099-12-31 because cc @octo/all fixes #1 ![x](https://e.test)",
    )

    assert notices_by(house.github.world, house.github.app) == []
    assert house.run(pull).conclusion == "success"


async def test_a_waiver_counts_for_its_pull_request_alone(house: House, shop: Repository, pull: PullRequest) -> None:
    other = shop.pull_request("other", {PATH: PLAN}, author="alice")
    await say(house, pull, "mia", WAIVE)

    assert house.run(other).conclusion == "failure"
