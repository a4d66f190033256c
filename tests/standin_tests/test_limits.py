"""Rate limits: what is refused, how it is said, and who did not listen."""

import asyncio

import pytest

from tests.standin import faults
from tests.standin.server import StandIn
from tests.standin_tests.client import Client

SHOP = "/repos/octo-org/shop"


@pytest.fixture
async def client(github: StandIn) -> Client:
    github.repository("octo-org/shop").pull_request("refunds", {"a.md": "a\n"})
    return await Client.installed(github)


async def test_the_hour_of_rest_and_graphql_are_apart(github: StandIn, client: Client) -> None:
    github.limits.hourly["core"] = 1
    await client.get(SHOP)

    refused = await client.get(SHOP)

    assert (refused.status, refused.headers["X-RateLimit-Remaining"]) == (403, "0")
    assert refused.message.startswith("API rate limit exceeded for installation ID")
    assert "Retry-After" not in refused.headers
    assert int(refused.headers["X-RateLimit-Reset"]) > github.clock.now() + 3500
    assert (await client.graphql("{ viewer { login } }"))["data"]


async def test_graphql_says_it_with_status_200(github: StandIn, client: Client) -> None:
    github.limits.hourly["graphql"] = 1
    await client.graphql("{ viewer { login } }")

    refused = await client.graphql("{ viewer { login } }")

    assert [error["type"] for error in refused["errors"]] == ["RATE_LIMITED"]


async def test_the_hour_ends(github: StandIn, client: Client) -> None:
    github.limits.hourly["core"] = 1
    await client.get(SHOP)
    github.clock.advance(3601)

    again = await Client.installed(github)

    assert (await again.get(SHOP)).status == 200


async def test_80_comments_a_minute_and_no_more() -> None:
    async with StandIn() as github:
        github.repository("octo-org/shop").pull_request("refunds", {"a.md": "a\n"})
        github.limits.as_github()
        client = await Client.installed(github)
        answers = [await client.post(f"{SHOP}/issues/1/comments", {"body": str(number)}) for number in range(81)]

        assert [each.status for each in answers] == [201] * 80 + [403]
        assert answers[-1].headers["Retry-After"] == "60"
        assert "secondary rate limit" in answers[-1].message
        assert github.limits.sent_while_limited == 0

        await client.get(SHOP)

        assert github.limits.sent_while_limited == 1
        assert github.problems() == ["1 requests were sent while limited"]


async def test_another_installation_is_not_limited(github: StandIn, client: Client) -> None:
    github.limits.hourly["core"] = 1
    github.repository("other-org/till")
    other = await Client.installed(github, "other-org")
    await client.get(SHOP)

    assert (await client.get(SHOP)).status == 403
    assert (await other.get("/repos/other-org/till")).status == 200
    assert github.limits.sent_while_limited == 0


async def test_five_points_a_write(github: StandIn, client: Client) -> None:
    github.limits.points_per_minute = 6
    first = await client.post(f"{SHOP}/issues/1/comments", {"body": "5 points"})
    second = await client.get(SHOP)
    third = await client.get(SHOP)

    assert [each.status for each in (first, second, third)] == [201, 200, 403]


async def test_no_more_requests_at_once_than_allowed(github: StandIn, client: Client) -> None:
    github.limits.concurrency = 2
    github.faults.add("GET", "/repos/{owner}/{repo}", faults.stall(0.1), times=3)

    answers = await asyncio.gather(*(client.get(SHOP) for _ in range(3)))

    assert sorted(each.status for each in answers) == [200, 200, 403]
    assert all("secondary rate limit" in each.message for each in answers if each.status == 403)


@pytest.mark.parametrize(("retry_after", "header"), [(7, "7"), (None, None)])
async def test_a_scripted_limit_is_remembered(retry_after: int | None, header: str | None) -> None:
    async with StandIn() as github:
        github.repository("octo-org/shop")
        client = await Client.installed(github)
        github.faults.add("GET", "/repos/{owner}/{repo}", faults.secondary_limit(retry_after, code=429))

        limited = await client.get(SHOP)
        github.clock.advance((retry_after or 60) - 1)
        await client.get(SHOP)
        github.clock.advance(2)
        await client.get(SHOP)

        assert (limited.status, limited.headers.get("Retry-After")) == (429, header)
        assert github.limits.sent_while_limited == 1
