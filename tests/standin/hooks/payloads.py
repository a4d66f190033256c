"""Webhook payloads: what the model knows, over GitHub's published example of the same event where that is at hand.

The example only fills fields inside objects that the model renders; it never adds an object of its own.
"""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tests.standin import schemas
from tests.standin.git.diff import changed_files
from tests.standin.model.accounts import Installation, node_id
from tests.standin.model.events import Event
from tests.standin.model.pulls import PullRequest
from tests.standin.model.world import World
from tests.standin.render.accounts import Json, organization, user
from tests.standin.render.accounts import installation as installation_json
from tests.standin.render.checks import check_run, check_suite
from tests.standin.render.comments import issue_comment, review, review_comment
from tests.standin.render.pulls import pull_page, pull_request, pull_simple, pull_url
from tests.standin.render.repositories import commit, repository, repository_url

if TYPE_CHECKING:
    from tests.standin.model.conversation import IssueComment, Review, ReviewComment


def payload_of(world: World, event: Event, installation: Installation) -> Json:
    """Return the payload of an event as it is told to one installation."""
    ours: Json = {"action": event.action} if event.action else {}
    ours |= PARTS[event.name](event)
    ours |= {key: value for key, value in event.details.items() if key != "forced"}
    if event.repository is not None:
        ours["repository"] = repository(event.repository)
        if event.repository.owner.kind == "Organization":
            ours["organization"] = organization(event.repository.owner, world.url)
    ours["sender"] = user(event.sender, world.url)
    short = {"id": installation.id, "node_id": node_id("MDIzO", installation.id)}
    ours["installation"] = short if event.installation is None else installation_json(installation, world.url)
    return _over_example(event, ours, world)


def _pull(event: Event) -> Json:
    pull: PullRequest = event.subject
    return {"number": pull.number, "pull_request": pull_request(pull)}


def _check_run(event: Event) -> Json:
    run = event.subject
    suite = check_suite(run.suite)
    for inner in ("head_commit", "repository", "latest_check_runs_count", "check_runs_url"):
        del suite[inner]
    return {"check_run": {**check_run(run), "check_suite": suite}}


def _check_suite(event: Event) -> Json:
    return {"check_suite": {key: value for key, value in check_suite(event.subject).items() if key != "repository"}}


def _issue_comment(event: Event) -> Json:
    comment: IssueComment = event.subject
    return {"issue": _issue(comment.pull), "comment": issue_comment(comment)}


def _issue(pull: PullRequest) -> Json:
    """Return a pull request as an issue: the key `pull_request` is what tells it from a real one."""
    simple = pull_simple(pull)
    same = ("number", "title", "user", "body", "state", "locked", "created_at", "updated_at", "closed_at", "draft",
            "labels", "assignee", "assignees", "milestone", "author_association", "active_lock_reason")  # fmt: skip
    url = f"{repository_url(pull.base_repository)}/issues/{pull.number}"
    page = pull_page(pull)
    return {
        **{key: simple[key] for key in same},
        "id": pull.id, "node_id": pull.node_id, "url": url, "html_url": page,
        "repository_url": repository_url(pull.base_repository), "comments": len(pull.comments),
        "labels_url": f"{url}/labels{{/name}}", "comments_url": f"{url}/comments", "events_url": f"{url}/events",
        "timeline_url": f"{url}/timeline", "performed_via_github_app": None, "state_reason": None,
        "reactions": {"url": f"{url}/reactions", "total_count": 0, **dict.fromkeys(
            ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes"), 0)},
        "pull_request": {"url": pull_url(pull), "html_url": page, "diff_url": f"{page}.diff",
                         "patch_url": f"{page}.patch", "merged_at": pull.merged_at},
    }  # fmt: skip


def _review(event: Event) -> Json:
    found: Review = event.subject
    told = {**review(found), "state": found.state.lower(), "updated_at": found.updated_at}
    return {"review": told, "pull_request": pull_simple(found.pull)}


def _review_comment(event: Event) -> Json:
    comment: ReviewComment = event.subject
    return {"comment": review_comment(comment), "pull_request": pull_simple(comment.pull)}


def _push(event: Event) -> Json:
    if event.repository is None:
        raise LookupError("a push without a repository")
    head = commit(event.repository, event.subject)
    before = event.details["before"]
    created = before == "0" * 40
    store = event.repository.store
    old = None if created else store.commits[before].tree
    told: dict[str, list[str]] = {"added": [], "removed": [], "modified": []}
    for change in changed_files(store, old, event.subject.tree):
        told[{"added": "added", "removed": "removed"}.get(change.status, "modified")].append(change.path)
    person = {"name": head["commit"]["author"]["name"], "email": head["commit"]["author"]["email"],
              "username": event.sender.login}  # fmt: skip
    told_commit = {
        "id": head["sha"], "tree_id": head["commit"]["tree"]["sha"], "distinct": True, "message": event.subject.message,
        "timestamp": head["commit"]["author"]["date"], "url": head["html_url"], "author": person, "committer": person,
        **told,
    }  # fmt: skip
    return {
        "created": created, "deleted": False, "forced": event.details["forced"], "base_ref": None,
        "compare": f"{head['html_url']}/compare", "commits": [told_commit], "head_commit": told_commit,
        "pusher": {"name": event.sender.login, "email": person["email"]},
    }  # fmt: skip


def _nothing_more(_event: Event) -> Json:
    return {}


PARTS: Mapping[str, Callable[[Event], Json]] = {
    "pull_request": _pull,
    "check_run": _check_run,
    "check_suite": _check_suite,
    "issue_comment": _issue_comment,
    "pull_request_review": _review,
    "pull_request_review_comment": _review_comment,
    "push": _push,
    "repository": _nothing_more,
    "installation": _nothing_more,
    "installation_repositories": _nothing_more,
}


def _over_example(event: Event, ours: Json, world: World) -> Json:
    name = event.repository.full_name if event.repository else ""
    example = _example(event.name, event.action, name, world.url)
    return {key: _filled(value, example.get(key)) for key, value in ours.items()}


@lru_cache(maxsize=64)
def _example(event: str, action: str | None, name: str, api: str) -> Json:
    """Return the published example as if it were about the repository `name`; {} where there is none."""
    if not schemas.PAYLOAD_EXAMPLES.at_hand:
        return {}
    published: dict[str, list[Json]] = {
        each["name"]: each["examples"] for each in schemas.load(schemas.PAYLOAD_EXAMPLES)
    }
    known = published.get(event, [])
    fitting = [each for each in known if each.get("action") == action] or known
    text = json.dumps(fitting[0]) if fitting else "{}"
    example: Json = json.loads(text.replace("Codertocat/Hello-World", name).replace("https://api.github.com", api))
    return example


def _filled(ours: Any, example: Any) -> Any:
    if not isinstance(ours, dict) or not isinstance(example, dict):
        return ours
    inner = {key: _filled(value, example.get(key)) for key, value in ours.items()}
    return {**{key: value for key, value in example.items() if key not in ours}, **inner}
