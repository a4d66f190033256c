"""Only a new comment of a person is a command, and it says who gave it, where and when."""

import copy
import json
from typing import Any

import pytest

from bot.events import Malformed, interpret
from bot.web.body import SMALL, parse
from bot.work.port import Mark
from tests.standin import schemas
from tests.web.payloads import APP_ID, BASE, HEAD, SAID, comment, person

EVENTS = ("issue_comment", "pull_request_review", "pull_request_review_comment")


def marks(event: str, payload: Any, *, apps: frozenset[str] = frozenset()) -> tuple[Mark, ...]:
    return interpret(event, payload, "d-1", app_id=APP_ID, apps=apps)


def test_a_command_in_the_conversation() -> None:
    (mark,) = marks("issue_comment", comment("issue_comment", "/sp.fix no-kill-switch\n\nThanks!"))

    assert mark == Mark(
        "pull:7:3",
        99,
        {
            "reason": "issue_comment.created",
            "owner": "octo",
            "name": "checkout",
            "repository_id": 7,
            "number": 3,
            "command": {
                "kind": "issue_comment",
                "key": "issue_comment:77",
                "id": 77,
                "node_id": "IC_77",
                "verb": "fix",
                "arguments": "no-kill-switch",
                "sender": {"id": 501, "login": "alice", "bot": False},
                "at": SAID,
            },
        },
        immediate=True,
        said=SAID,
    )


@pytest.mark.parametrize("event", EVENTS[1:])
def test_a_review_tells_the_commits_of_its_moment(event: str) -> None:
    (mark,) = marks(event, comment(event, "/sp.help"))

    assert (mark.note["command"]["head"], mark.note["command"]["base"]) == (HEAD, BASE)
    assert mark.note["command"]["key"] == f"{event}:77"
    assert mark.said == SAID


def test_a_comment_in_the_diff_tells_where_it_stands() -> None:
    event = "pull_request_review_comment"
    (mark,) = marks(event, comment(event, "/sp.waive no-kill-switch until 2027-01-31 because the vendor decides"))
    (outdated,) = marks(event, comment(event, "/sp.check", line=None))

    assert (mark.note["command"]["path"], mark.note["command"]["line"]) == ("specs/001-pay/plan.md", 12)
    assert outdated.note["command"]["line"] == 0


def test_a_near_miss_is_told_apart() -> None:
    (mark,) = marks("issue_comment", comment("issue_comment", "/sp.wave no-kill-switch"))

    assert (mark.note["command"]["verb"], mark.note["command"]["misses"]) == ("wave", "waive")


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("action", ["edited", "deleted", "dismissed", "resolved", "invented_tomorrow"])
def test_only_what_is_new_runs(event: str, action: str) -> None:
    assert marks(event, comment(event, "/sp.fix") | {"action": action}) == ()


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("body", [None, "", "Looks good", "> /sp.fix", "Please run /sp.fix", "/sp.plan"])
def test_other_comments_mark_nothing(event: str, body: str) -> None:
    assert marks(event, comment(event, body)) == ()


def test_an_issue_is_no_pull_request() -> None:
    payload = comment("issue_comment", "/sp.fix")
    del payload["issue"]["pull_request"]

    assert marks("issue_comment", payload) == ()


@pytest.mark.parametrize("event", EVENTS)
def test_the_sender_must_be_who_wrote_it(event: str) -> None:
    payload = comment(event, "/sp.fix") | {"sender": person("mallory", 666)}

    assert marks(event, payload) == ()


@pytest.mark.parametrize("event", EVENTS)
def test_nobody_gives_no_command(event: str) -> None:
    """A deleted account is null; a payload without a sender must not crash the door."""
    without = comment(event, "/sp.fix") | {"sender": None}
    ghost = comment(event, "/sp.fix", user=None)

    assert marks(event, without) == ()
    assert marks(event, ghost) == ()


@pytest.mark.parametrize("event", EVENTS)
def test_apps_are_heard_only_where_the_operator_lets_them(event: str) -> None:
    robot = comment(event, "/sp.fix", by=person("renovate[bot]", 29139614, "Bot"))

    assert marks(event, robot) == ()
    (mark,) = marks(event, robot, apps=frozenset({"renovate"}))
    assert mark.note["command"]["sender"]["bot"] is True


def test_an_app_does_not_speak_through_a_person() -> None:
    """GitHub names the App that wrote with somebody's token."""
    through = comment("issue_comment", "/sp.fix", performed_via_github_app={"id": 4711, "slug": "copilot"})
    ours = comment("issue_comment", "/sp.fix", performed_via_github_app={"id": APP_ID, "slug": "planwarden"})

    assert marks("issue_comment", through) == ()
    assert len(marks("issue_comment", through, apps=frozenset({"copilot"}))) == 1
    assert marks("issue_comment", ours, apps=frozenset({"planwarden"})) == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": 0}, "comment.id is not an id"),
        ({"created_at": "yesterday"}, "comment.created_at is not a time"),
        ({"node_id": ""}, "comment.node_id is not a text"),
    ],
)
def test_a_wrong_member_is_named(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(Malformed, match=f"^{words}"):
        marks("issue_comment", comment("issue_comment", "/sp.fix", **changes))


@pytest.mark.parametrize("body", [["/sp.fix"], "/sp.fix \ud800", "x" * 300_001])
def test_a_body_that_is_no_text_is_refused(body: Any) -> None:
    with pytest.raises(Malformed, match=r"^comment\.body is not a text"):
        marks("issue_comment", comment("issue_comment", body))


@pytest.mark.schemas
@pytest.mark.parametrize("event", EVENTS)
def test_commands_in_the_payloads_that_github_publishes(event: str) -> None:
    """Each published example of something new is a command when its body is one, whole or reduced by the door."""
    schemas.require(schemas.PAYLOAD_EXAMPLES)
    examples = next(each["examples"] for each in schemas.load(schemas.PAYLOAD_EXAMPLES) if each["name"] == event)
    heard = 0
    for payload in copy.deepcopy(examples):
        if payload["action"] not in {"created", "submitted"}:
            continue
        remark = payload.get("review") or payload["comment"]
        remark |= {"body": "/sp.adr Use *PostgreSQL*", "user": payload["sender"], "performed_via_github_app": None}
        payload |= {"installation": {"id": 99}}
        if event == "issue_comment":
            payload["issue"]["pull_request"] = {"url": "https://api.github.com/repos/octo/checkout/pulls/3"}
        large = payload | {"padding": "x" * SMALL}
        (mark,) = marks(event, payload)
        assert marks(event, parse(bytearray(json.dumps(large).encode()))) == (mark,)
        assert mark.note["command"]["arguments"] == "Use *PostgreSQL*"
        heard += 1
    assert heard >= 3
