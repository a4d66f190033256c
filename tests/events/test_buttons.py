"""What is pressed beside a check run."""

from typing import Any

from bot.events import interpret
from bot.work.port import Mark
from tests.web.payloads import APP_ID, HEAD, check, listed_pull, person


def pressed(identifier: str, **more: Any) -> tuple[Mark, ...]:
    payload = check("check_run", "requested_action", pulls=(listed_pull(),))
    payload["check_run"]["external_id"] = f"sp1:3:{HEAD}:fabc"
    payload |= {
        "requested_action": {"identifier": identifier},
        "sender": person(),
    }
    return interpret("check_run", payload | more, "d-1", app_id=APP_ID)


def test_recheck_tells_who_pressed_it() -> None:
    (mark,) = pressed("recheck")

    assert (mark.lane, mark.note["recheck"]) == ("pull:7:3", "d-1")
    assert mark.note["pressed"] == {"id": 501, "login": "alice", "bot": False}


def test_fix_is_the_command_on_the_head_of_its_run() -> None:
    (mark,) = pressed("fix")

    assert mark.immediate
    assert mark.note["command"] == {
        "key": "check_run:d-1",
        "kind": "check_run",
        "id": 11,
        "node_id": "",
        "verb": "fix",
        "arguments": "",
        "sender": {"id": 501, "login": "alice", "bot": False},
        "head": HEAD,
    }


def test_the_run_itself_says_which_pull_request_it_is_about() -> None:
    """GitHub lists none for forks, and none once the head has moved on."""
    run = {"id": 11, "head_sha": HEAD, "app": {"id": APP_ID}, "pull_requests": [], "external_id": f"sp1:8:{HEAD}:f"}

    (mark,) = pressed("fix", check_run=run)

    assert (mark.lane, mark.note["number"]) == ("pull:7:8", 8)
    assert pressed("fix", check_run=run | {"external_id": "of another kind"}) == ()


def test_what_is_no_button_of_ours_does_nothing() -> None:
    assert pressed("rm -rf") == ()
    assert pressed("fix", check_run={"id": 1, "head_sha": HEAD, "app": {"id": APP_ID + 1}, "pull_requests": []}) == ()
    assert pressed("fix", sender=person("renovate[bot]", 5, "Bot")) == ()
    assert pressed("fix", sender=None)[0].note["command"]["sender"]["id"] == 0
