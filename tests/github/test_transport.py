"""One exchange at the level of bytes: broken connections, redirects, where a token may travel."""

import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.github.address import Address
from bot.github.answers import TooMuch, read
from bot.github.errors import Moved, Refused, Unreachable
from bot.github.transport import Request, Transport
from tests.github.script import Break, Say, Script

GET = Request("GET", "/repos/{owner}/{repo}", {"owner": "octo", "repo": "shop"})
POST = Request("POST", "/repos/{owner}/{repo}/check-runs", {"owner": "octo", "repo": "shop"}, {"name": "x"})
PATCH = Request("PATCH", "/repos/{owner}/{repo}", {"owner": "octo", "repo": "shop"}, {"name": "x"})
DELETE = Request("DELETE", "/repos/{owner}/{repo}", {"owner": "octo", "repo": "shop"})


@pytest.fixture
async def transport(script: Script) -> AsyncIterator[Transport]:
    async with Transport.open(Address.parse(script.url), user_agent="Test/1", proxy=None, seconds=5) as opened:
        yield opened


async def test_a_request_carries_what_github_asks_for(script: Script, transport: Transport) -> None:
    script.queue(Say({}))
    await transport.exchange(GET, authorization="Bearer abc")
    headers = script.heard[0].headers
    assert headers["User-Agent"] == "Test/1"
    assert headers["Accept"] == "application/vnd.github.v3+json"
    assert headers["X-GitHub-Api-Version"] == "2022-11-28"
    assert headers["Authorization"] == "Bearer abc"


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("shop", "/repos/octo/shop"),
        ("../../user", "/repos/octo/..%2F..%2Fuser"),
        ("x?admin=1#y", "/repos/octo/x%3Fadmin%3D1%23y"),
        ("a/b", "/repos/octo/a%2Fb"),
        ("%2e%2e", "/repos/octo/%252e%252e"),
        ("é", "/repos/octo/%C3%A9"),
    ],
)
async def test_foreign_text_stays_in_its_place_of_the_address(
    script: Script, transport: Transport, value: str, path: str
) -> None:
    script.queue(Say({}))
    await transport.exchange(Request("GET", GET.route, {"owner": "octo", "repo": value}), authorization="t")
    assert script.paths() == [f"GET {path}"]


@pytest.mark.parametrize("value", ["", ".", ".."])
async def test_a_name_that_would_change_the_path_is_not_sent(transport: Transport, value: str) -> None:
    with pytest.raises(Refused, match="empty or only dots"):
        await transport.exchange(Request("GET", GET.route, {"owner": value, "repo": "x"}), authorization="t")


@pytest.mark.parametrize("fault", list(Break))
async def test_a_connection_that_breaks_is_unreachable(script: Script, fault: Break) -> None:
    script.queue(fault)
    async with Transport.open(Address.parse(script.url), user_agent="t", proxy=None, seconds=0.3) as transport:
        with pytest.raises(Unreachable) as caught:
            await transport.exchange(POST, authorization="Bearer canary")
    assert caught.value.request == "POST /repos/{owner}/{repo}/check-runs"
    assert "canary" not in str(caught.value)


async def test_an_answer_that_is_too_long_is_not_read_to_its_end(script: Script) -> None:
    script.queue(Say(body=b"x" * 5000))
    async with aiohttp.ClientSession() as session:
        transport = Transport(session, Address.parse(script.url), largest=4999)
        with pytest.raises(TooMuch, match="longer than 4999 bytes"):
            await transport.exchange(GET, authorization="t")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_read_follows_a_redirect_once(script: Script, transport: Transport, status: int) -> None:
    script.queue(Say(status=status, headers={"location": "/repositories/42"}), Say({"id": 42}))
    answer = await transport.exchange(GET, authorization="Bearer abc")
    assert read(answer).data == {"id": 42}
    assert script.paths() == ["GET /repos/octo/shop", "GET /repositories/42"]
    assert script.heard[1].headers["Authorization"] == "Bearer abc"


@pytest.mark.parametrize(
    ("location", "path"),
    [("/repositories/42", "/repositories/42?page=2&q=a%26b"), ("/repositories/42?page=3", "/repositories/42?page=3")],
)
async def test_a_redirect_keeps_what_was_asked_for(
    script: Script, transport: Transport, location: str, path: str
) -> None:
    script.queue(Say(status=301, headers={"location": location}), Say([]))
    query = Request("GET", "/repos/{owner}{?page,q}", {"owner": "octo", "page": 2, "q": "a&b"})
    await transport.exchange(query, authorization="t")
    assert script.heard[1].path == path


@pytest.mark.parametrize("request_", [POST, PATCH, DELETE], ids=lambda request: request.method)
@pytest.mark.parametrize("status", [307, 308])
async def test_a_write_follows_only_redirects_that_keep_it(
    script: Script, transport: Transport, request_: Request, status: int
) -> None:
    script.queue(Say(status=status, headers={"location": f"{script.url}/repositories/42"}), Say({}))
    await transport.exchange(request_, authorization="t")
    assert [(heard.method, heard.body) for heard in script.heard] == [(request_.method, request_.body)] * 2


@pytest.mark.parametrize("request_", [POST, PATCH, DELETE], ids=lambda request: request.method)
@pytest.mark.parametrize("status", [300, 301, 302, 303])
async def test_a_write_is_not_turned_into_a_read(
    script: Script, transport: Transport, request_: Request, status: int
) -> None:
    script.queue(Say(status=status, headers={"location": "/repositories/42"}))
    with pytest.raises(Moved):
        await transport.exchange(request_, authorization="t")


@pytest.mark.parametrize("request_", [GET, POST], ids=lambda request: request.method)
@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_no_redirect_leads_to_another_host(
    script: Script, tripwire: Script, transport: Transport, request_: Request, status: int
) -> None:
    script.queue(Say(status=status, headers={"location": f"{tripwire.url}/repositories/42"}))
    with pytest.raises(Moved):
        await transport.exchange(request_, authorization="Bearer canary")


@pytest.mark.parametrize("location", ["", "//evil.test/x", "https://127.0.0.1/x", "http://me@{host}/x", "http://[bad"])
async def test_a_redirect_to_nowhere_good_is_refused(script: Script, transport: Transport, location: str) -> None:
    host = script.url.removeprefix("http://")
    script.queue(Say(status=307, headers={"location": location.format(host=host)} if location else {}))
    with pytest.raises(Moved):
        await transport.exchange(GET, authorization="t")


async def test_a_redirect_out_of_the_api_of_the_same_host_is_refused(script: Script) -> None:
    script.queue(Say(status=302, headers={"location": "/login"}))
    address = Address.parse(f"{script.url}/api/v3")
    async with Transport.open(address, user_agent="t", proxy=None, seconds=5) as transport:
        with pytest.raises(Moved, match="out of GitHub's API"):
            await transport.exchange(GET, authorization="t")
    assert script.paths() == ["GET /api/v3/repos/octo/shop"]


async def test_two_redirects_are_one_too_many(script: Script, transport: Transport) -> None:
    script.queue(*[Say(status=307, headers={"location": "/repositories/42"})] * 2)
    with pytest.raises(Moved, match="twice"):
        await transport.exchange(GET, authorization="t")


async def test_the_next_page_must_be_of_this_api(script: Script, tripwire: Script, transport: Transport) -> None:
    page = transport.follow(GET, f"{script.url}/repositories/42?page=2")
    script.queue(Say([]))
    await transport.exchange(page, authorization="t")
    assert script.paths() == ["GET /repositories/42?page=2"]
    for link in (f"{tripwire.url}/x", "//evil.test/x", "/repositories/42", "javascript:x", "http://[bad", ""):
        with pytest.raises(Refused, match="next page"):
            transport.follow(GET, link)


async def test_graphql_goes_beside_rest_on_a_server(script: Script) -> None:
    script.queue(Say({}))
    address = Address.parse(f"{script.url}/api/v3")
    async with Transport.open(address, user_agent="t", proxy=None, seconds=5) as transport:
        await transport.exchange(Request("POST", "/graphql", body={}, operation="Q"), authorization="t")
    assert script.paths() == ["POST /api/graphql"]


async def test_a_request_leaves_one_line_without_ids_or_secrets(script: Script, transport: Transport) -> None:
    script.queue(Say({"secret": "canary"}, headers={"x-ratelimit-remaining": "4999"}))
    with capture_logs() as lines:
        await transport.exchange(POST, authorization="Bearer canary")
    (line,) = lines
    assert (line["request"], line["status"], line["remaining"]) == (POST.name, 200, "4999")
    assert isinstance(line["milliseconds"], int)
    assert "canary" not in repr(lines)
    assert "octo" not in repr(lines)


async def test_a_password_for_github_in_netrc_is_no_concern_of_ours(
    script: Script, transport: Transport, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password canary\n")
    monkeypatch.setenv("NETRC", str(netrc))
    script.queue(Say({}))
    await transport.exchange(GET, authorization="Bearer abc")
    assert script.heard[0].headers["Authorization"] == "Bearer abc"


def _unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_nobody_listens() -> None:
    address = Address.parse(f"http://127.0.0.1:{_unused_port()}")
    async with Transport.open(address, user_agent="t", proxy=None, seconds=5) as transport:
        with pytest.raises(Unreachable, match=r"no connection with 127\.0\.0\.1"):
            await transport.exchange(GET, authorization="t")


async def test_a_host_that_does_not_exist_names_the_setting() -> None:
    address = Address.parse("https://github.invalid")
    async with Transport.open(address, user_agent="t", proxy=None, seconds=5) as transport:
        with pytest.raises(Unreachable, match=r"github\.invalid cannot be resolved: check PLANWARDEN_GITHUB_API_URL"):
            await transport.exchange(GET, authorization="t")


async def test_a_server_without_tls_names_the_setting(script: Script) -> None:
    address = Address.parse(script.url.replace("http://", "https://"))
    async with Transport.open(address, user_agent="t", proxy=None, seconds=5) as transport:
        with pytest.raises(Unreachable, match="check that PLANWARDEN_GITHUB_API_URL speaks https"):
            await transport.exchange(GET, authorization="t")


async def test_a_proxy_is_used_and_its_refusal_is_told(script: Script, tripwire: Script) -> None:
    """The request for the API's host arrives at the proxy, which wants a password."""
    script.queue(Say(status=407))
    address = Address.parse(tripwire.url)
    async with Transport.open(address, user_agent="t", proxy=script.url, seconds=5) as transport:
        answer = await transport.exchange(GET, authorization="t")
    with pytest.raises(Unreachable, match="the proxy wants a user name and password"):
        read(answer)


async def test_a_proxy_that_refuses_the_tunnel(script: Script) -> None:
    script.queue(Say(status=407))
    address = Address.parse("https://github.invalid")
    async with Transport.open(address, user_agent="t", proxy=script.url, seconds=5) as transport:
        with pytest.raises(Unreachable, match="the proxy refused with 407"):
            await transport.exchange(GET, authorization="t")


async def test_a_proxy_that_is_down() -> None:
    address = Address.parse("https://github.invalid")
    proxy = f"http://127.0.0.1:{_unused_port()}"
    async with Transport.open(address, user_agent="t", proxy=proxy, seconds=5) as transport:
        with pytest.raises(Unreachable, match="the proxy cannot be reached"):
            await transport.exchange(GET, authorization="t")
