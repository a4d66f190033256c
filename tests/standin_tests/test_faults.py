"""Faults on the wire: what the caller sees, and whether the request had its effect."""

import asyncio

import aiohttp
import pytest

from tests.standin import faults
from tests.standin.faults import Fault
from tests.standin.model.pulls import PullRequest
from tests.standin.server import StandIn
from tests.standin_tests.client import Client

COMMENTS = "/repos/{owner}/{repo}/issues/{issue_number}/comments"
PATH = "/repos/octo-org/shop/issues/1/comments"


@pytest.fixture
def pull(github: StandIn) -> PullRequest:
    return github.repository("octo-org/shop").pull_request("refunds", {"a.md": "a\n"})


@pytest.mark.parametrize("code", [500, 502, 503, 504, 520])
async def test_the_front_answers_in_html(code: int, github: StandIn, pull: PullRequest) -> None:
    client = await Client.installed(github)
    github.faults.add("POST", COMMENTS, faults.status(code))

    answer = await client.post(PATH, {"body": "a"})

    assert (answer.status, answer.headers["Content-Type"]) == (code, "text/html")
    assert b"<!DOCTYPE html>" in answer.body
    assert pull.comments == []
    assert (await client.post(PATH, {"body": "a"})).status == 201


@pytest.mark.parametrize("after", [True, False])
async def test_a_reset_connection_hides_whether_it_was_done(after: bool, github: StandIn, pull: PullRequest) -> None:  # noqa: FBT001 - a parameter of the test
    client = await Client.installed(github)
    github.faults.add("POST", COMMENTS, faults.reset(after=after))

    with pytest.raises(aiohttp.ClientError):
        await client.post(PATH, {"body": "a"})

    assert len(pull.comments) == (1 if after else 0)


async def test_an_answer_is_cut_short(github: StandIn, pull: PullRequest) -> None:
    client = await Client.installed(github)
    github.faults.add("POST", COMMENTS, faults.cut())

    with pytest.raises(aiohttp.ClientPayloadError):
        await client.post(PATH, {"body": "a"})

    assert len(pull.comments) == 1


async def test_half_a_json_text_looks_whole(github: StandIn, pull: PullRequest) -> None:
    client = await Client.installed(github)
    github.faults.add("POST", COMMENTS, faults.truncated())

    with pytest.raises(ValueError, match=r"Unterminated|Expecting|delimiter"):
        await client.post(PATH, {"body": "a"})

    assert len(pull.comments) == 1


async def test_an_empty_body_with_a_good_status(github: StandIn, pull: PullRequest) -> None:
    client = await Client.installed(github)
    github.faults.add("POST", COMMENTS, faults.empty())

    answer = await client.post(PATH, {"body": "a"})

    assert (answer.status, answer.body, len(pull.comments)) == (201, b"", 1)


async def test_a_stalled_answer_comes_in_the_end(github: StandIn, pull: PullRequest) -> None:
    client = await Client.installed(github)
    github.faults.add("POST", COMMENTS, faults.stall(0.2, after=True))
    written = asyncio.Event()
    github.world.listeners.append(lambda _event: written.set())
    waiting = asyncio.create_task(client.post(PATH, {"body": "a"}))
    await written.wait()

    assert (len(pull.comments), waiting.done()) == (1, False)
    assert (await waiting).status == 201


@pytest.mark.usefixtures("pull")
async def test_a_script_says_how_often_after_how_many_and_for_which_body(github: StandIn) -> None:
    client = await Client.installed(github)
    github.faults.add("POST", COMMENTS, faults.server_error(), times=2, skip=1, containing="wanted")

    bodies = ["other", "wanted", "wanted", "other 2", "wanted 2", "wanted 3"]
    statuses = [(await client.post(PATH, {"body": body})).status for body in bodies]

    assert statuses == [201, 201, 500, 201, 500, 201]


async def test_graphql_fails_by_what_is_asked(github: StandIn, pull: PullRequest) -> None:
    client = await Client.installed(github)
    github.faults.add("POST", "/graphql", faults.reset(), containing="addComment")
    assert (await client.graphql("{ viewer { login } }"))["data"]

    mutation = 'mutation($id: ID!) { addComment(input: {subjectId: $id, body: "a"}) { clientMutationId } }'
    with pytest.raises(aiohttp.ClientError):
        await client.graphql(mutation, id=pull.node_id)

    assert [comment.body for comment in pull.comments] == ["a"]


@pytest.mark.usefixtures("pull")
@pytest.mark.parametrize(("fault", "code"), [(faults.forbidden(), 403), (faults.unauthorized(), 401)])
async def test_refusals_by_script(fault: Fault, code: int, github: StandIn) -> None:
    client = await Client.installed(github)
    github.faults.add("GET", COMMENTS, fault)

    assert (await client.get(PATH)).status == code
    assert github.limits.sent_while_limited == 0


async def test_a_credential_at_another_host_is_caught() -> None:
    async with StandIn() as github:
        github.repository("octo-org/shop")
        client = await Client.installed(github)
        await Client(github).get(f"{github.tripwire.url}/harmless")
        assert github.problems() == []

        await client.get(f"{github.tripwire.url}/next?page=2")

        assert github.problems() == ["a credential was sent to another host: GET /next?page=2"]
