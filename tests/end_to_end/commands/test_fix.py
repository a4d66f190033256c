"""`/sp.fix`, and the button that stands for it."""

import asyncio
from pathlib import Path

import pytest

from tests.end_to_end.commands.plans import FIXABLE
from tests.end_to_end.commands.talk import answers, file_at, reactions, say, settle, trailers
from tests.end_to_end.house import House
from tests.end_to_end.plans import FAULTY, PATH
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository

FIXED = FAULTY.replace("**Status:** Approved", "**Status:** approved")


@pytest.fixture
def pull(shop: Repository) -> PullRequest:
    return shop.pull_request("refunds", {PATH: FIXABLE}, author="alice")


async def test_the_safe_fixes_are_committed(house: House, pull: PullRequest) -> None:
    await house.deliver()
    before = pull.head_sha

    comment = await say(house, pull, "alice", "/sp.fix")

    assert file_at(pull, PATH) == FIXED
    assert trailers(pull)[1:] == [f"Planwarden-Command: issue_comment:{comment.id}"]
    assert pull.commits()[-1].message.partition("\n")[0] == "Fix 2 problems in 1 plan"
    assert pull.commits()[-1].parents == (before,)
    assert answers(house.github, pull) == [
        (
            "Committed 2 fixes in 1 plan as "
            f"[{pull.head_sha[:7]}](https://github.com/octo/shop/commit/{pull.head_sha}): "
            "`invalid-status` (1), `invalid-version-or-date` (1)."
        )
    ]
    assert reactions(comment) == ["eyes", "rocket"]
    assert house.verdict(pull) == ("failure", f"1 error in {PATH}")


async def test_only_those_of_the_rules_that_are_named(house: House, pull: PullRequest) -> None:
    await say(house, pull, "alice", "/sp.fix invalid-status")

    assert file_at(pull, PATH) == FIXED.replace("2026-03-09", "March 9, 2026")


async def test_where_nothing_can_be_fixed_the_rest_is_named(house: House, pull: PullRequest) -> None:
    pull.push({PATH: FAULTY})
    head = pull.head_sha

    comment = await say(house, pull, "alice", "/sp.fix")

    assert pull.head_sha == head
    assert answers(house.github, pull) == ["Nothing I can fix safely. 1 error needs a person: `no-kill-switch`."]
    assert reactions(comment) == ["eyes", "rocket"]


async def test_the_button_is_the_command(house: House, pull: PullRequest) -> None:
    await house.deliver()
    run = house.run(pull)
    assert [action["identifier"] for action in run.actions] == ["recheck", "fix"]

    house.github.person("alice").press(run, "fix")
    await settle(house)

    assert file_at(pull, PATH) == FIXED
    assert answers(house.github, pull) == [], "the commit says it"
    assert [action["identifier"] for action in house.run(pull).actions] == ["recheck"]


async def test_the_button_obeys_the_same_rules(house: House, pull: PullRequest) -> None:
    await house.deliver()
    head = pull.head_sha

    house.github.person("tom").press(house.run(pull), "fix")
    await settle(house)

    assert pull.head_sha == head
    assert answers(house.github, pull) == ["`/sp.fix` needs the write role; you have triage. Ask somebody who has it."]


async def test_the_button_of_an_old_run_changes_nothing(house: House, pull: PullRequest) -> None:
    await house.deliver()
    old = house.run(pull)
    pull.push({PATH: FIXABLE + "\nMore.\n"})
    head = pull.head_sha

    house.github.person("alice").press(old, "fix")
    await settle(house)

    assert pull.head_sha == head
    assert answers(house.github, pull) == [
        (
            f"The branch moved from {old.head_sha[:7]} to {head[:7]} after your comment. "
            "Nothing was changed. Run `/sp.fix` again."
        )
    ]


async def test_a_fork_gets_the_fixes_as_a_patch_that_git_applies(
    house: House, shop: Repository, tmp_path: Path
) -> None:
    pull = shop.pull_request("main", {PATH: FIXABLE}, author="mallory", fork=True)
    tips = dict(shop.refs)

    comment = await say(house, pull, "alice", "/sp.fix")

    assert {name: sha for name, sha in shop.refs.items() if name in tips} == tips
    (answer,) = answers(house.github, pull)
    assert answer.startswith(
        "I cannot write to a fork.\n\n<details><summary>The fixes as a patch for git apply</summary>"
    )
    assert reactions(comment) == ["eyes", "confused"]
    assert [action["identifier"] for action in house.run(pull).actions] == ["recheck"], "no button that could not work"
    target = tmp_path / PATH
    target.parent.mkdir(parents=True)
    target.write_text(FIXABLE)
    patch = answer.partition("```diff\n")[2].rpartition("\n```")[0] + "\n"
    git = await asyncio.create_subprocess_exec("git", "apply", "-", stdin=asyncio.subprocess.PIPE, cwd=tmp_path)
    await git.communicate(patch.encode())
    assert target.read_text() == FIXED


async def test_a_protected_branch_is_left_alone(house: House, shop: Repository, pull: PullRequest) -> None:
    shop.protected["refunds"] = "Cannot update this protected ref."
    head = pull.head_sha

    await say(house, pull, "alice", "/sp.fix")

    assert pull.head_sha == head
    assert answers(house.github, pull)[0].startswith("A rule of this repository forbids me to commit to this branch.")
