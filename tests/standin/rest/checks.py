"""Check runs."""

from tests.standin.model.checking import create_run, find_run, update_run
from tests.standin.model.checks import CheckRun
from tests.standin.render.checks import annotation, check_run, check_suite
from tests.standin.rest.call import Call, Reply, not_found
from tests.standin.rest.repositories import revision
from tests.standin.rest.routing import Route


def create(call: Call) -> Reply:
    return Reply(201, check_run(create_run(call.repo, call.installed.installation.app, call.body)))


def update(call: Call) -> Reply:
    run = update_run(call.installed.installation.app, _run(call), call.body)
    return Reply(200, check_run(run))


def show(call: Call) -> Reply:
    return Reply(200, check_run(_run(call)))


def list_annotations(call: Call) -> Reply:
    run = _run(call)
    return call.page([annotation(run, each) for each in run.annotations])


def list_of_commit(call: Call) -> Reply:
    """List newest first; `filter=latest` (the default) keeps the newest of each name and App."""
    sha = revision(call, call.params["ref"]).oid
    suites = [suite for suite in call.repo.suites if suite.head_sha == sha]
    if (app_id := call.query.get("app_id")) is not None:
        suites = [suite for suite in suites if str(suite.app.id) == app_id]
    all_of_them = call.query.get("filter", "latest") == "all"
    runs = [run for suite in suites for run in (suite.runs if all_of_them else suite.latest())]
    for key, name in (("check_name", "name"), ("status", "status")):
        if (wanted := call.query.get(key)) is not None:
            runs = [run for run in runs if getattr(run, name) == wanted]
    runs.sort(key=lambda run: run.id, reverse=True)
    return call.page([check_run(run) for run in runs], key="check_runs")


def list_suites(call: Call) -> Reply:
    sha = revision(call, call.params["ref"]).oid
    suites = [check_suite(suite) for suite in call.repo.suites if suite.head_sha == sha]
    return call.page(suites, key="check_suites")


def _run(call: Call) -> CheckRun:
    run = find_run(call.repo, call.number("check_run_id"))
    if run is None:
        raise not_found()
    return run


READ, WRITE = (("checks", "read"),), (("checks", "write"),)
ROUTES = [
    Route("POST", "/repos/{owner}/{repo}/check-runs", create, needs=WRITE),
    Route("PATCH", "/repos/{owner}/{repo}/check-runs/{check_run_id}", update, needs=WRITE),
    Route("GET", "/repos/{owner}/{repo}/check-runs/{check_run_id}", show, needs=READ),
    Route("GET", "/repos/{owner}/{repo}/check-runs/{check_run_id}/annotations", list_annotations, needs=READ),
    Route("GET", "/repos/{owner}/{repo}/commits/{ref}/check-runs", list_of_commit, needs=READ),
    Route("GET", "/repos/{owner}/{repo}/commits/{ref}/check-suites", list_suites, needs=READ),
]
