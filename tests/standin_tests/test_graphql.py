"""GraphQL: unknown fields are errors, the modelled schema is GitHub's, costs and oddities."""

import base64
from typing import Any

import graphql
import pytest

from tests.standin import schemas
from tests.standin.git.objects import link, submodule
from tests.standin.graphql.schema import SDL, schema
from tests.standin.model.pulls import PullRequest
from tests.standin.server import StandIn
from tests.standin_tests.client import WRITER, Client

PLAN = "".join(f"line {number}\n" for number in range(1, 31))
PULL = 'repository(owner: "octo-org", name: "shop") { pullRequest(number: 1) { %s } }'


@pytest.fixture
def pull(github: StandIn) -> PullRequest:
    repository = github.repository(
        "octo-org/shop", {"plan.md": PLAN, "link.md": link("plan.md"), "lib": submodule("a" * 40)}
    )
    return repository.pull_request("refunds", {"plan.md": PLAN.replace("line 10\n", "new 10\n")})


async def ask(github: StandIn, fields: str, *, permissions: dict[str, str] | None = None) -> Any:
    """Return what the fields of the pull request answer."""
    client = await Client.installed(github, permissions=permissions)
    answer = await client.graphql("{" + PULL % fields + "}")
    return answer["data"]["repository"]["pullRequest"] if "errors" not in answer else answer["errors"]


@pytest.mark.schemas
def test_every_modelled_type_field_and_argument_is_githubs() -> None:
    """What the stand-in knows stands in the published schema with the same type, so nothing is made up."""
    published = graphql.build_schema(schemas.GRAPHQL.path.read_text(), assume_valid=True).type_map
    ours = graphql.build_schema(SDL.read_text()).type_map

    assert [
        fault for name, kind in ours.items() if not name.startswith("__") for fault in differences(kind, published)
    ] == []


def differences(kind: Any, published: dict[str, Any]) -> list[str]:
    """Return what a modelled type says that the published one does not."""
    theirs = published.get(kind.name)
    if theirs is None:
        return [f"no type {kind.name}"]
    found = [f"{kind.name} has no value {value}" for value in getattr(kind, "values", {}) if value not in theirs.values]
    implemented = {each.name for each in getattr(theirs, "interfaces", ())}
    found += [f"{kind.name} is no {each}" for each in getattr(kind, "interfaces", ()) if each.name not in implemented]
    for name, field in getattr(kind, "fields", {}).items():
        found += field_differences(f"{kind.name}.{name}", field, theirs.fields.get(name))
    return found + missing_inputs(kind, theirs)


def field_differences(name: str, ours: Any, theirs: Any) -> list[str]:
    if theirs is None:
        return [f"no field {name}"]
    found = [] if str(ours.type) == str(theirs.type) else [f"{name}: {ours.type}, published {theirs.type}"]
    for argument, known in getattr(ours, "args", {}).items():
        published = theirs.args.get(argument)
        if published is None or str(known.type) != str(published.type):
            found.append(f"{name}({argument}) is not published so")
    required = {
        argument for argument, each in getattr(theirs, "args", {}).items() if graphql.is_required_argument(each)
    }
    return found + [f"{name} needs {argument}" for argument in required - set(ours.args)] if required else found


def missing_inputs(ours: Any, theirs: Any) -> list[str]:
    if not isinstance(theirs, graphql.GraphQLInputObjectType):
        return []
    required = {name for name, each in theirs.fields.items() if graphql.is_required_input_field(each)}
    return [f"{ours.name} needs {name}" for name in required - set(ours.fields)]


def test_every_field_has_a_resolver() -> None:
    """Building the schema fails for a field without one, so that nothing answers null by accident."""
    fields = [
        field for name, kind in schema().type_map.items() if isinstance(kind, graphql.GraphQLObjectType)
        and not name.startswith("__") for field in kind.fields.values()
    ]  # fmt: skip

    assert len(fields) > 200
    assert all(field.resolve for field in fields)


async def test_a_field_that_is_not_modelled_is_an_error_and_a_violation() -> None:
    async with StandIn() as github:
        github.repository("octo-org/shop")

        answer = await (await Client.installed(github)).graphql("{ viewer { login shoeSize } }")

        assert "Cannot query field 'shoeSize' on type 'User'" in answer["errors"][0]["message"]
        assert len(github.violations) == 1


@pytest.mark.usefixtures("pull")
async def test_a_repository_that_one_may_not_see_is_not_found(github: StandIn) -> None:
    github.repository("other-org/secret")

    answer = await (await Client.installed(github)).graphql('{ repository(owner: "other-org", name: "secret") { id } }')

    assert answer["data"] == {"repository": None}
    assert answer["errors"][0]["type"] == "NOT_FOUND"
    assert answer["errors"][0]["path"] == ["repository"]


async def test_the_pull_request_is_told_whole(github: StandIn, pull: PullRequest) -> None:
    found = await ask(
        github,
        """number state isDraft headRefOid baseRefOid headRefName isCrossRepository changedFiles additions
        author { __typename login ... on User { databaseId } } headRepository { nameWithOwner }
        files(first: 100) { totalCount nodes { path changeType } }
        commits(first: 1) { totalCount nodes { commit { parents(first: 1) { nodes { oid } } } } }""",
    )

    assert found == {
        "number": 1,
        "state": "OPEN",
        "isDraft": False,
        "headRefOid": pull.head_sha,
        "baseRefOid": pull.base_sha,
        "headRefName": "refunds",
        "isCrossRepository": False,
        "changedFiles": 1,
        "additions": 1,
        "author": {"__typename": "User", "login": "alice", "databaseId": pull.author.id},
        "headRepository": {"nameWithOwner": "octo-org/shop"},
        "files": {"totalCount": 1, "nodes": [{"path": "plan.md", "changeType": "MODIFIED"}]},
        "commits": {"totalCount": 1, "nodes": [{"commit": {"parents": {"nodes": [{"oid": pull.base_sha}]}}}]},
    }


@pytest.mark.usefixtures("pull")
async def test_the_app_is_a_bot_under_two_names(github: StandIn) -> None:
    """GraphQL writes a bot's login without `[bot]`, except for the viewer."""
    client = await Client.installed(github)
    await client.post("/repos/octo-org/shop/issues/1/comments", {"body": "hello"})

    fields = (
        PULL % "comments(first: 1) { nodes { databaseId fullDatabaseId viewerDidAuthor author { __typename login } } }"
    )
    answer = await client.graphql("{ viewer { login }" + fields + "}")
    (comment,) = answer["data"]["repository"]["pullRequest"]["comments"]["nodes"]

    assert answer["data"]["viewer"]["login"] == "planwarden[bot]"
    assert comment["author"] == {"__typename": "Bot", "login": "planwarden"}
    assert comment["viewerDidAuthor"]
    assert (comment["databaseId"], int(comment["fullDatabaseId"]) > 2**31) == (None, True)


@pytest.mark.usefixtures("pull")
async def test_text_is_cut_and_says_so(github: StandIn) -> None:
    github.world.sizes.blob_text_bytes = 100

    answer = await (await Client.installed(github)).graphql(
        """{ repository(owner: "octo-org", name: "shop") { object(expression: "main:plan.md") {
        ... on Blob { byteSize isBinary isTruncated text } } } }"""
    )

    assert answer["data"]["repository"]["object"] == {
        "byteSize": len(PLAN),
        "isBinary": False,
        "isTruncated": True,
        "text": PLAN[:100],
    }


@pytest.mark.usefixtures("pull")
async def test_entries_tell_links_and_submodules_by_their_mode(github: StandIn) -> None:
    answer = await (await Client.installed(github)).graphql(
        """{ repository(owner: "octo-org", name: "shop") { none: object(expression: "main:none") { oid }
        object(expression: "refs/pull/1/head:") { ... on Tree { entries { name mode type object { __typename } } } } } }"""
    )

    repository = answer["data"]["repository"]
    assert repository["none"] is None
    assert repository["object"]["entries"] == [
        {"name": "lib", "mode": 0o160000, "type": "commit", "object": None},
        {"name": "link.md", "mode": 0o120000, "type": "blob", "object": {"__typename": "Blob"}},
        {"name": "plan.md", "mode": 0o100644, "type": "blob", "object": {"__typename": "Blob"}},
    ]


async def test_check_runs_are_the_latest_unless_all_are_asked_for(github: StandIn, pull: PullRequest) -> None:
    client = await Client.installed(github)
    for conclusion in ("failure", "success"):
        body = {"name": "Planwarden", "head_sha": pull.head_sha, "conclusion": conclusion}
        await client.post("/repos/octo-org/shop/check-runs", body)
    runs = "nodes { databaseId conclusion }"
    found = await ask(
        github,
        f"""commits(last: 1) {{ nodes {{ commit {{ checkSuites(first: 1, filterBy: {{appId: {github.app.id}}}) {{ nodes {{
        latest: checkRuns(first: 9) {{ {runs} }} all: checkRuns(first: 9, filterBy: {{checkType: ALL}}) {{ {runs} }}
        }} }} }} }} }}""",
    )

    (commit,) = found["commits"]["nodes"]
    (suite,) = commit["commit"]["checkSuites"]["nodes"]
    assert [run["conclusion"] for run in suite["latest"]["nodes"]] == ["SUCCESS"]
    assert [run["conclusion"] for run in suite["all"]["nodes"]] == ["FAILURE", "SUCCESS"]
    assert all(run["databaseId"] > 2**31 for run in suite["all"]["nodes"])


@pytest.mark.usefixtures("pull")
async def test_pages_follow_each_other_by_cursor(github: StandIn) -> None:
    client = await Client.installed(github)
    for number in range(5):
        await client.post("/repos/octo-org/shop/issues/1/comments", {"body": str(number)})
    query = "query($after: String) {" + PULL % (
        "comments(first: 2, after: $after) { totalCount nodes { body } pageInfo { hasNextPage endCursor } }"
    ) + "}"  # fmt: skip
    seen, cursor = [], None
    while True:
        answer = await client.graphql(query, after=cursor)
        comments = answer["data"]["repository"]["pullRequest"]["comments"]
        seen.append([each["body"] for each in comments["nodes"]])
        if not comments["pageInfo"]["hasNextPage"]:
            break
        cursor = comments["pageInfo"]["endCursor"]

    assert seen == [["0", "1"], ["2", "3"], ["4"]]


REFUSED = {
    "files { totalCount }": ("MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last` value"),
    "files(first: 101) { totalCount }": ("EXCESSIVE_PAGINATION", "Requesting 101 records on the `files` connection"),
    "commits(first: 100) { nodes { commit { history(first: 100) { nodes { parents(first: 100) { nodes { oid } } } } } } }": (
        "MAX_NODE_LIMIT_EXCEEDED",
        "This query requests up to 1,010,100 possible nodes",
    ),
}


@pytest.mark.parametrize(("fields", "error"), REFUSED.items())
async def test_queries_out_of_bounds_are_refused(fields: str, error: tuple[str, str]) -> None:
    async with StandIn() as github:
        github.repository("octo-org/shop").pull_request("refunds", {"plan.md": PLAN})

        (found,) = await ask(github, fields)

        assert found["type"] == error[0]
        assert found["message"].startswith(error[1])
        assert github.violations


@pytest.mark.usefixtures("pull")
async def test_a_query_costs_what_its_connections_need(github: StandIn) -> None:
    """100 threads with comments each: 1 + 100 requests, over 100 is 1 point; with reactions of each it would be 101."""
    client = await Client.installed(github)
    threads = "reviewThreads(first: 100) { nodes { comments(first: 50) { nodes { body } } } }"
    commits = (
        "commits(first: 50) { nodes { commit { parents(first: 10) { nodes { parents(first: 1) { totalCount } } } } } }"
    )

    answer = await client.graphql("{ rateLimit { cost nodeCount remaining } " + PULL % f"{threads} {commits}" + "}")

    assert answer["data"]["rateLimit"] == {
        "cost": 7,  # (1 + 100) + (1 + 50 + 500) = 652 requests
        "nodeCount": 100 + 5000 + 50 + 500 + 500,
        "remaining": 4993,
    }


async def test_a_review_over_graphql_drops_bad_threads_without_a_word(github: StandIn, pull: PullRequest) -> None:
    client = await Client.installed(github)

    answer = await client.graphql(
        """mutation($id: ID!, $threads: [DraftPullRequestReviewThread]) { addPullRequestReview(input: {
        pullRequestId: $id, event: COMMENT, body: "Look", threads: $threads}) {
        pullRequestReview { comments(first: 10) { totalCount nodes { path line } } } } }""",
        id=pull.node_id,
        threads=[{"path": "plan.md", "line": line, "body": "x"} for line in (10, 25)],
    )

    review = answer["data"]["addPullRequestReview"]["pullRequestReview"]
    assert review["comments"] == {"totalCount": 1, "nodes": [{"path": "plan.md", "line": 10}]}


async def test_resolving_needs_write_access_to_code(github: StandIn, pull: PullRequest) -> None:
    comment = github.person("bob").comment_on(pull, "plan.md", 10, "why?")
    mutation = "mutation($id: ID!) { resolveReviewThread(input: {threadId: $id}) { thread { isResolved } } }"
    refused = await (await Client.installed(github)).graphql(mutation, id=comment.home.node_id)
    github.installation("octo-org").permissions["contents"] = "write"
    client = await Client.installed(github, permissions={**WRITER, "contents": "write"})
    allowed = await client.graphql(mutation, id=comment.home.node_id)

    assert [error["type"] for error in refused["errors"]] == ["FORBIDDEN"]
    assert allowed["data"]["resolveReviewThread"]["thread"] == {"isResolved": True}


async def test_comments_are_edited_hidden_and_deleted_by_their_node_id(github: StandIn, pull: PullRequest) -> None:
    client = await Client.installed(github)
    body = {"commit_id": pull.head_sha, "event": "COMMENT", "comments": [{"path": "plan.md", "line": 10, "body": "a"}]}
    await client.post("/repos/octo-org/shop/pulls/1/reviews", body)
    comment = pull.threads[0].comments[0]
    edit = "updatePullRequestReviewComment(input: {pullRequestReviewCommentId: $id, body: $b}) { clientMutationId }"
    hide = "minimizeComment(input: {subjectId: $id, classifier: OUTDATED}) { minimizedComment { isMinimized } }"
    await client.graphql(f"mutation($id: ID!, $b: String!) {{ {edit} {hide} }}", id=comment.node_id, b="fixed")

    assert (comment.body, comment.minimized) == ("fixed", "outdated")

    await client.graphql(
        "mutation($id: ID!) { deletePullRequestReviewComment(input: {id: $id}) { clientMutationId } }",
        id=comment.node_id,
    )
    assert pull.threads == []
    gone = await client.graphql("query($id: ID!) { node(id: $id) { id } }", id=comment.node_id)
    assert gone["errors"][0]["type"] == "NOT_FOUND"


async def commit_on(client: Client, expected: str, path: str = "history/adr/0001-x.md") -> Any:
    return await client.graphql(
        """mutation($head: GitObjectID!, $files: FileChanges!) { createCommitOnBranch(input: {
        branch: {repositoryNameWithOwner: "octo-org/shop", branchName: "refunds"}, expectedHeadOid: $head,
        message: {headline: "Add ADR"}, fileChanges: $files}) { commit { oid message } } }""",
        head=expected,
        files={"additions": [{"path": path, "contents": base64.b64encode(b"# ADR\n").decode()}]},
    )


async def test_a_commit_lands_only_on_the_expected_head(github: StandIn, pull: PullRequest) -> None:
    github.installation("octo-org").permissions["contents"] = "write"
    client = await Client.installed(github, permissions={"contents": "write"})
    before = pull.head_sha

    stale = await commit_on(client, pull.base_sha)
    assert (stale["errors"][0]["type"], pull.head_sha) == ("STALE_DATA", before)

    done = await commit_on(client, before)
    assert done["data"]["createCommitOnBranch"]["commit"]["oid"] == pull.head_sha != before
    workflow = await commit_on(client, pull.head_sha, ".github/workflows/x.yml")
    assert "without `workflows` permission" in workflow["errors"][0]["message"]


@pytest.mark.usefixtures("pull")
async def test_fields_keep_to_permissions(github: StandIn) -> None:
    (found,) = await ask(github, "title", permissions={"contents": "read"})

    assert (found["type"], found["message"]) == ("FORBIDDEN", "Resource not accessible by integration")
