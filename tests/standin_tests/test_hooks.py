"""Deliveries: signatures, payloads, what is told to whom, and what becomes of a delivery."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import jsonschema_rs
import pytest
from aiohttp import web

from tests.standin import schemas
from tests.standin.hooks.delivery import Delivery, sign
from tests.standin.model.pulls import PullRequest
from tests.standin.server import StandIn
from tests.standin_tests.client import Client


class Receiver:
    """Keeps what it is sent and answers as told."""

    def __init__(self) -> None:
        self.url = ""
        self.status = 202
        self.got: list[tuple[dict[str, str], bytes]] = []

    async def handle(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.read()))
        return web.Response(status=self.status, text="noted")


@pytest.fixture
async def receiver(github: StandIn) -> AsyncIterator[Receiver]:
    kept = Receiver()
    application = web.Application(client_max_size=2**25)
    application.router.add_post("/webhook", kept.handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    kept.url = github.app.webhook_url = f"http://127.0.0.1:{runner.addresses[0][1]}/webhook"
    yield kept
    await runner.cleanup()


@pytest.fixture
def pull(github: StandIn) -> PullRequest:
    """Give a pull request of which nothing is told yet but its opening."""
    made = github.repository("octo-org/shop", private=False).pull_request("refunds", {"plan.md": "# Plan\n"})
    github.hooks.drop(*(each for each in github.hooks.pending if each.event == "push"))
    return made


def told(github: StandIn) -> list[tuple[str, str | None]]:
    return [(each.event, each.action) for each in github.hooks.take()]


def test_the_signature_is_the_published_one() -> None:
    """Secret, payload and signature from GitHub's page "Validating webhook deliveries"."""
    assert sign("It's a Secret to Everybody", b"Hello, World!") == (
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    )


@pytest.mark.usefixtures("pull")
async def test_a_delivery_is_signed_and_named(github: StandIn, receiver: Receiver) -> None:
    (delivery,) = github.hooks.pending

    assert await github.hooks.send(delivery) == 202

    ((headers, body),) = receiver.got
    digest = hmac.new(github.app.webhook_secret.encode(), body, hashlib.sha256).hexdigest()
    assert headers["X-Hub-Signature-256"] == f"sha256={digest}"
    assert headers["X-GitHub-Event"] == "pull_request"
    assert headers["X-GitHub-Delivery"] == delivery.guid
    assert json.loads(body)["action"] == "opened"
    assert (delivery.status, delivery.status_code) == ("OK", 202)


@pytest.mark.usefixtures("pull")
async def test_another_secret_signs_otherwise(github: StandIn, receiver: Receiver) -> None:
    (delivery,) = github.hooks.pending
    await github.hooks.send(delivery, secret="the one before rotation")

    ((headers, body),) = receiver.got
    assert headers["X-Hub-Signature-256"] == sign("the one before rotation", body)


@pytest.mark.usefixtures("pull")
async def test_failed_deliveries_are_listed_and_redelivered_under_the_same_guid(
    github: StandIn, receiver: Receiver
) -> None:
    receiver.status = 503
    (delivery,) = github.hooks.pending
    await github.hooks.send(delivery)
    client = Client.as_app(github)

    (row,) = (await client.get("/app/hook/deliveries?status=failure")).body
    assert (row["guid"], row["status_code"], row["event"]) == (delivery.guid, 503, "pull_request")

    receiver.status = 202
    assert (await client.post(f"/app/hook/deliveries/{row['id']}/attempts")).status == 202
    assert await github.hooks.send_all() == [202]
    newest, oldest = (await client.get("/app/hook/deliveries")).body
    assert newest["guid"] == oldest["guid"] == receiver.got[1][0]["X-GitHub-Delivery"]
    assert (newest["redelivery"], newest["id"] == oldest["id"]) == (True, False)


@pytest.mark.usefixtures("pull")
async def test_a_delivery_that_nobody_answered_is_no_failure_by_status(github: StandIn) -> None:
    """GitHub's filter knows status codes only: timeouts and refused connections must be found by reading them all."""
    (delivery,) = github.hooks.pending
    await github.hooks.send(delivery, to="http://127.0.0.1:9/webhook")
    client = Client.as_app(github)

    assert (await client.get("/app/hook/deliveries?status=failure")).body == []
    (row,) = (await client.get("/app/hook/deliveries")).body
    assert (row["status"], row["status_code"]) == ("failed to connect to host", 0)


async def test_deliveries_are_paged_by_cursor(github: StandIn, receiver: Receiver, pull: PullRequest) -> None:
    for number in range(4):
        pull.edit(title=f"Title {number}")
    await github.hooks.send_all()
    client = Client.as_app(github)
    seen, path = [], "/app/hook/deliveries?per_page=2"
    while path:
        answer = await client.get(path)
        seen += [each["action"] for each in answer.body]
        path = answer.headers.get("Link", "").removeprefix("<").partition(">")[0]

    assert seen == ["edited"] * 4 + ["opened"]
    assert len(receiver.got) == 5


async def test_deliveries_may_be_doubled_reordered_and_lost(
    github: StandIn, receiver: Receiver, pull: PullRequest
) -> None:
    pull.push({"plan.md": "# Plan\n\nmore\n"})
    pull.close()
    opened, synchronize, closed = (each for each in github.hooks.take() if each.event == "pull_request")

    await github.hooks.send_all([closed, synchronize, synchronize])

    assert [json.loads(body)["action"] for _, body in receiver.got] == ["closed", "synchronize", "synchronize"]
    assert opened.attempted is False


async def test_what_happens_is_told_at_once_where_asked(github: StandIn, receiver: Receiver) -> None:
    github.hooks.automatic = True
    repository = github.repository("octo-org/shop")
    repository.pull_request("refunds", {"plan.md": "# Plan\n"})
    await github.hooks.settle()

    assert sorted(headers["X-GitHub-Event"] for headers, _ in receiver.got) == ["pull_request", "push"]


def test_every_act_on_a_pull_request_is_told(github: StandIn, pull: PullRequest) -> None:
    pull.base_repository.create_branch("release")
    github.hooks.take()
    pull.to_draft()
    pull.ready()
    pull.edit(body="text")
    pull.retarget("release")
    pull.push({"plan.md": "# Plan\n\n1\n"})
    pull.force_push({"plan.md": "# Plan\n\n2\n"})
    pull.close()
    pull.reopen()
    pull.merge()

    assert told(github) == [
        ("pull_request", "converted_to_draft"),
        ("pull_request", "ready_for_review"),
        ("pull_request", "edited"),
        ("pull_request", "edited"),
        ("push", None),
        ("pull_request", "synchronize"),
        ("push", None),
        ("pull_request", "synchronize"),
        ("pull_request", "closed"),
        ("pull_request", "reopened"),
        ("push", None),
        ("pull_request", "closed"),
    ]


async def test_buttons_are_told_to_the_app_whose_they_are(github: StandIn, pull: PullRequest) -> None:
    github.other_app("impostor", "octo-org")
    client = await Client.installed(github)
    action = {"label": "Re-check", "description": "Run the plan checks again", "identifier": "recheck"}
    body = {"name": "Planwarden", "head_sha": pull.head_sha, "conclusion": "failure", "actions": [action]}
    await client.post("/repos/octo-org/shop/check-runs", body)
    github.hooks.take()
    run = github.shown_run(pull)
    assert run is not None
    bob = github.person("bob")
    bob.rerun(run)
    bob.rerun_all(run.suite)
    bob.press(run, "recheck")

    pressed = github.hooks.take()
    assert [(each.event, each.action, each.app.slug) for each in pressed] == [
        ("check_run", "rerequested", "planwarden"),
        ("check_suite", "rerequested", "planwarden"),
        ("check_run", "requested_action", "planwarden"),
    ]
    assert pressed[2].payload["requested_action"] == {"identifier": "recheck"}
    assert pressed[2].payload["sender"]["login"] == "bob"


def test_unsubscribed_events_and_suspended_installations_are_left_out(github: StandIn, pull: PullRequest) -> None:
    github.hooks.take()
    github.app.events.discard("push")
    pull.push({"plan.md": "# Plan\n\n1\n"})
    github.suspend(github.installation("octo-org"))
    pull.push({"plan.md": "# Plan\n\n2\n"})

    assert told(github) == [("pull_request", "synchronize"), ("installation", "suspend")]


async def test_a_repository_that_was_taken_away_is_not_found_any_more(github: StandIn, pull: PullRequest) -> None:
    client = await Client.installed(github)
    github.hooks.take()
    github.select(github.installation("octo-org"), [github.repository("octo-org/other")])

    taken = [(each.action, each.payload["repositories_removed"]) for each in github.hooks.take()]
    assert [(action, [row["full_name"] for row in rows]) for action, rows in taken] == [("removed", ["octo-org/shop"])]
    pull.base_repository.private = True
    assert (await client.get("/repos/octo-org/shop")).status == 404


def test_a_renamed_repository_says_what_it_was_called(github: StandIn, pull: PullRequest) -> None:
    github.hooks.take()
    pull.base_repository.rename("store")

    (delivery,) = github.hooks.take()
    assert delivery.payload["changes"] == {"repository": {"name": {"from": "shop"}}}
    assert delivery.payload["repository"]["full_name"] == "octo-org/store"


@pytest.mark.schemas
async def test_payloads_are_what_github_describes(github: StandIn, pull: PullRequest) -> None:
    """Every kind of payload that is sent fits the published description of that event and action."""
    client = await Client.installed(github)
    action = {"label": "Re-check", "description": "again", "identifier": "recheck"}
    body = {"name": "Planwarden", "head_sha": pull.head_sha, "conclusion": "failure", "actions": [action]}
    await client.post("/repos/octo-org/shop/check-runs", body)
    say_everything(github, pull)
    press_everything(github, pull)
    change_everything(github, pull)

    sent = github.hooks.take()

    assert len({(each.event, each.action) for each in sent}) == 26
    assert [fault for each in sent for fault in payload_faults(each)] == []


def say_everything(github: StandIn, pull: PullRequest) -> None:
    bob = github.person("bob")
    comment = bob.comment(pull, "one")
    bob.edit(comment, "two")
    bob.delete(comment)
    thread = bob.comment_on(pull, "plan.md", 1, "why?").home
    bob.edit(bob.reply(thread, "because"), "because of that")
    bob.review(pull, "fine")


def press_everything(github: StandIn, pull: PullRequest) -> None:
    bob = github.person("bob")
    run = github.shown_run(pull)
    assert run is not None
    bob.rerun(run)
    bob.rerun_all(run.suite)
    bob.press(run, "recheck")


def change_everything(github: StandIn, pull: PullRequest) -> None:
    pull.edit(title="Other")
    pull.to_draft()
    pull.ready()
    pull.push({"plan.md": "# Plan\n\nmore\n"})
    pull.close()
    pull.reopen()
    pull.base_repository.rename("store")
    installation = github.installation("octo-org")
    github.select(installation, [])
    github.select(installation, [pull.base_repository])
    github.suspend(installation)
    github.unsuspend(installation)
    github.grant(installation, {"metadata": "read"})
    github.uninstall(installation)


def payload_faults(delivery: Delivery) -> list[str]:
    name = f"{delivery.event}-{delivery.action}" if delivery.action else delivery.event
    described = schemas.load(schemas.PAYLOADS)["webhooks"][name.replace("_", "-")]["post"]["requestBody"]
    schema: Any = resolved(described["content"]["application/json"]["schema"], ())
    errors = jsonschema_rs.Draft202012Validator(schema).iter_errors(delivery.payload)
    return [f"{name} {error.instance_path}: {error.message[:200]}" for error in errors]


def resolved(node: Any, inside: tuple[str, ...]) -> Any:
    """Inline references into the description of payloads; a recursive one accepts anything."""
    if isinstance(node, list):
        return [resolved(each, inside) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" not in node:
        return {key: resolved(value, inside) for key, value in node.items()}
    name: str = node["$ref"]
    found: Any = schemas.load(schemas.PAYLOADS)
    for part in name.removeprefix("#/").split("/"):
        found = found[part]
    return {} if name in inside else resolved(found, (*inside, name))
