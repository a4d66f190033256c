"""A pull request in one request, in our words, and what happens when there is more than one request can hold."""

import base64
from typing import Any

import pytest

from bot.github.errors import Denied, GitHubError, Gone, Limited, Moved, Refused, Unreachable
from bot.github.graphql import InvalidDocument
from bot.github.port import (
    Change,
    ChangedFile,
    GitHub,
    OwnCheckRun,
    OwnComment,
    PullRequest,
    PullRequestRef,
    RepositoryRef,
)
from rules.settings_yaml import LARGEST
from tests.github.conftest import APP, PULL, REPOSITORY
from tests.github.pull_answer import (
    BASE,
    FORK_POINT,
    HEAD,
    blob,
    check_run,
    comment,
    files,
    newest,
    repository,
    said,
    suites,
    thread,
    tip,
)
from tests.github.script import Break, Say, Script, graphql


async def read(client: GitHub, revision: str = BASE) -> PullRequest:
    return await client.pull_request(PULL, config_revision=revision)


async def test_one_request_brings_it_all(script: Script, client: GitHub) -> None:
    script.queue(
        said(
            reviewThreads=newest(thread(comment("Ours", number=2**40))),
            comments=newest(comment("Sticky", number=7), comment("Human", ours=False)),
            reviews={"nodes": [{"body": "First", "viewerDidAuthor": True}, {"body": "No", "viewerDidAuthor": False}]},
            tip=tip(check_run(8), check_run(2**33, status="IN_PROGRESS", conclusion=None)),
        )
    )
    pull = await read(client)
    assert script.paths() == ["POST /graphql"]
    assert script.heard[0].variables == {
        "owner": "octo",
        "name": "shop",
        "number": 5,
        "yml": f"{BASE}:.github/planwarden.yml",
        "yaml": f"{BASE}:.github/planwarden.yaml",
        "app": APP,
        "check": "Planwarden",
    }
    assert pull == PullRequest(
        ref=PULL,
        node_id="PR_1",
        title="Pay by card",
        author="ada",
        author_id=4,
        state="open",
        draft=False,
        head_sha=HEAD,
        head_ref="feature",
        head_repository="octo/shop",
        base_sha=BASE,
        base_ref="main",
        fork_point=FORK_POINT,
        file_count=1,
        files=(ChangedFile("specs/a/plan.md", Change.MODIFIED),),
        check_runs=(
            OwnCheckRun(2**33, f"digest-{2**33}", "in_progress", "", "1 problem"),
            OwnCheckRun(8, "digest-8", "completed", "failure", "1 problem"),
        ),
        review_comments=(OwnComment(2**40, f"node-{2**40}", "Ours", "specs/a/plan.md", 3),),
        comments=(OwnComment(7, "node-7", "Sticky"),),
        review_bodies=("First",),
        url="https://github.com/octo/shop/pull/5",
        config_revision=BASE,
    )


async def test_no_foreign_text_is_ever_part_of_a_document(script: Script, client: GitHub) -> None:
    hostile = PullRequestRef(RepositoryRef(7, 42, 'o"){x}', "n'#"), 5)
    script.queue(graphql({"repository": repository()}))
    await client.pull_request(hostile, config_revision='x"}#')
    document = script.heard[0].body["query"]
    assert not any(text in document for text in ('o"', "n'", 'x"'))


@pytest.mark.parametrize(
    ("revision", "named"),
    [(BASE, BASE), ("main", "refs/heads/main"), ("v1/x", "refs/heads/v1/x"), ("refs/heads/a", "refs/heads/a")],
)
async def test_a_branch_is_named_in_full_because_a_tag_of_its_name_comes_first(
    script: Script, client: GitHub, revision: str, named: str
) -> None:
    script.queue(said())
    await read(client, revision)
    assert script.heard[0].variables["yml"] == f"{named}:.github/planwarden.yml"


async def test_a_deleted_fork_a_ghost_and_a_root_commit(script: Script, client: GitHub) -> None:
    opening: dict[str, Any] = {"nodes": [{"commit": {"parents": {"nodes": []}}}]}
    script.queue(said(headRepository=None, author=None, opening=opening, state="MERGED", isDraft=True))
    pull = await read(client)
    assert (pull.head_repository, pull.author, pull.fork_point) == (None, "ghost", "")
    assert (pull.state, pull.draft) == ("merged", True)


async def test_the_repository_goes_by_its_newest_name(script: Script, client: GitHub) -> None:
    script.queue(graphql({"repository": repository(nameWithOwner="acme/store", isPrivate=True, isArchived=True)}))
    pull = await read(client)
    assert pull.ref.repository == RepositoryRef(7, 42, "acme", "store")
    assert (pull.private, pull.archived) == (True, True)


async def test_another_repository_under_the_old_name_is_not_ours(script: Script, client: GitHub) -> None:
    script.queue(graphql({"repository": repository(databaseId=41)}))
    with pytest.raises(Moved, match="another repository"):
        await read(client)


@pytest.mark.parametrize(
    ("present", "config", "paths"),
    [
        ({}, None, ()),
        ({"yml": blob("mode: off")}, b"mode: off", (".github/planwarden.yml",)),
        ({"yaml": blob("mode: off")}, b"mode: off", (".github/planwarden.yaml",)),
        ({"yml": blob("a"), "yaml": blob("b")}, b"a", (".github/planwarden.yml", ".github/planwarden.yaml")),
        ({"yml": blob("")}, b"", (".github/planwarden.yml",)),
        ({"yml": {}}, None, ()),
    ],
    ids=["none", "yml", "yaml", "both", "empty", "a directory"],
)
async def test_the_configuration_and_where_it_is(
    script: Script, client: GitHub, present: dict[str, Any], config: bytes | None, paths: tuple[str, ...]
) -> None:
    script.queue(graphql({"repository": repository(**present)}))
    pull = await read(client)
    assert (pull.config, pull.config_paths) == (config, paths)


async def test_configuration_that_is_not_text_is_read_byte_for_byte(script: Script, client: GitHub) -> None:
    raw = b"mode: \xff\xfe"
    script.queue(
        graphql({"repository": repository(yml=blob(raw))}),
        Say({"content": base64.encodebytes(raw).decode(), "encoding": "base64"}),
    )
    assert (await read(client)).config == raw


async def test_of_a_huge_configuration_the_beginning_is_enough_to_refuse_it(script: Script, client: GitHub) -> None:
    huge = blob("x" * 600_000, text="x" * 512_000, isTruncated=True)
    script.queue(graphql({"repository": repository(yml=huge)}))
    assert len((await read(client)).config or b"") == 512_000 > LARGEST


async def test_only_our_threads_count_and_only_others_replies(script: Script, client: GitHub) -> None:
    human = comment("Human", ours=False)
    script.queue(
        said(
            reviewThreads=newest(
                thread(comment("alone", number=1)),
                thread(comment("answered", number=2), human, comment("by us"), total=3),
                thread(comment("talked over", number=3), human, human, total=9),
                thread(human, comment("our reply in theirs")),
                thread(comment("outdated", number=4, isMinimized=True), line=None),
                thread(),
            )
        )
    )
    pull = await read(client)
    assert [(own.body, own.replies, own.line, own.minimized) for own in pull.review_comments] == [
        ("alone", 0, 3, False),
        ("answered", 1, 3, False),
        ("talked over", 8, 3, False),
        ("outdated", 0, None, True),
    ]


async def test_files_after_the_hundredth_come_page_by_page(script: Script, client: GitHub) -> None:
    script.queue(
        said(changedFiles=3, files=files("a", after="A")),
        graphql({"repository": {"pullRequest": {"headRefOid": HEAD, "files": files("b", after="B")}}}),
        graphql({"repository": {"pullRequest": {"headRefOid": HEAD, "files": files("c")}}}),
    )
    pull = await read(client)
    assert [file.path for file in pull.files] == ["a", "b", "c"]
    assert [heard.variables.get("after") for heard in script.heard] == [None, "A", "B"]


async def test_files_are_read_as_far_as_github_lists_them(script: Script, client: GitHub) -> None:
    more = graphql({"repository": {"pullRequest": {"headRefOid": HEAD, "files": files("b", after="B")}}})
    script.queue(said(changedFiles=5000, files=files("a", after="A")), *[more] * 29)
    pull = await read(client)
    assert len(pull.files) == 30 < pull.file_count


async def test_files_of_two_heads_are_not_mixed(script: Script, client: GitHub) -> None:
    page = {"headRefOid": "e" * 40, "files": files("b")}
    script.queue(said(files=files("a", after="A")), graphql({"repository": {"pullRequest": page}}))
    with pytest.raises(Unreachable, match="new head while it was read"):
        await read(client)


async def test_a_diff_that_github_could_not_work_out_shows_as_missing_files(script: Script, client: GitHub) -> None:
    script.queue(said(files=None, changedFiles=4))
    pull = await read(client)
    assert (pull.files, pull.file_count) == ((), 4)


async def test_older_threads_are_read_in_their_order_and_not_for_ever(script: Script, client: GitHub) -> None:
    def older(number: int) -> Say:
        page = newest(thread(comment(f"{number}", number=number)), before=f"T{number}")
        return graphql({"repository": {"pullRequest": {"headRefOid": HEAD, "reviewThreads": page}}})

    script.queue(
        said(reviewThreads=newest(thread(comment("9", number=9)), before="T9")),
        *(older(number) for number in (8, 7, 6, 5)),
    )
    pull = await read(client)
    assert [own.body for own in pull.review_comments] == ["5", "6", "7", "8", "9"]


async def test_a_long_conversation_is_read_at_its_end_and_says_so(script: Script, client: GitHub) -> None:
    script.queue(said(comments=newest(comment("Sticky"), before="C")))
    pull = await read(client)
    assert [own.body for own in pull.comments] == ["Sticky"]
    assert pull.comments_cut


@pytest.mark.parametrize("commits", [{"nodes": []}, tip(check_run(1), oid="d" * 40)], ids=["none", "cut at 250"])
async def test_check_runs_are_asked_of_the_head_when_the_last_commit_listed_is_another(
    script: Script, client: GitHub, commits: dict[str, Any]
) -> None:
    script.queue(
        said(tip=commits), graphql({"repository": {"object": {"checkSuites": suites(check_run(3), check_run(4))}}})
    )
    pull = await read(client)
    assert [run.id for run in pull.check_runs] == [4, 3]
    assert script.heard[1].variables["head"] == HEAD


async def test_what_we_may_not_see_but_can_do_without(script: Script, client: GitHub) -> None:
    errors: list[dict[str, Any]] = [
        {"type": "FORBIDDEN", "path": ["repository", "pullRequest", "headRepository"], "message": "private"},
        {"path": ["repository", "x", 0, "databaseId"], "message": "Could not convert 3000000000 to Int"},
    ]
    script.queue(said(*errors, headRepository=None, tip=tip(check_run(None, externalId="digest"))))
    pull = await read(client)
    assert pull.head_repository is None
    assert [(run.id, run.external_id) for run in pull.check_runs] == [(0, "digest")]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        pytest.param(
            graphql({"repository": None}, {"type": "NOT_FOUND", "path": ["repository"], "message": "x"}),
            Gone,
            id="repo",
        ),
        pytest.param(graphql({"repository": None}), Gone, id="repository null"),
        pytest.param(
            said({"type": "NOT_FOUND", "path": ["repository", "pullRequest"], "message": "x"}), Gone, id="no number"
        ),
        pytest.param(graphql({"repository": repository() | {"pullRequest": None}}), Gone, id="pull request null"),
        pytest.param(
            said({"type": "FORBIDDEN", "path": ["repository", "pullRequest", "reviewThreads"], "message": "x"}),
            Denied,
            id="a permission missing",
        ),
        pytest.param(
            graphql(None, {"message": "Something went wrong while executing your query."}), Unreachable, id="trouble"
        ),
        pytest.param(said({"path": ["repository"], "message": "Something went wrong"}), Unreachable, id="in part"),
        pytest.param(graphql(None), Unreachable, id="no data"),
        pytest.param(Say([]), Unreachable, id="a list"),
        pytest.param(Say({"message": "x"}, status=502), Unreachable, id="502"),
        pytest.param(Say({"message": "x"}, status=504), Unreachable, id="504"),
        pytest.param(Break.HALF, Unreachable, id="cut off"),
        pytest.param(graphql({"repository": {"databaseId": 42}}), Unreachable, id="fields missing"),
        pytest.param(said(state=None), Unreachable, id="a null that must not be"),
        pytest.param(said(files={"nodes": [{"path": "a", "changeType": "NEW"}]}), Unreachable, id="an unknown change"),
        pytest.param(
            graphql(
                None,
                {
                    "message": "Field 'x' doesn't exist on type 'y'",
                    "path": ["query", "x"],
                    "extensions": {"code": "undefinedField"},
                    "locations": [{"line": 1, "column": 1}],
                },
            ),
            InvalidDocument,
            id="an older server",
        ),
        pytest.param(
            graphql(None, {"type": "RATE_LIMITED", "message": "API rate limit exceeded"}), Limited, id="limit with 200"
        ),
        pytest.param(
            graphql(None, {"message": "You have exceeded a secondary rate limit"}), Limited, id="secondary with 200"
        ),
        pytest.param(Say({"message": "Resource not accessible by integration"}, status=403), Denied, id="403"),
    ],
)
async def test_an_answer_that_is_none(
    script: Script, client: GitHub, answer: Say | Break, kind: type[GitHubError]
) -> None:
    script.queue(answer)
    with pytest.raises(GitHubError) as caught:
        await read(client)
    assert type(caught.value) is kind


async def test_a_graphql_limit_told_with_status_200_rests_until_its_reset(script: Script, client: GitHub) -> None:
    """REST has a budget of its own and goes on."""
    reset = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "4102444800"}
    script.queue(
        graphql(None, {"type": "RATE_LIMITED", "message": "API rate limit exceeded"}, headers=reset),
        Say({"tree": [], "truncated": False}),
    )
    with pytest.raises(Limited):
        await read(client)
    with pytest.raises(Limited, match="resting"):
        await read(client)
    assert len(script.heard) == 1
    assert await client.tree(REPOSITORY, HEAD) == {}


def open_pulls(*pulls: tuple[int, str], after: str | None = None) -> Say:
    nodes = [{"number": number, "headRefOid": head} for number, head in pulls]
    page = {"nodes": nodes, "pageInfo": {"hasNextPage": after is not None, "endCursor": after}}
    return graphql({"repository": {"pullRequests": page}})


async def test_pull_requests_are_found_by_their_head_those_of_forks_included(script: Script, client: GitHub) -> None:
    script.queue(open_pulls((9, HEAD), (8, BASE), after="A"), open_pulls((3, HEAD)))
    assert await client.pull_requests_of(REPOSITORY, HEAD) == (3, 9)
    assert [heard.variables["after"] for heard in script.heard] == [None, "A"]


async def test_beyond_a_thousand_open_ones_rest_is_asked_as_well(script: Script, client: GitHub) -> None:
    """It lists every pull request that contains the commit, closed ones too."""
    listed = [
        {"number": 1, "state": "open", "head": {"sha": HEAD}},
        {"number": 2, "state": "closed", "head": {"sha": HEAD}},
        {"number": 3, "state": "open", "head": {"sha": BASE}},
    ]
    script.queue(
        *[open_pulls((9, HEAD), after="A")] * 10,
        Say(listed[:1], headers={"link": f'<{script.url}/repositories/42/pulls?page=2>; rel="next"'}),
        Say(listed[1:]),
    )
    assert await client.pull_requests_of(REPOSITORY, HEAD) == (1, 9)
    assert script.paths()[-2:] == [
        f"GET /repos/octo/shop/commits/{HEAD}/pulls?per_page=100",
        "GET /repositories/42/pulls?page=2",
    ]


async def test_a_next_page_on_another_host_is_not_asked_for(script: Script, tripwire: Script, client: GitHub) -> None:
    link = {"link": f'<{tripwire.url}/x>; rel="next"'}
    script.queue(*[open_pulls(after="A")] * 10, Say([], headers=link))
    with pytest.raises(Refused, match="leads out of GitHub's API"):
        await client.pull_requests_of(REPOSITORY, HEAD)
