"""Where commands do nothing: closed, locked, switched off, changed, too many."""

import pytest

from tests.end_to_end.commands.plans import PLAN
from tests.end_to_end.commands.talk import answers, reactions, say, settle
from tests.end_to_end.house import House
from tests.end_to_end.plans import CONFIG, PATH
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository

WRITING = ("/sp.fix", "/sp.adr Where the refund is booked",
           "/sp.waive no-kill-switch until 2099-12-31 because the vendor decides", "/sp.unwaive no-kill-switch")  # fmt: skip


@pytest.mark.parametrize("command", [*WRITING, "/sp.check"])
@pytest.mark.parametrize("state", ["closed", "merged"])
async def test_what_is_over_is_not_changed(house: House, pull: PullRequest, command: str, state: str) -> None:
    await settle(house)
    pull.close() if state == "closed" else pull.merge()
    await settle(house)
    head, runs = pull.head_sha, len(house.runs(pull))

    comment = await say(house, pull, "ada", command)

    verb = command.split(maxsplit=1)[0]
    assert answers(house.github, pull) == [f"This pull request is {state}, so `{verb}` does nothing here."]
    assert reactions(comment) == ["eyes", "confused"]
    assert (pull.head_sha, len(house.runs(pull))) == (head, runs)


async def test_explanations_are_given_on_what_is_over(house: House, pull: PullRequest) -> None:
    pull.close()

    await say(house, pull, "rita", "/sp.explain no-kill-switch")

    assert answers(house.github, pull)[0].startswith("**no-kill-switch**")


@pytest.mark.parametrize("command", WRITING)
async def test_a_locked_conversation_changes_nothing_and_is_no_crash(
    house: House, pull: PullRequest, command: str
) -> None:
    await settle(house)
    head = pull.head_sha
    house.github.person("ada").comment(pull, command)
    pull.locked = True

    await settle(house)

    assert pull.head_sha == head
    assert answers(house.github, pull) == []
    assert house.run(pull).conclusion == "failure"


async def test_a_draft_is_worked_on_like_any_other(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: PLAN}, draft=True)

    await say(house, pull, "alice", "/sp.adr Where the refund is booked")

    assert len(pull.commits()) == 2


async def test_where_planwarden_is_off_it_only_explains(house: House, shop: Repository) -> None:
    shop.push("main", {".github/planwarden.yml": "mode: off\n"})
    pull = shop.pull_request("refunds", {PATH: PLAN})

    await say(house, pull, "ada", "/sp.fix")
    await say(house, pull, "ada", "/sp.explain no-kill-switch")

    first, second = answers(house.github, pull)
    assert first == "Planwarden is switched off for this repository, so `/sp.fix` does nothing here."
    assert second.startswith("**no-kill-switch**")


async def test_a_broken_configuration_stops_what_rests_on_it(house: House, shop: Repository) -> None:
    """It could have named who may do what."""
    shop.push("main", {".github/planwarden.yml": f"{CONFIG}commands: {{fix: nobody}}\n"})
    pull = shop.pull_request("refunds", {PATH: PLAN})
    head = pull.head_sha

    await say(house, pull, "ada", "/sp.adr Where the refund is booked")

    assert pull.head_sha == head
    assert answers(house.github, pull) == [
        "The configuration in force is not valid, so `/sp.adr` was not run. The check says where."
    ]


@pytest.mark.parametrize("how", ["edit", "delete"])
async def test_a_comment_that_was_changed_before_it_was_worked_is_nothing(
    house: House, pull: PullRequest, how: str
) -> None:
    await settle(house)
    head = pull.head_sha
    person = house.github.person("alice")
    comment = person.comment(pull, "/sp.adr Where the refund is booked")
    said = house.github.hooks.take("issue_comment")
    if how == "edit":
        person.edit(comment, "/sp.adr Something else")
    else:
        person.delete(comment)

    await house.deliver(said)
    await settle(house)

    assert pull.head_sha == head
    assert answers(house.github, pull) == []


async def test_an_edit_into_a_command_runs_nothing(house: House, pull: PullRequest) -> None:
    comment = await say(house, pull, "mia", "I think this is fine.")
    house.github.person("mia").edit(comment, "/sp.waive no-kill-switch until 2099-12-31 because the vendor decides")
    await settle(house)

    assert answers(house.github, pull) == []
    assert reactions(comment) == []


async def test_our_own_help_runs_nothing(house: House, pull: PullRequest) -> None:
    await say(house, pull, "alice", "/sp.help")
    await say(house, pull, "alice", "/sp.fix --now")

    assert len(answers(house.github, pull)) == 2, "our answers are comments too, and no commands"


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/sp.waive", "Say which rule, until which day, and why. Usage: `/sp.waive RULE [SUBJECT] until DATE because"),
        ("/sp.explain", "Say which rule. Usage: `/sp.explain RULE`. For example: `/sp.explain no-kill-switch`."),
        ("/sp.check now", "This command takes no arguments. Usage: `/sp.check`."),
        ("/sp.fix " + "x" * 60_000, "The arguments are longer than 1,000 characters."),
    ],
)
async def test_wrong_usage_is_explained(house: House, pull: PullRequest, command: str, answer: str) -> None:
    comment = await say(house, pull, "ada", command)

    assert answers(house.github, pull)[0].startswith(answer)
    assert reactions(comment) == ["eyes", "confused"]


async def test_too_many_commands_are_told_once_and_then_ignored(house: House, pull: PullRequest) -> None:
    await settle(house)
    comments = [await say(house, pull, "rita", "/sp.explain no-kill-switch") for _ in range(13)]

    said = answers(house.github, pull)
    assert len(said) == 11
    assert said[10] == "Slow down: too many commands within a minute. This one was not run."
    assert [reactions(each) for each in comments[9:]] == [["eyes", "rocket"], ["confused"], [], []]
    assert (await say(house, pull, "tom", "/sp.explain no-kill-switch")).reactions[1].content == "rocket"
