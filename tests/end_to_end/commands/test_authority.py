"""Who may give which command: the role of the sender, asked of GitHub, and nothing else."""

import pytest

from tests.end_to_end.commands.plans import PLAN
from tests.end_to_end.commands.talk import answers, reactions, say, settle
from tests.end_to_end.house import House
from tests.end_to_end.plans import CONFIG, PATH
from tests.standin import faults
from tests.standin.model.accounts import Role
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository

PERMISSION = "/repos/{owner}/{repo}/collaborators/{username}/permission"
COMMANDS = {
    "check": ("/sp.check", Role.NONE),
    "explain": ("/sp.explain no-kill-switch", Role.NONE),
    "help": ("/sp.help", Role.NONE),
    "risks": ("/sp.risks", Role.NONE),
    "fix": ("/sp.fix", Role.WRITE),
    "adr": ("/sp.adr Where the refund is booked", Role.WRITE),
    "waive": ("/sp.waive no-kill-switch until 2099-12-31 because the vendor decides", Role.MAINTAIN),
    "unwaive": ("/sp.unwaive no-kill-switch", Role.MAINTAIN),
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("verb", COMMANDS)
async def test_the_matrix(house: House, shop: Repository, pull: PullRequest, verb: str, role: Role) -> None:
    command, least = COMMANDS[verb]
    shop.collaborator("someone", role)
    await house.deliver()
    head = pull.head_sha

    comment = await say(house, pull, "someone", command)

    allowed = role.reaches(least)
    assert reactions(comment) == ["eyes", "rocket" if allowed else "confused"]
    if not allowed:
        assert pull.head_sha == head
        assert answers(house.github, pull) == [
            f"`/sp.{verb}` needs the {least.value} role; you have {role.value}. Ask somebody who has it."
        ]


@pytest.mark.parametrize(("base", "allowed"), [(Role.READ, False), (Role.WRITE, True)])
async def test_a_custom_role_is_what_it_is_based_on(
    house: House, shop: Repository, pull: PullRequest, base: Role, *, allowed: bool
) -> None:
    shop.collaborator("someone", base, role_name="release-captain")
    head = pull.head_sha

    await say(house, pull, "someone", "/sp.adr Where the refund is booked")

    assert (pull.head_sha != head) is allowed


async def test_the_author_of_the_pull_request_has_no_authority_of_his_own(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: PLAN}, author="rita")
    head = pull.head_sha

    for command in ("/sp.fix", "/sp.adr Where the refund is booked", COMMANDS["waive"][0]):
        await say(house, pull, "rita", command)

    assert pull.head_sha == head
    assert house.run(pull).conclusion == "failure"
    assert all("you have read" in answer for answer in answers(house.github, pull))


async def test_a_look_up_that_fails_refuses(house: House, pull: PullRequest) -> None:
    house.github.faults.add("GET", PERMISSION, faults.status(502), times=9)
    head = pull.head_sha

    comment = await say(house, pull, "ada", "/sp.adr Where the refund is booked")

    assert pull.head_sha == head
    assert answers(house.github, pull) == [
        "GitHub did not say what you may do here, so `/sp.adr` was not run. Try again later."
    ]
    assert reactions(comment) == ["eyes", "confused"]


async def test_a_refused_command_can_be_given_again_by_a_new_comment(
    house: House, shop: Repository, pull: PullRequest
) -> None:
    head = pull.head_sha
    await say(house, pull, "rita", "/sp.adr Where the refund is booked")
    shop.collaborator("rita", Role.WRITE)
    assert pull.head_sha == head

    await say(house, pull, "rita", "/sp.adr Where the refund is booked")

    assert pull.head_sha != head


async def test_teams_and_roles_by_configuration(house: House, shop: Repository) -> None:
    config = f"{CONFIG}commands: {{adr: [admin, platform], check: triage}}\n"
    shop.push("main", {".github/planwarden.yml": config})
    pull = shop.pull_request("refunds", {PATH: PLAN}, author="alice")
    house.github.world.teams["octo", "platform"] = {"tom": "active", "rita": "pending"}
    await settle(house)
    head = pull.head_sha

    await say(house, pull, "rita", "/sp.adr Where the refund is booked")
    await say(house, pull, "alice", "/sp.adr Where the refund is booked")
    assert pull.head_sha == head
    assert answers(house.github, pull)[0] == (
        "`/sp.adr` needs one of: admin, team `platform`; you have read. Ask somebody who has it."
    )

    await say(house, pull, "tom", "/sp.adr Where the refund is booked")
    assert pull.head_sha != head


async def test_the_recheck_button_obeys_the_configuration_too(house: House, shop: Repository) -> None:
    shop.push("main", {".github/planwarden.yml": f"{CONFIG}commands: {{check: triage}}\n"})
    pull = shop.pull_request("refunds", {PATH: PLAN}, author="alice")
    await settle(house)
    run = house.run(pull)

    house.github.person("rita").press(run, "recheck")
    await settle(house)
    assert len(house.runs(pull)) == 1

    house.github.person("tom").press(run, "recheck")
    await settle(house)
    assert len(house.runs(pull)) == 2


async def test_an_organisation_locks_who_may(house: House, shop: Repository) -> None:
    house.github.repository("octo/.github", {
        ".github/planwarden.yml": "commands: {adr: admin}\nlocked: [commands]\n",
    })  # fmt: skip
    shop.push("main", {".github/planwarden.yml": f"{CONFIG}commands: {{adr: read}}\nwaivers: {{allow: [read]}}\n"})
    pull = shop.pull_request("refunds", {PATH: PLAN}, author="alice")
    head = pull.head_sha

    await say(house, pull, "mia", "/sp.adr Where the refund is booked")
    await say(house, pull, "rita", COMMANDS["waive"][0])

    assert pull.head_sha == head
    assert [answer.partition(".")[2][:30] for answer in answers(house.github, pull)] == [
        "adr` needs the admin role; you",
        "waive` needs the maintain role",
    ]
