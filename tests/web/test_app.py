import aiohttp
import pytest

from bot.settings import Address
from bot.web.app import Health, create_app, create_setup_app
from bot.web.metrics import Metrics
from bot.web.server import Server
from rules.registry import RULES
from tests.web.door import SETTINGS, Answer, Inbox, door
from tests.web.payloads import encoded, pull_request


async def test_alive_and_ready() -> None:
    async with door() as at:
        assert (await at.request("GET", "/healthz")).status == 200
        assert (await at.request("GET", "/readyz")).text == "ready\n"


async def test_not_ready_while_the_store_is_down_or_the_process_stops() -> None:
    """Alive all the same: a restart would not help."""
    async with door() as at:
        at.inbox.broken = True
        answer = await at.request("GET", "/readyz")
        assert (answer.status, answer.text) == (503, "the store does not answer\n")
        assert (await at.request("GET", "/healthz")).status == 200

        at.inbox.broken = False
        assert (await at.request("GET", "/readyz")).status == 200
        at.health.unready = "stopping"
        answer = await at.request("GET", "/readyz")
        assert (answer.status, answer.text) == (503, "stopping\n")


async def test_metrics() -> None:
    async with door() as at:
        await at.send(encoded(pull_request()))
        await at.request("POST", "/webhook", data=b"{}", headers={"Content-Type": "application/json"})

        shown = await at.request("GET", "/metrics")

    assert shown.headers["Content-Type"].startswith("text/plain; version=")
    lines = shown.text.splitlines()
    assert 'planwarden_webhook_deliveries_total{event="pull_request",result="new"} 1.0' in lines
    assert 'planwarden_webhook_rejected_total{reason="signature-missing"} 1.0' in lines
    assert 'planwarden_inbox_jobs{state="waiting"} 1.0' in lines
    assert "planwarden_webhook_ack_seconds_count 1.0" in lines
    assert any(line.startswith("planwarden_build_info{") and 'version="0.1.0"' in line for line in lines)
    assert "octo" not in shown.text


async def test_metrics_without_the_store() -> None:
    """When the store is down the other figures are wanted most, and stale numbers of lanes would mislead."""
    async with door() as at:
        await at.send(encoded(pull_request()))
        await at.request("GET", "/metrics")
        at.inbox.broken = True

        shown = await at.request("GET", "/metrics")

    assert shown.status == 200
    assert "planwarden_webhook_deliveries_total{" in shown.text
    assert "planwarden_inbox_jobs{" not in shown.text


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/metrics", "/rules/", "/rules/no-kill-switch", "/absent", "/webhook"]
)
async def test_every_answer_is_closed_to_browsers(path: str) -> None:
    async with door(public_url="https://planwarden.example.com") as at:
        answer = await at.request("GET", path)

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Server" not in answer.headers


async def test_a_failure_of_ours_says_nothing_about_us() -> None:
    async def fails(_request: aiohttp.web.Request) -> aiohttp.web.Response:
        raise RuntimeError("the secret of the house")

    app = create_app(work=Inbox(), settings=SETTINGS, metrics=Metrics(), health=Health())
    app.router.add_get("/fails", fails)
    answer = await _get(Server(app), "/fails")

    assert (answer.status, answer.text) == (500, "Something went wrong here. The log says what.\n")


async def test_the_page_of_a_rule() -> None:
    async with door() as at:
        answer = await at.request("GET", "/rules/no-kill-switch")

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<title>no-kill-switch - Planwarden</title>" in answer.text
    assert '<html lang="en">' in answer.text
    assert "<h1>no-kill-switch</h1>" in answer.text
    assert "<h2>Bad</h2>" in answer.text
    assert "<script" not in answer.text


async def test_every_rule_is_listed_and_every_link_of_the_list_leads_to_its_page() -> None:
    async with door() as at:
        listed = await at.request("GET", "/rules")
        for rule in RULES:
            assert f'<a href="{rule.name}.md">' in listed.text
            assert (await at.request("GET", f"/rules/{rule.name}.md")).status == 200


async def test_an_unknown_rule_gets_the_nearest_names() -> None:
    async with door() as at:
        answer = await at.request("GET", "/rules/no-kil%3Cb%3E-switch")

    assert answer.status == 404
    assert '<a href="no-kill-switch">no-kill-switch</a>' in answer.text
    assert "<b>" not in answer.text


async def test_without_credentials_the_page_says_what_to_set() -> None:
    server = Server(create_setup_app(settings=SETTINGS, metrics=Metrics()))
    page = await _get(server, "/setup")

    for name in ("PLANWARDEN_APP_ID", "PLANWARDEN_PRIVATE_KEY", "PLANWARDEN_WEBHOOK_SECRET"):
        assert f"<code>{name}</code>" in page.text


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/readyz", 503), ("POST", "/webhook", 503), ("GET", "/healthz", 200)]
)
async def test_without_credentials_nothing_is_taken(method: str, path: str, status: int) -> None:
    server = Server(create_setup_app(settings=SETTINGS, metrics=Metrics()))

    assert (await _get(server, path, method=method)).status == status


async def test_with_credentials_there_is_no_set_up() -> None:
    async with door() as at:
        assert (await at.request("GET", "/setup")).status == 404


async def _get(server: Server, path: str, *, method: str = "GET") -> Answer:
    url = await server.listen(Address("127.0.0.1", 0))
    try:
        async with aiohttp.ClientSession() as client, client.request(method, url + path) as response:
            return Answer(response.status, await response.text(), dict(response.headers))
    finally:
        await server.stop(grace=0.0)
