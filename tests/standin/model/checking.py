"""Creating and updating check runs, with GitHub's limits.

Limits: OpenAPI description of "Create a check run" (50 annotations, 65,535 characters, 20/40/20, 3 actions, 255, 64 KB), and
"Usage of check runs" (1,000 runs of a name in a suite, the oldest are deleted). PATCH appends annotations.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.standin.model.accounts import Account, App
from tests.standin.model.checks import CONCLUSIONS, Annotation, CheckRun, CheckSuite
from tests.standin.model.events import Event
from tests.standin.model.refused import Forbidden, Refused, invalid, too_long
from tests.standin.model.repository import Repository

MOST_ANNOTATIONS = 50
LONGEST_TEXT = 65_535
LONGEST_TITLE = 255
LARGEST_MESSAGE = 64 * 1024
MOST_ACTIONS = 3
ACTION_FIELDS = {"label": 20, "description": 40, "identifier": 20}
MOST_OF_ONE_NAME = 1000
LEVELS = ("notice", "warning", "failure")


def suite_for(repository: Repository, app: App, sha: str) -> CheckSuite:
    """Return the App's suite on a commit, made when there is none."""
    for suite in repository.suites:
        if suite.app is app and suite.head_sha == sha:
            return suite
    branch = next((ref for ref, tip in repository.refs.items() if tip == sha and ref.startswith("refs/heads/")), None)
    parents = repository.store.commits[sha].parents
    world = repository.world
    made = CheckSuite(world.next_id("check"), repository, app, sha, branch and branch.removeprefix("refs/heads/"),
                      parents[0] if parents else None, world.clock.text())  # fmt: skip
    repository.suites.append(made)
    world.nodes[made.node_id] = made
    return made


def find_run(repository: Repository, run_id: int) -> CheckRun | None:
    return next((run for suite in repository.suites for run in suite.runs if run.id == run_id), None)


def create_run(repository: Repository, app: App, wanted: Mapping[str, Any]) -> CheckRun:
    """Create a check run from the body of POST check-runs."""
    sha = wanted.get("head_sha", "")
    if not wanted.get("name"):
        raise Refused('Invalid request.\n\n"name" wasn\'t supplied.')
    if sha not in repository.store.commits:
        raise Refused(f"No commit found for SHA: {sha}")
    _verify(wanted)
    suite = suite_for(repository, app, sha)
    run = CheckRun(repository.world.next_id("check"), suite, wanted["name"], started_at=repository.world.clock.text())
    _apply(run, wanted)
    suite.runs.append(run)
    _prune(suite, run.name)
    repository.world.nodes[run.node_id] = run
    _tell(run, app.bot, "created")
    return run


def update_run(app: App, run: CheckRun, wanted: Mapping[str, Any]) -> CheckRun:
    """Update a check run from the body of PATCH check-runs; annotations are added to those that are there."""
    if run.app is not app:
        raise Forbidden(
            f"Invalid app_id `{app.id}` - check run can only be modified by the GitHub App that created it."
        )
    _verify(wanted)
    _apply(run, wanted)
    _tell(run, app.bot, "updated")
    return run


def _tell(run: CheckRun, sender: Account, action: str) -> None:
    """Tell of a run that was created or completed; GitHub sends nothing about other updates."""
    repository = run.repository
    world = repository.world
    for text in (run.title, run.summary, run.text, *(annotation.message for annotation in run.annotations)):
        world.note("check run", sender, text)
    if action == "created":
        world.emit(Event("check_run", "created", sender, repository, run))
    if run.status == "completed":
        world.emit(Event("check_run", "completed", sender, repository, run))


def _prune(suite: CheckSuite, name: str) -> None:
    same = [run for run in suite.runs if run.name == name]
    for old in same[:-MOST_OF_ONE_NAME]:
        suite.runs.remove(old)


def _apply(run: CheckRun, wanted: Mapping[str, Any]) -> None:
    for key in ("name", "external_id", "details_url", "started_at"):
        if key in wanted:
            setattr(run, key, wanted[key])
    run.status = wanted.get("status", run.status)
    if conclusion := wanted.get("conclusion"):
        run.status, run.conclusion = "completed", conclusion
        run.completed_at = wanted.get("completed_at") or run.repository.world.clock.text()
    elif "status" in wanted and run.status != "completed":
        run.conclusion = run.completed_at = None
    output = wanted.get("output") or {}
    for key in ("title", "summary", "text"):
        if key in output:
            setattr(run, key, output[key])
    run.annotations += [Annotation(**annotation) for annotation in output.get("annotations", ())]
    run.actions = wanted.get("actions", run.actions)


def _verify(wanted: Mapping[str, Any]) -> None:
    conclusion = wanted.get("conclusion")
    if wanted.get("status") == "completed" and not conclusion:
        raise Refused('Invalid request.\n\nNo subschema in "anyOf" matched.\n"conclusion" wasn\'t supplied.')
    if conclusion is not None and conclusion not in CONCLUSIONS:
        raise Refused(f"Invalid request.\n\n{conclusion} is not a member of {list(CONCLUSIONS)}.")
    _verify_output(wanted.get("output"))
    _verify_actions(wanted.get("actions", ()))


def _verify_output(output: Mapping[str, Any] | None) -> None:
    if output is None:
        return
    if "summary" not in output and "text" not in output and "title" not in output and "annotations" not in output:
        raise Refused('Invalid request.\n\n"summary" wasn\'t supplied.')
    too_long("summary", output.get("summary"), LONGEST_TEXT)
    too_long("text", output.get("text"), LONGEST_TEXT)
    annotations = output.get("annotations", ())
    if len(annotations) > MOST_ANNOTATIONS:
        raise Refused(
            f"Invalid request.\n\nNo more than {MOST_ANNOTATIONS} items are allowed; {len(annotations)} were supplied."
        )
    for annotation in annotations:
        _verify_annotation(annotation)


def _verify_annotation(annotation: Mapping[str, Any]) -> None:
    too_long("annotation title", annotation.get("title"), LONGEST_TITLE)
    for key in ("message", "raw_details"):
        if len((annotation.get(key) or "").encode()) > LARGEST_MESSAGE:
            raise Refused(
                "Validation Failed", [invalid("CheckAnnotation", key, "custom", "is too long (maximum is 64 KB)")]
            )
    start, end = annotation["start_line"], annotation["end_line"]
    if start < 1 or end < start:
        raise Refused("Validation Failed", [invalid("CheckAnnotation", "end_line", "custom", "must follow start_line")])
    if annotation["annotation_level"] not in LEVELS:
        raise Refused(f"Invalid request.\n\n{annotation['annotation_level']} is not a member of {list(LEVELS)}.")
    if start != end and {"start_column", "end_column"} & annotation.keys():
        raise Refused(
            "Validation Failed", [invalid("CheckAnnotation", "start_column", "custom", "needs a single line")]
        )


def _verify_actions(actions: Sequence[Mapping[str, Any]]) -> None:
    if len(actions) > MOST_ACTIONS:
        raise Refused(
            f"Invalid request.\n\nNo more than {MOST_ACTIONS} items are allowed; {len(actions)} were supplied."
        )
    for action in actions:
        for key, most in ACTION_FIELDS.items():
            if key not in action:
                raise Refused(f'Invalid request.\n\n"{key}" wasn\'t supplied.')
            too_long(f"actions.{key}", action[key], most)
