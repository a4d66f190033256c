"""What commands rest on: teams, reviews by their id, reactions, rules of branches, many nodes at once."""

import base64
from typing import TYPE_CHECKING, Any

import pytest

from tests.standin.model.pulls import PullRequest
from tests.standin.server import StandIn
from tests.standin_tests.client import WRITER, Client

if TYPE_CHECKING:
    from tests.standin.model.conversation import IssueComment, Review, ReviewComment

COMMIT = """mutation($head: GitObjectID!, $contents: Base64String!) { createCommitOnBranch(input: {
  branch: {repositoryNameWithOwner: "octo-org/shop", branchName: "refunds"}, expectedHeadOid: $head,
  message: {headline: "Add"}, fileChanges: {additions: [{path: "a.md", contents: $contents}]}}) { commit { oid } } }"""
REACT = "mutation($id: ID!) { addReaction(input: {subjectId: $id, content: EYES}) { reaction { content } } }"


@pytest.fixture
def pull(github: StandIn) -> PullRequest:
    return github.repository("octo-org/shop").pull_request("refunds", {"plan.md": "one\n"})


@pytest.mark.usefixtures("pull")
async def test_members_of_a_team(github: StandIn) -> None:
    github.world.teams["octo-org", "sre"] = {"bob": "active", "carol": "pending"}
    client = await Client.installed(github, permissions={"members": "read"})
    blind = await Client.installed(github, permissions={"metadata": "read"})
    path = "/orgs/octo-org/teams/sre/memberships"

    told = {login: await client.get(f"{path}/{login}") for login in ("BOB", "carol", "dave")}

    assert [answer.status for answer in told.values()] == [200, 200, 404]
    assert [told[login].body["state"] for login in ("BOB", "carol")] == ["active", "pending"]
    assert (await client.get("/orgs/octo-org/teams/other/memberships/bob")).status == 404
    assert (await blind.get(f"{path}/bob")).status == 403


async def test_a_review_by_its_id_with_the_body_as_it_is_now(github: StandIn, pull: PullRequest) -> None:
    bob = github.person("bob")
    review = bob.review(pull, "one")
    bob.edit(review, "two")
    client = await Client.installed(github)

    found = await client.get(f"/repos/octo-org/shop/pulls/1/reviews/{review.id}")

    assert (found.body["body"], found.body["user"]["login"]) == ("two", "bob")
    assert (await client.get(f"/repos/octo-org/shop/pulls/1/reviews/{review.id + 1}")).status == 404
    told = [(each.event, each.action) for each in github.hooks.take("pull_request_review")]
    assert told == [("pull_request_review", "submitted"), ("pull_request_review", "edited")]


async def test_reactions_are_kept_once_and_not_taken_where_it_is_locked(github: StandIn, pull: PullRequest) -> None:
    bob = github.person("bob")
    texts: list[IssueComment | Review | ReviewComment] = [
        bob.comment(pull, "a"),
        bob.review(pull, "b"),
        bob.comment_on(pull, "plan.md", 1, "c"),
    ]
    client = await Client.installed(github)

    for _ in range(2):
        for text in texts:
            assert "errors" not in await client.graphql(REACT, id=text.node_id)
    path = f"/repos/octo-org/shop/issues/comments/{texts[0].id}/reactions"
    assert (await client.post(path, {"content": "eyes"})).status == 200
    assert [[each.content for each in text.reactions] for text in texts] == [["eyes"]] * 3

    pull.locked = True
    refused = await client.graphql(REACT, id=texts[0].node_id)
    assert refused["errors"][0]["type"] == "FORBIDDEN"
    assert (await client.post(path, {"content": "rocket"})).status == 403
    assert (await client.post("/repos/octo-org/shop/issues/1/comments", {"body": "x"})).status == 403


async def commit(client: Client, head: str) -> Any:
    return await client.graphql(COMMIT, head=head, contents=base64.b64encode(b"a\n").decode())


async def test_a_rule_forbids_a_commit_in_githubs_words(github: StandIn, pull: PullRequest) -> None:
    before = pull.head_sha
    pull.base_repository.protected["refunds"] = "Commits must have verified signatures."
    client = await Client.installed(github, permissions={"contents": "write"})

    refused = await commit(client, before)

    assert refused["errors"][0]["message"] == "Commits must have verified signatures."
    assert pull.head_sha == before
    del pull.base_repository.protected["refunds"]
    assert "errors" not in await commit(client, before)
    assert pull.head_sha != before
    assert [each.action for each in github.hooks.take("pull_request")] == ["opened", "synchronize"]


async def test_a_token_without_the_permission_commits_nothing(github: StandIn, pull: PullRequest) -> None:
    refused = await commit(await Client.installed(github, permissions=WRITER), pull.head_sha)

    assert refused["errors"][0]["type"] == "FORBIDDEN"


async def test_of_many_nodes_one_that_is_gone_is_null_and_an_error(github: StandIn, pull: PullRequest) -> None:
    bob = github.person("bob")
    gone, kept = bob.comment(pull, "a"), bob.comment(pull, "b")
    bob.delete(gone)
    client = await Client.installed(github)

    answer = await client.graphql("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=[gone.node_id, kept.node_id])

    assert answer["data"]["nodes"] == [None, {"id": kept.node_id}]
    assert [(each["type"], each["path"]) for each in answer["errors"]] == [("NOT_FOUND", ["nodes", 0])]
