import asyncio
import gzip
import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.web import signature
from bot.web.connection import Limits
from bot.work.port import Accepted
from tests.web.door import Door, door
from tests.web.payloads import SECRET, check, encoded, headers, pull_request

OPENED = encoded(pull_request())


@pytest.fixture(name="at")
async def _at() -> AsyncIterator[Door]:
    async with door() as opened:
        yield opened


async def test_a_delivery_is_stored_and_acknowledged(at: Door) -> None:
    answer = await at.send(OPENED, delivery="72d3162e-cc78-11e3-81ab-4c9367dc0958")

    assert (answer.status, answer.text) == (202, "new\n")
    (delivery,) = at.inbox.deliveries
    assert (delivery.id, delivery.event, delivery.action) == (
        "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "pull_request",
        "opened",
    )
    assert delivery.digest == hashlib.sha256(OPENED).hexdigest()
    assert [mark.lane for mark in delivery.marks] == ["pull:7:3"]
    assert at.count("planwarden_webhook_deliveries_total", event="pull_request", result="new") == 1
    assert at.count("planwarden_webhook_ack_seconds_count") == 1


@pytest.mark.parametrize(
    ("accepted", "by"), [(Accepted.DUPLICATE, "id"), (Accepted.SAME_BODY, "body"), (Accepted.AGAIN, None)]
)
async def test_a_duplicate_is_acknowledged_and_counted(at: Door, accepted: Accepted, by: str | None) -> None:
    at.inbox.answer = accepted

    assert (await at.send(OPENED)).status == 202
    counted = {by: at.count("planwarden_webhook_duplicates_total", by=by) for by in ("id", "body")}
    assert counted == {"id": 1 if by == "id" else 0, "body": 1 if by == "body" else 0}


async def test_what_cannot_be_stored_is_not_acknowledged(at: Door) -> None:
    """GitHub then lists the delivery as failed, and it can be delivered again."""
    at.inbox.broken = True
    assert (await at.send(OPENED)).status == 503
    assert at.count("planwarden_webhook_rejected_total", reason="unavailable") == 1

    at.inbox.broken = False
    assert (await at.send(OPENED)).status == 202


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "sha256=",
        "sha256=" + "0" * 64,
        "sha256=" + "é" * 64,
        "sha256=" + "0" * 63,
        "SHA",
        "upper",
        "twice",
        "sha1",
    ],
)
async def test_a_missing_or_wrong_signature(at: Door, value: str | None) -> None:
    """Each gets the same answer, and nothing is stored."""
    good = signature.sign(SECRET, OPENED)
    sent = headers(OPENED)
    del sent["X-Hub-Signature-256"]
    if value == "sha1":
        sent["X-Hub-Signature"] = "sha1=" + "0" * 40
    elif value is not None:
        sent["X-Hub-Signature-256"] = {"upper": good.upper(), "twice": f"{good},{good}"}.get(value, value)

    answer = await at.request("POST", "/webhook", data=OPENED, headers=sent)

    assert (answer.status, answer.text) == (401, "The body is not signed with a secret of this App.\n")
    assert at.inbox.deliveries == []
    reason = "signature-missing" if value in {None, "sha1"} else "signature-wrong"
    assert at.count("planwarden_webhook_rejected_total", reason=reason) == 1


async def test_two_signature_headers_are_none(at: Door) -> None:
    sent = [*headers(OPENED).items(), ("X-Hub-Signature-256", signature.sign(SECRET, OPENED))]

    assert (await at.request("POST", "/webhook", data=OPENED, headers=sent)).status == 401


async def test_rotation_of_the_secret() -> None:
    new, old = b"the newest one of the rotation", b"the older one of the rotation"
    async with door(secrets=(new, old)) as at:
        statuses = [(await at.send(OPENED, secret=secret)).status for secret in (new, old, SECRET)]

        assert statuses == [202, 202, 401]
        assert at.count("planwarden_webhook_secret_matches_total", slot="0") == 1
        assert at.count("planwarden_webhook_secret_matches_total", slot="1") == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json; charset=utf-7"},
        {"Content-Type": "application/json; charset=nope"},
        {"Content-Type": "application/vnd.github+json"},
        {"Content-Type": "text/plain"},
        {"Content-Encoding": "gzip"},
        {"Content-Encoding": "identity, br"},
    ],
)
async def test_anything_but_plain_json(at: Door, changes: dict[str, str]) -> None:
    answer = await at.request("POST", "/webhook", data=OPENED, headers=headers(OPENED) | changes)

    assert answer.status == 415
    assert at.inbox.deliveries == []


@pytest.mark.parametrize(
    "value", ["application/json", "application/json; charset=UTF-8", 'Application/JSON; charset="utf-8"']
)
async def test_plain_json_by_its_other_names(at: Door, value: str) -> None:
    answer = await at.request("POST", "/webhook", data=OPENED, headers=headers(OPENED) | {"Content-Type": value})

    assert answer.status == 202


@pytest.mark.parametrize("body", [b"\xef\xbb\xbf" + OPENED, OPENED.decode().encode("utf-16"), gzip.compress(OPENED)])
async def test_signed_bytes_that_are_not_utf8(at: Door, body: bytes) -> None:
    assert (await at.send(body)).status == 415


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"{",
        b"[" * 100_000,
        b'{"action": NaN}',
        b'{"number": ' + b"1" * 5000 + b"}",
        b'{"action": "\\ud800"}',
        b'{"action": ["opened"]}',
    ],
    ids=lambda body: body[:20].decode(),
)
async def test_a_signed_body_that_is_malformed(at: Door, body: bytes) -> None:
    answer = await at.send(body)

    assert answer.status == 400
    assert "Traceback" not in answer.text
    assert at.inbox.deliveries == []


@pytest.mark.parametrize(
    "changes",
    [
        {"X-GitHub-Event": None},
        {"X-GitHub-Event": ""},
        {"X-GitHub-Event": "Pull Request"},
        {"X-GitHub-Event": "e" * 65},
        {"X-GitHub-Delivery": None},
        {"X-GitHub-Delivery": ""},
        {"X-GitHub-Delivery": "a b"},
        {"X-GitHub-Delivery": "é"},
        {"X-GitHub-Delivery": "d" * 101},
    ],
)
async def test_a_missing_or_malformed_header(at: Door, changes: dict[str, str | None]) -> None:
    sent = {name: value for name, value in (headers(OPENED) | changes).items() if value is not None}

    answer = await at.request("POST", "/webhook", data=OPENED, headers=sent)

    assert answer.status == 400
    assert next(iter(changes)) in answer.text


async def test_the_payload_of_another_event_is_refused(at: Door) -> None:
    """The signature covers the body only, so the header alone must not decide what the body is."""
    comment = encoded(
        {"action": "created", "issue": {"number": 3}, "comment": {"body": "x"}, "installation": {"id": 99}}
    )

    assert (await at.send(comment, event="issue_comment")).text == "ignored\n"
    assert (await at.send(comment, event="pull_request")).status == 400
    assert at.inbox.deliveries == []


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("ping", {"zen": "Keep it logically awesome.", "hook_id": 1}),
        ("foo_bar", {}),
        ("pull_request", pull_request("invented_tomorrow")),
        ("check_run", check("check_run", "created")),
        ("check_run", check("check_run", "rerequested", app_id=1)),
        ("pull_request", pull_request(installation=None)),
        ("pull_request", pull_request(repository={"id": 7, "name": "../x", "owner": {"login": "octo"}})),
    ],
)
async def test_what_asks_for_nothing_is_acknowledged(at: Door, event: str, payload: Any) -> None:
    answer = await at.send(encoded(payload), event=event)

    assert (answer.status, answer.text) == (202, "ignored\n")
    assert at.inbox.deliveries == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_other_methods(at: Door, method: str) -> None:
    answer = await at.request(method, "/webhook")

    assert answer.status == 405
    assert answer.headers["Allow"] == "POST"


async def test_chunked_bodies_are_read(at: Door) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield OPENED[:10]
        await asyncio.sleep(0)
        yield OPENED[10:]

    assert (await at.request("POST", "/webhook", data=pieces(), headers=headers(OPENED))).status == 202


HEADER_NAMES = (*headers(OPENED), "Content-Encoding", "Expect", "Transfer-Encoding", "Content-Length", "Connection")
VALUES = st.binary(max_size=60).filter(lambda value: not set(value) & set(b"\r\n")) | st.sampled_from(
    [
        b"application/json;charset=\\",
        b"application/json; charset*=x''y",
        b"gzip",
        b"100-continue",
        b"chunked",
        b"upgrade",
    ]
)


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """Draw a delivery with changed headers and a changed body, which may still be signed."""
    body = bytearray(OPENED)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(body)))
        body[at : at + draw(st.integers(0, 9))] = draw(st.binary(max_size=12))
    signed = headers(bytes(body) if draw(st.booleans()) else OPENED)
    changes = draw(st.dictionaries(st.sampled_from(HEADER_NAMES), VALUES, max_size=3))
    return post(bytes(body), {name: value.encode() for name, value in signed.items()} | changes)


@given(requests=st.lists(mutations(), min_size=20, max_size=20))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_no_request_kills_the_door(requests: list[bytes]) -> None:
    """Each gets a 2xx, a 4xx or, when it is shorter than it says, no answer; and the next delivery is taken."""

    async def attack() -> None:
        async with door(limits=Limits(header=0.3, body=0.3, idle=0.3)) as opened:
            answers = await asyncio.gather(*(raw(opened.url, request) for request in requests))
            statuses = {answer.split()[1][:1] for answer in answers if answer}
            assert statuses <= {b"1", b"2", b"4"}
            assert not any(b"Traceback" in answer for answer in answers)
            assert (await opened.send(OPENED)).status == 202

    asyncio.run(asyncio.wait_for(attack(), 30))


def post(body: bytes, sent: Mapping[str, bytes]) -> bytes:
    """Return a request byte by byte, because clients refuse to send what attackers send."""
    lines = {"Host": b"localhost", "Content-Length": str(len(body)).encode(), "Connection": b"close", **sent}
    head = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in lines.items())
    return b"POST /webhook HTTP/1.1\r\n" + head + b"\r\n" + body


async def raw(url: str, request: bytes) -> bytes:
    """Send bytes and return everything that comes back."""
    host, _, port = url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    try:
        return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()


@given(
    payload=st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
@settings(max_examples=25, deadline=None)
def test_any_signed_json_gets_an_answer(payload: Any) -> None:
    async def attack() -> None:
        async with door() as opened:
            answer = await opened.send(json.dumps(payload).encode())
            assert answer.status in {202, 400}

    asyncio.run(attack())
