"""Check runs: completed at once, annotations once each and in order, no second run after a lost answer."""

from typing import Any

import pytest

from bot.github.errors import Gone, Refused, Unreachable
from bot.github.port import Action, Annotation, CheckRun, GitHub, Level
from tests.github.conftest import APP, REPOSITORY
from tests.github.script import Break, Say, Script

HEAD = "a" * 40


def run_with(count: int, conclusion: str = "failure") -> CheckRun:
    annotations = tuple(
        Annotation("specs/a/plan.md", line, line, Level.FAILURE, "No kill switch", f"Risk {line}")
        for line in range(1, count + 1)
    )
    return CheckRun(HEAD, "digest-1", conclusion, "1 problem", "Summary", "https://docs", annotations)


def state(count: int, status: str = "in_progress", **more: Any) -> Say:
    return Say({"id": 11, "status": status, "output": {"annotations_count": count}, **more})


def listed(*ids: int, external_id: str = "digest-1", app: int = APP) -> Say:
    return Say({"check_runs": [{"id": run, "external_id": external_id, "app": {"id": app}} for run in ids]})


def sent_lines(script: Script) -> list[list[int]]:
    """Return the lines of the annotations of every write, in order."""
    writes = [heard for heard in script.heard if heard.method in {"POST", "PATCH"}]
    return [[note["start_line"] for note in write.body["output"]["annotations"]] for write in writes]


async def test_one_request_creates_a_completed_run(script: Script, client: GitHub) -> None:
    script.queue(Say({"id": 11}, status=201))
    run = CheckRun(
        HEAD,
        "digest-1",
        "failure",
        "1 problem",
        "Summary",
        details_url="https://docs",
        annotations=(Annotation("specs/a/plan.md", 3, 4, Level.WARNING, "Title", "Message", "Details"),),
        actions=(Action("Re-check", "Look again", "recheck"),),
    )
    assert await client.create_check_run(REPOSITORY, run) == 11
    assert script.paths() == ["POST /repos/octo/shop/check-runs"]
    assert script.heard[0].body == {
        "name": "Planwarden",
        "head_sha": HEAD,
        "external_id": "digest-1",
        "status": "completed",
        "conclusion": "failure",
        "details_url": "https://docs",
        "output": {
            "title": "1 problem",
            "summary": "Summary",
            "annotations": [
                {
                    "path": "specs/a/plan.md",
                    "start_line": 3,
                    "end_line": 4,
                    "annotation_level": "warning",
                    "title": "Title",
                    "message": "Message",
                    "raw_details": "Details",
                }
            ],
        },
        "actions": [{"label": "Re-check", "description": "Look again", "identifier": "recheck"}],
    }


async def test_without_a_conclusion_the_run_is_in_progress(script: Script, client: GitHub) -> None:
    script.queue(Say({"id": 11}, status=201))
    await client.create_check_run(REPOSITORY, run_with(0, conclusion=""))
    assert script.heard[0].body["status"] == "in_progress"
    assert "conclusion" not in script.heard[0].body


async def test_annotations_go_out_by_fifty_in_order_and_the_last_batch_completes(
    script: Script, client: GitHub
) -> None:
    script.queue(Say({"id": 11}, status=201), Say({}), Say({}))
    await client.create_check_run(REPOSITORY, run_with(120))
    assert sent_lines(script) == [list(range(1, 51)), list(range(51, 101)), list(range(101, 121))]
    assert [heard.body["status"] for heard in script.heard] == ["in_progress", "in_progress", "completed"]
    assert [heard.body.get("conclusion") for heard in script.heard] == [None, None, "failure"]


@pytest.mark.parametrize(("count", "requests"), [(0, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
async def test_so_many_requests_for_so_many_annotations(
    script: Script, client: GitHub, count: int, requests: int
) -> None:
    script.queue(*[Say({"id": 11}) for _ in range(requests)])
    await client.create_check_run(REPOSITORY, run_with(count))
    assert sum(map(len, sent_lines(script))) == count


async def test_a_run_whose_answer_was_lost_is_found_and_not_made_twice(script: Script, client: GitHub) -> None:
    script.queue(Break.RESET, listed(8, 11), state(3, "completed"))
    assert await client.create_check_run(REPOSITORY, run_with(3)) == 11
    assert script.paths() == [
        "POST /repos/octo/shop/check-runs",
        f"GET /repos/octo/shop/commits/{HEAD}/check-runs?check_name=Planwarden&app_id={APP}&filter=all&per_page=100",
        "GET /repos/octo/shop/check-runs/11",
    ]


async def test_a_run_that_was_never_made_is_made_after_all(script: Script, client: GitHub) -> None:
    """Runs of other Apps and of other verdicts do not count as ours, whatever they call themselves."""
    foreign = listed(3, app=APP + 1).data["check_runs"] + listed(4, external_id="digest-0").data["check_runs"]
    script.queue(Break.RESET, Say({"check_runs": foreign}), Say({"id": 12}, status=201))
    assert await client.create_check_run(REPOSITORY, run_with(3)) == 12


async def test_a_second_failure_is_told_and_nothing_is_tried_a_third_time(script: Script, client: GitHub) -> None:
    script.queue(Break.RESET, listed(), Break.RESET)
    with pytest.raises(Unreachable):
        await client.create_check_run(REPOSITORY, run_with(3))


async def test_a_found_run_gets_the_annotations_that_it_lacks(script: Script, client: GitHub) -> None:
    script.queue(Break.HALF, listed(11), state(50), Say({}))
    await client.create_check_run(REPOSITORY, run_with(70))
    assert sent_lines(script)[1:] == [list(range(51, 71))]
    assert script.heard[-1].body["conclusion"] == "failure"


@pytest.mark.parametrize(("arrived", "repeats"), [(100, 0), (50, 1)])
async def test_a_batch_that_broke_is_resumed_at_that_batch(
    script: Script, client: GitHub, arrived: int, repeats: int
) -> None:
    """GitHub appends annotations, so a batch that did arrive is not sent again."""
    script.queue(Say({"id": 11}), Break.RESET, state(arrived), *[Say({})] * repeats, Say({}))
    await client.create_check_run(REPOSITORY, run_with(120))
    first, second, third = list(range(1, 51)), list(range(51, 101)), list(range(101, 121))
    assert sent_lines(script) == [first, second, *[second] * repeats, third]


async def test_the_last_batch_counts_as_arrived_only_when_the_run_is_completed(script: Script, client: GitHub) -> None:
    script.queue(state(0), Break.RESET, state(0, "completed"))
    await client.complete_check_run(REPOSITORY, 11, run_with(0))
    assert [heard.method for heard in script.heard] == ["GET", "PATCH", "GET"]


async def test_completing_a_run_in_progress(script: Script, client: GitHub) -> None:
    script.queue(state(0), Say({}))
    await client.complete_check_run(REPOSITORY, 11, run_with(2))
    assert script.paths() == ["GET /repos/octo/shop/check-runs/11", "PATCH /repos/octo/shop/check-runs/11"]
    assert script.heard[1].body["conclusion"] == "failure"
    assert sent_lines(script) == [[1, 2]]


async def test_completing_what_is_complete_sends_nothing(script: Script, client: GitHub) -> None:
    script.queue(state(2, "completed"))
    await client.complete_check_run(REPOSITORY, 11, run_with(2))
    assert [heard.method for heard in script.heard] == ["GET"]


async def test_a_run_without_a_known_id_is_found_by_its_external_id(script: Script, client: GitHub) -> None:
    script.queue(listed(11), state(0), Say({}))
    await client.complete_check_run(REPOSITORY, 0, run_with(1))
    assert script.paths()[-1] == "PATCH /repos/octo/shop/check-runs/11"


async def test_completing_a_run_that_nobody_knows(script: Script, client: GitHub) -> None:
    script.queue(listed())
    with pytest.raises(Gone, match="no such check run"):
        await client.complete_check_run(REPOSITORY, 0, run_with(1))


async def test_a_refusal_carries_githubs_own_words(script: Script, client: GitHub) -> None:
    errors = ["No more than 50 items are allowed; 51 were supplied."]
    script.queue(Say({"message": "Invalid request.", "errors": errors}, status=422))
    with pytest.raises(Refused) as caught:
        await client.create_check_run(REPOSITORY, run_with(1))
    assert caught.value.errors == tuple(errors)
    assert caught.value.request == "POST /repos/{owner}/{repo}/check-runs"
