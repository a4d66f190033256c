"""Which plans a pull request changes, and against what they are compared."""

import pytest

from tests.end_to_end.house import House
from tests.end_to_end.plans import CONFIG, FAULTY, FIXED, PATH
from tests.standin.git.objects import Special, lfs_pointer, link, submodule
from tests.standin.model.repository import Repository
from tests.standin.server import StandIn

OLD_PATH = "specs/000-old/plan.md"
ROOM = "x" * 300
OLD_FAULTS = ("success", "No new problems (1 existing)")


async def test_no_plan_changed_costs_one_read_and_one_write(house: House, shop: Repository) -> None:
    pull = shop.pull_request("docs", {"README.md": "# The shop\n", "templates/plan.md": FAULTY})
    await house.deliver()
    assert house.verdict(pull) == ("success", "No plan changed")
    assert "Plans changed 0, parsed 0, rules run 0, findings 0 (0 new), waived 0." in (house.run(pull).summary or "")
    assert house.spent() == {"read": 1, "write": 1}


async def test_twenty_plans_cost_four_requests(house: House, shop: Repository) -> None:
    """Each has a base version, a fork point of its own and neighbours that rules look at."""
    paths = [f"specs/{number:03}-feature/plan.md" for number in range(20)]
    shop.push("main", dict.fromkeys(paths, FIXED))
    shop.push("main", {"README.md": "# Moved on\n"})
    pull = shop.pull_request("many", {path: FAULTY.replace("Refunds", path) for path in paths})
    shop.push("main", {"README.md": "# Moved on again\n"})
    await house.deliver()
    assert house.verdict(pull) == ("failure", "20 errors in 20 plans")
    assert len(house.run(pull).annotations) == 20
    assert len(house.comments(pull)) == 10
    assert house.spent() == {"read": 2, "write": 2}


async def test_what_base_has_already_is_not_new_and_not_commented(house: House, shop: Repository) -> None:
    shop.push("main", {PATH: FAULTY})
    pull = shop.pull_request("typo", {PATH: FAULTY.replace("clicks twice", "clicks two times")})
    await house.deliver()
    assert house.verdict(pull) == OLD_FAULTS
    assert house.comments(pull) == []
    assert house.spent() == {"read": 2, "write": 1}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OLD_PATH, PATH),
        ("specs/001-refunds/plan-v1.md", PATH),
        ("specs/archive/deep/000/plan.md", PATH),
    ],
    ids=["directory", "file", "elsewhere"],
)
@pytest.mark.parametrize("edited", [False, True])
async def test_a_finding_stays_old_across_a_rename(
    house: House, shop: Repository, old: str, new: str, *, edited: bool
) -> None:
    shop.push("main", {old: FAULTY, ".github/planwarden.yml": f'{CONFIG}plans: ["specs/**/plan*.md"]\n'})
    pull = shop.pull_request("move", {"README.md": "# Move\n"})
    house.github.hooks.take()
    pull.rename(old, new, text=FAULTY.replace("clicks twice", "clicks two times") if edited else None)
    await house.deliver()
    assert house.verdict(pull) == OLD_FAULTS
    assert f"(was `{old}`)" in (house.run(pull).summary or "")
    if "archive" not in old:
        assert house.spent()["read"] <= 3


async def test_a_whole_tree_of_plans_moves_without_being_read(house: House, shop: Repository) -> None:
    plans = {f"{number:03}/plan.md": FAULTY.replace("Refunds", f"Refunds {number}") for number in range(30)}
    shop.push("main", {f"specs/{path}": text for path, text in plans.items()})
    pull = shop.pull_request("move", {"README.md": "# Move\n"})
    house.github.hooks.take()
    pull.push({f"specs/{path}": None for path in plans} | {f"docs/specs/{path}": text for path, text in plans.items()})
    await house.deliver()
    assert house.verdict(pull) == ("success", "No new problems (30 existing)")
    assert house.spent() == {"read": 4, "write": 1}


async def test_each_member_of_a_monorepo_has_its_own_records(house: House, shop: Repository) -> None:
    """As on the command line: the nearest ancestor with `.specify` is the project, and nothing outside of it counts."""
    shop.push("main", {
        ".specify/memory/constitution.md": "# Rules\n",
        "history/adr/0001-one.md": "# One\n",
        "apps/web/.specify/memory/constitution.md": "# Rules\n",
        "apps/web/history/adr/0002-two.md": "# Two\n",
    })  # fmt: skip
    await house.deliver()
    assert house.spent() == {"read": 1}, "whether the new records take the numbers of open pull requests"
    plan = FIXED + "\n## Architectural Decision Records (ADR)\n\n- [x] ADR-0001: One\n- [x] ADR-0002: Two\n"
    pull = shop.pull_request("mono", {f"apps/{name}/specs/001/plan.md": plan for name in ("api", "web")})
    await house.deliver()
    missing = [note for note in house.run(pull).annotations if (note.title or "").startswith("adr-file-missing")]
    assert [(note.path, note.message.partition(" is not")[0]) for note in missing] == [
        ("apps/api/specs/001/plan.md", "`ADR-0002` (Two)"),
        ("apps/web/specs/001/plan.md", "`ADR-0001` (One)"),
    ]
    assert house.spent() == {"read": 2, "write": 2}


async def test_twenty_projects_with_a_plan_each_are_one_request(house: House, shop: Repository) -> None:
    pull = shop.pull_request("all", {f"apps/a{number}/specs/001/plan.md": FAULTY for number in range(20)})
    await house.deliver()
    assert house.verdict(pull) == ("failure", "20 errors in 20 plans")
    assert house.spent() == {"read": 2, "write": 2}


async def test_a_deleted_plan_is_mentioned_and_no_finding(house: House, shop: Repository) -> None:
    shop.push("main", {PATH: FAULTY})
    pull = shop.pull_request("remove", {PATH: None})
    await house.deliver()
    assert house.verdict(pull) == ("success", "1 plan removed")
    assert f"`{PATH}` is a plan no more." in (house.run(pull).summary or "")


async def test_a_plan_that_moves_out_of_sight_is_mentioned(house: House, shop: Repository) -> None:
    shop.push("main", {PATH: FAULTY})
    pull = shop.pull_request("hide", {"README.md": "# Hide\n"})
    house.github.hooks.take()
    pull.rename(PATH, "attic/plan.md")
    await house.deliver()
    assert house.verdict(pull) == ("success", "1 plan removed")
    assert f"`{PATH}` is a plan no more." in (house.run(pull).summary or "")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (link("/etc/passwd"), "is a symbolic link"),
        (submodule("1" * 40), "is a submodule"),
        ("x\n" * 600_000, "is larger than 1 MiB"),
        (lfs_pointer(b"plan"), "Git LFS"),
        (b"\xff\xfe\x00", "The plan"),
        ("", "The plan"),
    ],
    ids=["link", "submodule", "large", "lfs", "binary", "empty"],
)
async def test_what_cannot_be_read_fails(
    house: House, shop: Repository, content: str | bytes | Special, words: str
) -> None:
    pull = shop.pull_request("strange", {PATH: content})
    await house.deliver()
    assert house.verdict(pull) == ("failure", f"1 error in {PATH}")
    (annotation,) = house.run(pull).annotations
    assert (annotation.title or "").startswith("unreadable-plan")
    assert words in annotation.message
    assert annotation.start_line == 1


async def test_a_long_plan_is_read_whole(house: House, shop: Repository) -> None:
    """GraphQL cuts text at 512,000 bytes; the fault stands behind."""
    filler = "".join(f"Background {number}: {ROOM}\n\n" for number in range(2_000))
    text = FAULTY.replace("## Key Decisions", f"{filler}## Key Decisions", 1)
    pull = shop.pull_request("long", {PATH: text})
    await house.deliver()
    line = text.splitlines().index("### Risk 2: The ledger drifts") + 1
    assert [note.start_line for note in house.run(pull).annotations] == [line]


async def test_a_plan_behind_the_hundredth_file_is_found(house: House, shop: Repository) -> None:
    files = {f"docs/{number:03}.md": "text\n" for number in range(150)}
    pull = shop.pull_request("docs", {**files, PATH: FAULTY})
    await house.deliver()
    assert house.verdict(pull) == ("failure", f"1 error in {PATH}")
    assert house.spent() == {"read": 3, "write": 2}


async def test_more_files_than_github_lists(house: House, shop: Repository) -> None:
    """The base branch moved on meanwhile: what it changed is not the pull request's doing."""
    house.github.world.sizes.files_of_pull = 30
    shop.push("main", {OLD_PATH: FAULTY})
    files = {f"docs/{number:03}.md": "text\n" for number in range(150)}
    pull = shop.pull_request("docs", {**files, PATH: FAULTY})
    shop.push("main", {OLD_PATH: FIXED})
    await house.deliver()
    assert house.verdict(pull) == ("failure", f"1 error in {PATH}")
    assert OLD_PATH not in (house.run(pull).summary or "")


async def test_a_fork_is_read_through_the_base_repository(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY}, author="mallory", fork=True)
    await house.deliver()
    assert house.verdict(pull) == ("failure", f"1 error in {PATH}")
    assert len(house.comments(pull)) == 1


async def test_a_deleted_fork_changes_nothing(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY}, author="mallory", fork=True)
    assert pull.head_repository is not None
    pull.head_repository.delete()
    await house.deliver()
    assert house.verdict(pull) == ("failure", f"1 error in {PATH}")


async def test_another_base_branch_is_another_comparison(house: House, shop: Repository) -> None:
    shop.create_branch("release")
    shop.push("release", {PATH: FAULTY})
    house.github.hooks.take()
    pull = shop.pull_request("refunds", {PATH: FAULTY.replace("clicks twice", "clicks two times")})
    await house.deliver()
    assert house.verdict(pull) == ("failure", f"1 error in {PATH}")
    pull.retarget("release")
    await house.deliver()
    assert house.verdict(pull) == OLD_FAULTS
    assert "Compared with `release`" in (house.run(pull).summary or "")


async def test_an_unrelated_history_is_judged(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FIXED})
    await house.deliver()
    pull.force_push_unrelated({PATH: FAULTY})
    await house.deliver()
    assert house.verdict(pull) == ("failure", f"1 error in {PATH}")


async def test_a_merge_of_the_base_branch_is_not_the_pull_requests_change(house: House, shop: Repository) -> None:
    pull = shop.pull_request("docs", {"README.md": "# Docs\n"})
    shop.push("main", {PATH: FAULTY})
    pull.merge_base_into_head()
    await house.deliver()
    assert house.verdict(pull) == ("success", "No plan changed")


async def test_paths_are_compared_byte_for_byte(github: StandIn, house: House, shop: Repository) -> None:
    strange = "specs/%2e%2e/@alice `x` \u202e/plan.md"
    pull = shop.pull_request("strange", {strange: FAULTY, "specs/001/PLAN.md": FAULTY, "Specs/001/plan.md": FAULTY})
    await house.deliver()
    assert [note.path for note in house.run(pull).annotations] == [strange]
    assert "Plans changed 1," in (house.run(pull).summary or "")
    assert github.violations == []
