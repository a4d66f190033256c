import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import FIELDS, SUBSCRIBED, Malformed, Stray, interpret
from bot.web.body import SMALL, parse
from bot.work.port import Mark
from tests.standin import schemas
from tests.web.payloads import APP_ID, BASE, HEAD, check, listed_pull, pull_request

PLACE = {"owner": "octo", "name": "checkout", "repository_id": 7}


def marks(event: str, payload: Any) -> tuple[Mark, ...]:
    return interpret(event, payload, "d-1", app_id=APP_ID)


@pytest.mark.parametrize("action", ["opened", "synchronize", "reopened", "ready_for_review", "converted_to_draft"])
def test_what_can_change_a_verdict_marks_the_pull_request(action: str) -> None:
    (mark,) = marks("pull_request", pull_request(action))

    assert mark == Mark(
        "pull:7:3",
        99,
        PLACE
        | {"reason": f"pull_request.{action}", "number": 3, "base_sha": BASE, "base_ref": "main", "head_sha": HEAD},
    )


def test_a_closed_pull_request_says_so() -> None:
    (mark,) = marks("pull_request", pull_request("closed"))

    assert mark.note["closed"] is True
    assert mark.lane == "pull:7:3"


def test_an_edit_counts_only_when_the_base_changed() -> None:
    title = {"title": {"from": "old"}}

    assert marks("pull_request", pull_request("edited", changes=title)) == ()
    assert len(marks("pull_request", pull_request("edited", changes=title | {"base": {"ref": {"from": "dev"}}}))) == 1


@pytest.mark.parametrize("action", ["labeled", "assigned", "auto_merge_enabled", "invented_tomorrow"])
def test_other_actions_mark_nothing(action: str) -> None:
    assert marks("pull_request", pull_request(action)) == ()


@pytest.mark.parametrize("event", ["ping", "foo_bar", "issues", "installation"])
def test_other_events_mark_nothing_whatever_they_hold(event: str) -> None:
    assert marks(event, {"action": ["opened"]}) == ()


@pytest.mark.parametrize("event", ["check_run", "check_suite"])
def test_a_rerun_of_a_fork_is_looked_up_by_its_commit(event: str) -> None:
    """For pull requests from forks GitHub leaves `pull_requests` empty."""
    (mark,) = marks(event, check(event, "rerequested"))

    assert mark == Mark(
        f"commit:7:{HEAD}",
        99,
        PLACE | {"reason": f"{event}.rerequested", "head_sha": HEAD, "recheck": "d-1"},
        immediate=True,
    )


def test_a_rerun_marks_every_pull_request_of_this_repository() -> None:
    """The same commit may head pull requests of other repositories too; those are not ours to judge here."""
    pulls = (listed_pull(number=3), listed_pull(number=5), listed_pull(number=8, repository_id=1234))

    found = marks("check_suite", check("check_suite", "rerequested", pulls=pulls))

    assert [mark.lane for mark in found] == ["pull:7:3", "pull:7:5"]
    assert {mark.note["head_sha"] for mark in found} == {HEAD}
    assert all(mark.immediate and mark.note["recheck"] == "d-1" for mark in found)


def test_only_the_recheck_button_asks_for_a_look() -> None:
    pressed = check("check_run", "requested_action", requested_action={"identifier": "recheck"})
    other = check("check_run", "requested_action", requested_action={"identifier": "undo"})

    assert [mark.lane for mark in marks("check_run", pressed)] == [f"commit:7:{HEAD}"]
    assert marks("check_run", other) == ()


@pytest.mark.parametrize("event", ["check_run", "check_suite"])
def test_checks_of_other_apps_mark_nothing(event: str) -> None:
    assert marks(event, check(event, "rerequested", app_id=APP_ID + 1)) == ()


@pytest.mark.parametrize(("event", "action"), [("check_run", "completed"), ("check_suite", "requested")])
def test_checks_that_come_and_go_mark_nothing(event: str, action: str) -> None:
    assert marks(event, check(event, action)) == ()


def test_a_payload_of_another_event_is_refused() -> None:
    """`X-GitHub-Event` is not signed: a signed comment must not pass for a pull request (or the other way round)."""
    comment = {"action": "opened", "issue": {"number": 3}, "comment": {"body": "x"}}
    review = pull_request("edited", changes={"base": {}})
    del review["number"]

    for event, payload in (("pull_request", comment), ("pull_request", review), ("check_run", pull_request())):
        with pytest.raises(Malformed):
            marks(event, payload)


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ([], "the payload is not an object"),
        (pull_request() | {"action": ["opened"]}, "action is not a text"),
        (pull_request(number=True), "number is not an id"),
        (pull_request(number=2**63), "number is not an id"),
        (pull_request(number=4), "number and pull_request.number differ"),
        (
            pull_request(pull_request={"number": 3, "head": {"sha": HEAD}, "base": None}),
            "pull_request.base is not an object",
        ),
        (
            pull_request(pull_request={"number": 3, "head": {"sha": "HEAD"}, "base": {"sha": BASE, "ref": "main"}}),
            "pull_request.head.sha is not a SHA",
        ),
        (
            pull_request(pull_request={"number": 3, "head": {"sha": HEAD}, "base": {"sha": BASE, "ref": "\ud800"}}),
            "pull_request.base.ref is not a text",
        ),
        (pull_request("edited", changes=None), "changes is not an object"),
        (pull_request(installation={"id": "99"}), "installation.id is not an id"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_member_is_named(payload: Any, words: str) -> None:
    with pytest.raises(Malformed, match=f"^{words}"):
        marks("pull_request", payload)


@pytest.mark.parametrize(
    "changes",
    [
        {"installation": None},
        {"repository": None},
        {"repository": {"id": 0, "name": "checkout", "owner": {"login": "octo"}}},
        {"repository": {"id": 7, "name": "..", "owner": {"login": "octo"}}},
        {"repository": {"id": 7, "name": "a/b", "owner": {"login": "octo"}}},
        {"repository": {"id": 7, "name": "checkout\n", "owner": {"login": "octo"}}},
        {"repository": {"id": 7, "name": "checkout", "owner": {"login": "octo?x=1"}}},
    ],
)
def test_a_payload_of_no_place_that_we_know_is_stray(changes: dict[str, Any]) -> None:
    with pytest.raises(Stray):
        marks("pull_request", pull_request(**changes))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(FIELDS)), inner, max_size=6),
    max_leaves=20,
)


@given(event=st.sampled_from(SUBSCRIBED), payload=JSON)
def test_no_payload_raises_anything_else(event: str, payload: Any) -> None:
    """Whatever is sent is interpreted, malformed or stray."""
    try:
        found = marks(event, payload)
    except (Malformed, Stray):
        return
    json.dumps([dict(mark.note) for mark in found]).encode()


@given(st.data())
def test_no_single_wrong_member_raises_anything_else(data: st.DataObject) -> None:
    payload: Any = pull_request("edited", changes={"base": {}})
    target = data.draw(st.sampled_from([payload, *(value for value in payload.values() if isinstance(value, dict))]))
    target[data.draw(st.sampled_from(sorted(target)))] = data.draw(JSON)
    try:
        marks("pull_request", payload)
    except (Malformed, Stray):
        return


@pytest.mark.schemas
def test_the_payloads_that_github_publishes() -> None:
    """Every published example is understood, also after the door has dropped the members that nobody reads."""
    schemas.require(schemas.PAYLOAD_EXAMPLES)
    found: dict[str, int] = {}
    for event in schemas.load(schemas.PAYLOAD_EXAMPLES):
        for payload in event["examples"]:
            app = (payload.get(event["name"]) or {}).get("app") if event["name"] in SUBSCRIBED else None
            reason = f"{event['name']}.{payload.get('action', '')}"
            found[reason] = found.get(reason, 0) + _published(event["name"], payload, (app or {"id": APP_ID})["id"])
    assert {reason: count for reason, count in found.items() if count} == {
        "check_run.rerequested": 2,
        "check_suite.rerequested": 2,
        "pull_request.closed": 2,
        "pull_request.converted_to_draft": 1,
        "pull_request.opened": 3,
        "pull_request.ready_for_review": 1,
        "pull_request.reopened": 2,
        "pull_request.synchronize": 1,
    }


def _published(event: str, payload: Any, app_id: int) -> int:
    large = payload | {"padding": "x" * SMALL}
    reduced = parse(bytearray(json.dumps(large).encode()))
    try:
        found = interpret(event, payload, "d-1", app_id=app_id)
    except Stray:
        # Some examples come from webhooks of repositories, which have no installation.
        assert "installation" not in payload
        return 0
    assert interpret(event, reduced, "d-1", app_id=app_id) == found
    return len(found)


@pytest.mark.schemas
def test_no_published_payload_passes_for_another_event() -> None:
    schemas.require(schemas.PAYLOAD_EXAMPLES)
    for event in schemas.load(schemas.PAYLOAD_EXAMPLES):
        for claimed in set(SUBSCRIBED) - {event["name"]}:
            for payload in event["examples"]:
                try:
                    assert interpret(claimed, payload, "d-1", app_id=APP_ID) == ()
                except (Malformed, Stray):
                    continue
