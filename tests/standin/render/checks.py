"""Check suites and check runs as JSON."""

from tests.standin.model.checks import Annotation, CheckRun, CheckSuite
from tests.standin.render.accounts import WEBSITE, Json, app
from tests.standin.render.pulls import pulls_of_commit
from tests.standin.render.repositories import commit, repository, repository_url


def check_run(run: CheckRun) -> Json:
    repository_ = run.repository
    url = f"{repository_url(repository_)}/check-runs/{run.id}"
    page = f"{WEBSITE}/{repository_.full_name}/runs/{run.id}"
    return {
        "id": run.id,
        "node_id": run.node_id,
        "head_sha": run.head_sha,
        "external_id": run.external_id,
        "url": url,
        "html_url": page,
        "details_url": run.details_url or f"{WEBSITE}/apps/{run.app.slug}",
        "status": run.status,
        "conclusion": run.conclusion,
        "started_at": run.started_at,
        "completed_at": run.completed_at,
        "name": run.name,
        "output": {
            "title": run.title,
            "summary": run.summary,
            "text": run.text,
            "annotations_count": len(run.annotations),
            "annotations_url": f"{url}/annotations",
        },
        "check_suite": {"id": run.suite.id},
        "app": app(run.app, repository_.world.url),
        "pull_requests": pulls_of_commit(repository_, run.head_sha),
    }


def annotation(run: CheckRun, found: Annotation) -> Json:
    return {
        "path": found.path,
        "blob_href": f"{WEBSITE}/{run.repository.full_name}/blob/{run.head_sha}/{found.path}",
        "start_line": found.start_line,
        "start_column": found.start_column,
        "end_line": found.end_line,
        "end_column": found.end_column,
        "annotation_level": found.annotation_level,
        "title": found.title,
        "message": found.message,
        "raw_details": found.raw_details,
    }


def check_suite(suite: CheckSuite) -> Json:
    repository_ = suite.repository
    found = commit(repository_, repository_.store.commits[suite.head_sha])
    inner = found["commit"]
    url = f"{repository_url(repository_)}/check-suites/{suite.id}"
    return {
        "id": suite.id,
        "node_id": suite.node_id,
        "head_branch": suite.head_branch,
        "head_sha": suite.head_sha,
        "status": suite.status,
        "conclusion": suite.conclusion,
        "url": url,
        "before": suite.before,
        "after": suite.head_sha,
        "pull_requests": pulls_of_commit(repository_, suite.head_sha),
        "app": app(suite.app, repository_.world.url),
        "created_at": suite.created_at,
        "updated_at": suite.created_at,
        "rerequestable": True,
        "runs_rerequestable": True,
        "latest_check_runs_count": len(suite.latest()),
        "check_runs_url": f"{url}/check-runs",
        "head_commit": {
            "id": suite.head_sha,
            "tree_id": inner["tree"]["sha"],
            "message": inner["message"],
            "timestamp": inner["author"]["date"],
            "author": {"name": inner["author"]["name"], "email": inner["author"]["email"]},
            "committer": {"name": inner["author"]["name"], "email": inner["author"]["email"]},
        },
        "repository": repository(repository_),
    }
