"""Reading over REST: files, trees, contents, comparisons, names that changed."""

import base64

import pytest

from tests.standin.git.objects import link, submodule
from tests.standin.model.repository import Repository
from tests.standin.server import StandIn
from tests.standin_tests.client import Client

SHOP = "/repos/octo-org/shop"


@pytest.fixture
def shop(github: StandIn) -> Repository:
    """Give a repository with every kind of entry."""
    return github.repository(
        "octo-org/shop",
        {
            "README.md": "# Shop\n",
            "specs/001-pay/plan.md": "# Pay\n",
            "specs/link.md": link("001-pay/plan.md"),
            "vendor/lib": submodule("a" * 40),
        },
    )


async def test_a_tree_is_read_whole_with_modes_of_six_digits(github: StandIn, shop: Repository) -> None:
    tree = (await (await Client.installed(github)).get(f"{SHOP}/git/trees/{shop.branch_tip('main')}?recursive=1")).body

    assert not tree["truncated"]
    assert {each["path"]: (each["mode"], each["type"]) for each in tree["tree"]} == {
        "README.md": ("100644", "blob"),
        "specs": ("040000", "tree"),
        "specs/001-pay": ("040000", "tree"),
        "specs/001-pay/plan.md": ("100644", "blob"),
        "specs/link.md": ("120000", "blob"),
        "vendor": ("040000", "tree"),
        "vendor/lib": ("160000", "commit"),
    }


@pytest.mark.usefixtures("shop")
async def test_a_tree_over_the_limit_is_cut_and_says_so(github: StandIn) -> None:
    github.world.sizes.tree_entries = 3

    tree = (await (await Client.installed(github)).get(f"{SHOP}/git/trees/main?recursive=1")).body

    assert (len(tree["tree"]), tree["truncated"]) == (3, True)


@pytest.mark.usefixtures("shop")
async def test_contents_with_slashes_in_the_path_are_found(github: StandIn) -> None:
    client = await Client.installed(github)

    plan = (await client.get(f"{SHOP}/contents/specs/001-pay/plan.md")).body
    folder = (await client.get(f"{SHOP}/contents/specs")).body

    assert base64.b64decode(plan["content"]) == b"# Pay\n"
    assert [(each["name"], each["type"]) for each in folder] == [("001-pay", "dir"), ("link.md", "symlink")]
    assert (await client.get(f"{SHOP}/contents/specs/none.md")).status == 404


async def test_contents_above_1_mb_come_raw_only(github: StandIn, shop: Repository) -> None:
    shop.push("main", {"large.md": "x" * 1_000_001})
    client = await Client.installed(github)

    as_json = await client.get(f"{SHOP}/contents/large.md")
    raw = await client.get(f"{SHOP}/contents/large.md", accept="application/vnd.github.raw+json")

    assert (as_json.body["encoding"], as_json.body["content"], len(raw.body)) == ("none", "", 1_000_001)


async def test_files_of_a_pull_request_come_in_pages_up_to_a_limit(github: StandIn, shop: Repository) -> None:
    shop.pull_request("many", {f"specs/{number:03}/plan.md": f"# {number}\n" for number in range(130)})
    client = await Client.installed(github)

    sizes = [len((await client.get(f"{SHOP}/pulls/1/files?per_page=100&page={page}")).body) for page in (1, 2, 3)]
    github.world.sizes.files_of_pull = 120
    cut = (await client.get(f"{SHOP}/pulls/1/files?per_page=100&page=2")).body
    pull = (await client.get(f"{SHOP}/pulls/1")).body

    assert (sizes, len(cut), pull["changed_files"]) == ([100, 30, 0], 20, 130)


async def test_a_rename_tells_where_the_file_was(github: StandIn, shop: Repository) -> None:
    pull = shop.pull_request("move", {"other.md": "x\n"})
    pull.rename("specs/001-pay/plan.md", "specs/002-pay/plan.md")

    files = (await (await Client.installed(github)).get(f"{SHOP}/pulls/1/files")).body

    assert [(each["filename"], each["status"], each.get("previous_filename")) for each in files] == [
        ("other.md", "added", None),
        ("specs/002-pay/plan.md", "renamed", "specs/001-pay/plan.md"),
    ]
    assert "patch" not in files[1]


async def test_changes_of_the_base_do_not_show_up_in_the_diff(github: StandIn, shop: Repository) -> None:
    """The diff starts at the merge base, also after the base was merged into the branch."""
    pull = shop.pull_request("refunds", {"a.md": "a\n"})
    shop.push("main", {"b.md": "b\n"})
    client = await Client.installed(github)
    before = [each["filename"] for each in (await client.get(f"{SHOP}/pulls/1/files")).body]
    pull.merge_base_into_head()
    after = [each["filename"] for each in (await client.get(f"{SHOP}/pulls/1/files")).body]
    compared = (await client.get(f"{SHOP}/compare/main...refunds")).body

    assert before == after == ["a.md"]
    assert (compared["status"], compared["ahead_by"], compared["behind_by"]) == ("ahead", 2, 0)


async def test_a_branch_without_common_history_is_no_crash(github: StandIn, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {"a.md": "a\n"})
    pull.force_push_unrelated({"z.md": "z\n"})
    client = await Client.installed(github)

    assert (await client.get(f"{SHOP}/compare/main...refunds")).status == 404
    assert "z.md" in [each["filename"] for each in (await client.get(f"{SHOP}/pulls/1/files")).body]


async def test_a_renamed_repository_redirects_reads_and_writes_apart(github: StandIn, shop: Repository) -> None:
    client = await Client.installed(github)
    shop.rename("store")

    read = await client.get(f"{SHOP}/pulls?state=all")
    run = {"name": "x", "head_sha": shop.branch_tip("main"), "conclusion": "success"}
    write = await client.post(f"{SHOP}/check-runs", run)

    assert (read.status, write.status) == (301, 307)
    assert read.headers["Location"] == f"{github.url}/repositories/{shop.id}/pulls"
    assert (await client.get(read.headers["Location"])).status == 200
    assert (await client.post(write.headers["Location"], run)).status == 201


async def test_the_head_of_a_deleted_fork_stays_readable(github: StandIn, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {"a.md": "from a fork\n"}, author="bob", fork=True)
    assert pull.head_repository is not None
    pull.head_repository.delete(author="bob")
    client = await Client.installed(github)

    shown = (await client.get(f"{SHOP}/pulls/1")).body
    content = (await client.get(f"{SHOP}/contents/a.md?ref={pull.head_sha}")).body

    assert shown["head"]["repo"] is None
    assert base64.b64decode(content["content"]) == b"from a fork\n"


@pytest.mark.usefixtures("shop")
async def test_an_unchanged_answer_is_free(github: StandIn) -> None:
    client = await Client.installed(github)
    first = await client.get(f"{SHOP}/contents/README.md")
    second = await client.get(f"{SHOP}/contents/README.md", If_None_Match=first.headers["ETag"])

    assert second.status == 304
    assert second.headers["X-RateLimit-Used"] == first.headers["X-RateLimit-Used"]
    assert [each.counted for each in github.exchanges] == [False, True, False]


@pytest.mark.usefixtures("shop")
async def test_enterprise_server_answers_below_its_prefix(github: StandIn) -> None:
    client = await Client.installed(github)

    assert (await client.get(f"{github.enterprise_url}/repos/octo-org/shop")).status == 200
    assert (await client.post("/api/graphql", {"query": "{viewer{login}}"})).body == {
        "data": {"viewer": {"login": "planwarden[bot]"}}
    }


async def test_an_unknown_path_is_a_violation() -> None:
    async with StandIn() as github:
        github.repository("octo-org/shop")
        answer = await (await Client.installed(github)).get(f"{SHOP}/no/such/thing")

        assert answer.status == 404
        assert github.problems() == [f"no route for GET {SHOP}/no/such/thing"]
