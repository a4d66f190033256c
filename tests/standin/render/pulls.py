"""Pull requests as JSON."""

from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.render.accounts import WEBSITE, Json, user
from tests.standin.render.repositories import repository, repository_url


def pull_url(pull: PullRequest) -> str:
    return f"{repository_url(pull.base_repository)}/pulls/{pull.number}"


def pull_page(pull: PullRequest) -> str:
    return f"{WEBSITE}/{pull.base_repository.full_name}/pull/{pull.number}"


def pull_simple(pull: PullRequest) -> Json:
    """Return a pull request as lists hold it."""
    api = pull.world.url
    url, page = pull_url(pull), pull_page(pull)
    repo = repository_url(pull.base_repository)
    links = {
        "self": url, "html": page, "issue": f"{repo}/issues/{pull.number}",
        "comments": f"{repo}/issues/{pull.number}/comments", "review_comments": f"{url}/comments",
        "review_comment": f"{repo}/pulls/comments{{/number}}", "commits": f"{url}/commits",
        "statuses": f"{repo}/statuses/{pull.head_sha}",
    }  # fmt: skip
    return {
        "url": url,
        "id": pull.id,
        "node_id": pull.node_id,
        "html_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        "issue_url": links["issue"],
        "number": pull.number,
        "state": pull.state,
        "locked": pull.locked,
        "title": pull.title,
        "user": user(pull.author, api),
        "body": pull.body or None,
        "created_at": pull.created_at,
        "updated_at": pull.updated_at,
        "closed_at": pull.closed_at,
        "merged_at": pull.merged_at,
        "merge_commit_sha": pull.merge_commit,
        "assignee": None,
        "assignees": [],
        "requested_reviewers": [],
        "requested_teams": [],
        "labels": [],
        "milestone": None,
        "draft": pull.draft,
        "commits_url": links["commits"],
        "review_comments_url": links["review_comments"],
        "review_comment_url": links["review_comment"],
        "comments_url": links["comments"],
        "statuses_url": links["statuses"],
        "head": {
            "label": f"{pull.head_owner.login}:{pull.head_ref}",
            "ref": pull.head_ref,
            "sha": pull.head_sha,
            "user": user(pull.head_owner, api),
            "repo": repository(pull.head_repository) if pull.head_repository else None,
        },
        "base": {
            "label": f"{pull.base_repository.owner.login}:{pull.base_ref}",
            "ref": pull.base_ref,
            "sha": pull.base_sha,
            "user": user(pull.base_repository.owner, api),
            "repo": repository(pull.base_repository),
        },
        "_links": {name: {"href": href} for name, href in links.items()},
        "author_association": "CONTRIBUTOR",
        "auto_merge": None,
        "active_lock_reason": None,
    }


def pull_request(pull: PullRequest) -> Json:
    """Return a pull request as its own URL and webhooks hold it."""
    files = pull.files()
    return {
        **pull_simple(pull),
        "merged": pull.merged_at is not None,
        "mergeable": None,
        "rebaseable": None,
        "mergeable_state": "unknown",
        "merged_by": None,
        "comments": len(pull.comments),
        "review_comments": sum(len(thread.comments) for thread in pull.threads),
        "maintainer_can_modify": pull.maintainer_can_modify,
        "commits": len(pull.commits()),
        "additions": sum(change.count("+") for change in files),
        "deletions": sum(change.count("-") for change in files),
        "changed_files": len(files),
    }


def pulls_of_commit(repository_: Repository, sha: str) -> list[Json]:
    """Return the `pull_requests` of check payloads: open ones with that head, never those of forks."""
    found = []
    for pull in repository_.pulls.values():
        if pull.state == "open" and pull.head_sha == sha and pull.head_repository is repository_:
            repo = {"id": repository_.id, "url": repository_url(repository_), "name": repository_.name}
            head = {"ref": pull.head_ref, "sha": pull.head_sha, "repo": repo}
            base = {"ref": pull.base_ref, "sha": pull.base_sha, "repo": repo}
            found.append({"id": pull.id, "number": pull.number, "url": pull_url(pull), "head": head, "base": base})
    return found
