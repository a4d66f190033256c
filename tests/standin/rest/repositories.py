"""Repositories, their commits and collaborators."""

from tests.standin.git.diff import changed_files
from tests.standin.git.history import commits_between
from tests.standin.git.objects import Commit
from tests.standin.render.accounts import user
from tests.standin.render.pulls import pull_simple
from tests.standin.render.repositories import changed_file, commit, full_repository, repository_url
from tests.standin.rest.call import Call, Problem, Reply, not_found
from tests.standin.rest.routing import Route


def show_repository(call: Call) -> Reply:
    return Reply(200, full_repository(call.repo))


def show_permission(call: Call) -> Reply:
    """`permission` is the legacy four-level word, `role_name` the real one (custom roles included)."""
    account = call.world.accounts.get(call.params["username"].lower())
    if account is None:
        raise not_found()
    role, role_name = call.repo.role(account.login)
    person = {**user(account, call.world.url), "role_name": role_name}
    return Reply(200, {"permission": role.legacy, "role_name": role_name, "user": person})


def revision(call: Call, name: str) -> Commit:
    found = call.repo.resolve(name)
    if found is None:
        raise Problem(422, f"No commit found for SHA: {name}")
    return found


def show_commit(call: Call) -> Reply:
    found = revision(call, call.params["ref"])
    store = call.repo.store
    old = store.commits[found.parents[0]].tree if found.parents else None
    files = [changed_file(call.repo, change, found.oid) for change in changed_files(store, old, found.tree)]
    return Reply(200, {**commit(call.repo, found), "files": files})


def list_pulls_of_commit(call: Call) -> Reply:
    """List pull requests that hold the commit; those of forks are among them, unlike in check payloads."""
    sha = revision(call, call.params["commit_sha"]).oid
    holders = [
        pull
        for pull in call.repo.pulls.values()
        if pull.head_sha == sha or sha in {each.oid for each in pull.commits()}
    ]
    return call.page([pull_simple(pull) for pull in holders])


def compare(call: Call) -> Reply:
    base_name, dots, head_name = call.params["basehead"].partition("...")
    if not dots:
        raise not_found()
    base, head = (call.repo.resolve(name) for name in (base_name, head_name))
    if base is None or head is None:
        raise not_found()
    start = call.repo.merge_base(base.oid, head.oid)
    if start is None:
        raise Problem(404, f"No common ancestor between {base_name} and {head_name}.")
    return Reply(200, _comparison(call, base, head, call.repo.store.commits[start]))


def _comparison(call: Call, base: Commit, head: Commit, start: Commit) -> dict[str, object]:
    repo = call.repo
    ahead = commits_between(repo.store, base.oid, head.oid)
    behind = commits_between(repo.store, head.oid, base.oid)
    states = {(False, False): "identical", (True, False): "ahead", (False, True): "behind", (True, True): "diverged"}
    url = f"{repository_url(repo)}/compare/{base.oid}...{head.oid}"
    files = changed_files(repo.store, start.tree, head.tree)[: call.world.sizes.files_of_comparison]
    return {
        **dict.fromkeys(("url", "html_url", "permalink_url", "diff_url", "patch_url"), url),
        "base_commit": commit(repo, base),
        "merge_base_commit": commit(repo, start),
        "status": states[bool(ahead), bool(behind)],
        "ahead_by": len(ahead),
        "behind_by": len(behind),
        "total_commits": len(ahead),
        "commits": [commit(repo, each) for each in ahead[: call.world.sizes.commits_of_pull]],
        "files": [changed_file(repo, change, head.oid) for change in files],
    }


CONTENTS = (("contents", "read"),)
ROUTES = [
    Route("GET", "/repos/{owner}/{repo}", show_repository, needs=(("metadata", "read"),)),
    Route("GET", "/repos/{owner}/{repo}/collaborators/{username}/permission", show_permission,
          needs=(("metadata", "read"),)),
    Route("GET", "/repos/{owner}/{repo}/commits/{commit_sha}/pulls", list_pulls_of_commit,
          needs=(("pull_requests", "read"), ("contents", "read"))),
    Route("GET", "/repos/{owner}/{repo}/commits/{ref}", show_commit, needs=CONTENTS),
    Route("GET", "/repos/{owner}/{repo}/compare/{basehead}", compare, needs=CONTENTS),
]  # fmt: skip
