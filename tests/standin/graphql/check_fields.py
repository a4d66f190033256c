"""Check suites and check runs."""

from tests.standin.graphql.connections import Connection, page
from tests.standin.graphql.context import Args, CommitIn, Context, Resolver, attr, get, item
from tests.standin.graphql.git_fields import commit_in
from tests.standin.model.checks import Annotation, CheckRun, CheckSuite
from tests.standin.render.accounts import WEBSITE


def suites_of(source: CommitIn, _context: Context, args: Args) -> Connection:
    suites = [suite for suite in source.repository.suites if suite.head_sha == source.commit.oid]
    wanted = args.get("filterBy") or {}
    if wanted.get("appId") is not None:
        suites = [suite for suite in suites if suite.app.id == wanted["appId"]]
    if wanted.get("checkName") is not None:
        suites = [suite for suite in suites if any(run.name == wanted["checkName"] for run in suite.runs)]
    return page(suites, args)


def _runs(source: CheckSuite, _context: Context, args: Args) -> Connection:
    """`checkType` LATEST (the default) keeps the newest run of each name; oldest first."""
    wanted = args.get("filterBy") or {}
    runs = source.runs if wanted.get("checkType") == "ALL" else source.latest()
    if wanted.get("checkName") is not None:
        runs = [run for run in runs if run.name == wanted["checkName"]]
    if wanted.get("status") is not None:
        runs = [run for run in runs if run.status.upper() == wanted["status"]]
    if wanted.get("appId") is not None:
        runs = [run for run in runs if run.app.id == wanted["appId"]]
    return page(sorted(runs, key=lambda run: run.id), args)


def _annotations(source: CheckRun, _context: Context, args: Args) -> Connection:
    return page(source.annotations, args)


def _conclusion(source: CheckRun | CheckSuite) -> str | None:
    return source.conclusion.upper() if source.conclusion else None


CHECK_SUITE: dict[str, Resolver] = {
    "id": attr("node_id"),
    "databaseId": attr("id"),
    "app": attr("app"),
    "status": get(lambda it: it.status.upper()),
    "conclusion": get(_conclusion),
    "commit": get(lambda it: commit_in(it.repository, it.head_sha)),
    "checkRuns": _runs,
}
CHECK_RUN: dict[str, Resolver] = {
    "id": attr("node_id"),
    "databaseId": attr("id"),
    "name": attr("name"),
    "status": get(lambda it: it.status.upper()),
    "conclusion": get(_conclusion),
    "externalId": attr("external_id"),
    "title": attr("title"),
    "summary": attr("summary"),
    "text": attr("text"),
    "detailsUrl": get(lambda it: it.details_url or f"{WEBSITE}/apps/{it.app.slug}"),
    "startedAt": attr("started_at"),
    "completedAt": attr("completed_at"),
    "url": get(lambda it: f"{WEBSITE}/{it.repository.full_name}/runs/{it.id}"),
    "checkSuite": attr("suite"),
    "annotations": _annotations,
}


def _span(source: Annotation) -> dict[str, dict[str, int | None]]:
    return {
        "start": {"line": source.start_line, "column": source.start_column},
        "end": {"line": source.end_line, "column": source.end_column},
    }


CHECK_ANNOTATION: dict[str, Resolver] = {
    "path": attr("path"),
    "annotationLevel": get(lambda it: it.annotation_level.upper()),
    "title": attr("title"),
    "message": attr("message"),
    "rawDetails": attr("raw_details"),
    "location": get(_span),
}
CHECK_ANNOTATION_SPAN: dict[str, Resolver] = {"start": item("start"), "end": item("end")}
CHECK_ANNOTATION_POSITION: dict[str, Resolver] = {"line": item("line"), "column": item("column")}
