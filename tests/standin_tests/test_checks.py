"""Check runs: limits, appended annotations, several of a name."""

from typing import Any

import pytest

from tests.standin.model.checking import create_run
from tests.standin.oracles import mergeable
from tests.standin.server import StandIn
from tests.standin_tests.client import Answer, Client

RUNS = "/repos/octo-org/shop/check-runs"


def annotation(line: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "path": "plan.md",
        "start_line": line,
        "end_line": line,
        "annotation_level": "failure",
        "message": "m",
        **more,
    }


async def create(client: Client, sha: str, **more: Any) -> Answer:
    return await client.post(RUNS, {"name": "Planwarden", "head_sha": sha, **more})


def output(**more: Any) -> dict[str, Any]:
    return {"title": "2 errors", "summary": "text", **more}


async def test_a_conclusion_completes_the_run(github: StandIn) -> None:
    sha = github.repository("octo-org/shop").branch_tip("main")

    answer = await create(await Client.installed(github), sha, conclusion="success", output=output())

    assert (answer.status, answer.body["status"], answer.body["conclusion"]) == (201, "completed", "success")
    assert answer.body["completed_at"] is not None


TOO_MUCH: dict[str, tuple[dict[str, Any], str]] = {
    "51 annotations": (
        {"output": output(annotations=[annotation()] * 51)},
        "No more than 50 items are allowed; 51 were supplied.",
    ),
    "summary": ({"output": output(summary="x" * 65_536)}, "summary is too long (maximum is 65535 characters)"),
    "annotation title": ({"output": output(annotations=[annotation(title="x" * 256)])}, "maximum is 255 characters"),
    "annotation message": ({"output": output(annotations=[annotation(message="\u00e4" * 32_769)])}, "maximum is 64 KB"),
    "lines in the wrong order": ({"output": output(annotations=[annotation(3, end_line=2)])}, "must follow start_line"),
    "four buttons": ({"actions": [{"label": "a", "description": "b", "identifier": "c"}] * 4}, "No more than 3 items"),
    "label": ({"actions": [{"label": "x" * 21, "description": "b", "identifier": "c"}]}, "maximum is 20 characters"),
    "stale": ({"conclusion": "stale"}, "stale is not a member of"),
    "no conclusion": ({"status": "completed"}, '"conclusion" wasn\'t supplied.'),
}


@pytest.mark.parametrize(("wanted", "words"), TOO_MUCH.values(), ids=TOO_MUCH.keys())
async def test_what_is_over_a_limit_is_refused(wanted: dict[str, Any], words: str) -> None:
    """With GitHub's description at hand some are refused by it first; either way it is 422 and nothing is created."""
    async with StandIn() as github:
        repository = github.repository("octo-org/shop")

        answer = await create(await Client.installed(github), repository.branch_tip("main"), **wanted)

        assert answer.status == 422
        said = answer.message + str(answer.body.get("errors"))
        assert words in said or github.violations
        assert all(not suite.runs for suite in repository.suites)


async def test_the_head_must_exist(github: StandIn) -> None:
    github.repository("octo-org/shop")

    answer = await create(await Client.installed(github), "f" * 40)

    assert (answer.status, answer.message) == (422, f"No commit found for SHA: {'f' * 40}")


async def test_an_update_appends_annotations(github: StandIn) -> None:
    repository = github.repository("octo-org/shop")
    client = await Client.installed(github)
    made = await create(client, repository.branch_tip("main"), status="in_progress",
                        output=output(annotations=[annotation(1)]))  # fmt: skip
    path = f"{RUNS}/{made.body['id']}"
    await client.send("PATCH", path, {"conclusion": "failure", "output": output(annotations=[annotation(2)])})

    listed = await client.get(f"{path}/annotations")

    assert [each["start_line"] for each in listed.body] == [1, 2]


async def test_another_app_cannot_change_our_run(github: StandIn) -> None:
    repository = github.repository("octo-org/shop")
    made = await create(await Client.installed(github), repository.branch_tip("main"), conclusion="failure")
    other = github.other_app("impostor", "octo-org")
    client = await Client.installed(github, app=other)

    answer = await client.send("PATCH", f"{RUNS}/{made.body['id']}", {"conclusion": "success"})

    assert answer.status == 403
    assert "can only be modified by the GitHub App that created it" in answer.message


async def test_the_newest_run_of_a_name_is_shown(github: StandIn) -> None:
    repository = github.repository("octo-org/shop")
    pull = repository.pull_request("refunds", {"plan.md": "# Plan\n"})
    client = await Client.installed(github)
    assert not mergeable(pull, "Planwarden")
    await create(client, pull.head_sha, conclusion="failure", external_id="1")
    assert not mergeable(pull, "Planwarden")
    await create(client, pull.head_sha, conclusion="success", external_id="2")

    latest = await client.get(f"/repos/octo-org/shop/commits/{pull.head_sha}/check-runs")
    every = await client.get(f"/repos/octo-org/shop/commits/{pull.head_sha}/check-runs?filter=all")

    assert [run["conclusion"] for run in latest.body["check_runs"]] == ["success"]
    assert [run["conclusion"] for run in every.body["check_runs"]] == ["success", "failure"]
    assert mergeable(pull, "Planwarden", app=github.app)


async def test_a_check_on_an_old_head_does_not_count(github: StandIn) -> None:
    pull = github.repository("octo-org/shop").pull_request("refunds", {"plan.md": "# Plan\n"})
    await create(await Client.installed(github), pull.head_sha, conclusion="success")
    pull.push({"plan.md": "# Plan\n\nmore\n"})

    assert github.shown_run(pull) is None
    assert not mergeable(pull, "Planwarden")


async def test_a_fork_is_not_named_in_check_payloads(github: StandIn) -> None:
    """`pull_requests` holds pull requests of the repository's own branches alone."""
    repository = github.repository("octo-org/shop")
    own = repository.pull_request("refunds", {"a.md": "a\n"})
    foreign = repository.pull_request("refunds", {"b.md": "b\n"}, author="bob", fork=True)
    client = await Client.installed(github)
    found = {}
    for pull in (own, foreign):
        answer = await create(client, pull.head_sha, conclusion="success")
        listed = await client.get(f"/repos/octo-org/shop/commits/{pull.head_sha}/pulls")
        found[pull.number] = (
            [each["number"] for each in answer.body["pull_requests"]],
            [each["number"] for each in listed.body],
        )

    assert found == {1: ([1], [1]), 2: ([], [2])}


def test_of_one_name_the_oldest_runs_are_deleted(github: StandIn) -> None:
    repository = github.repository("octo-org/shop")
    body = {"name": "Planwarden", "head_sha": repository.branch_tip("main"), "conclusion": "success"}
    with github.hooks.silence():
        runs = [create_run(repository, github.app, body) for _ in range(1001)]

    assert repository.suites[0].runs == runs[1:]
