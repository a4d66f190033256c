"""Pull requests and what they change."""

from tests.standin.render.pulls import pull_request, pull_simple
from tests.standin.render.repositories import changed_file, commit
from tests.standin.rest.call import Call, Reply
from tests.standin.rest.routing import Route


def list_pulls(call: Call) -> Reply:
    """List newest first; `head` is `owner:branch`."""
    state = call.query.get("state", "open")
    found = [pull for pull in call.repo.pulls.values() if state in {"all", pull.state}]
    if head := call.query.get("head"):
        found = [pull for pull in found if f"{pull.head_owner.login}:{pull.head_ref}" == head]
    if base := call.query.get("base"):
        found = [pull for pull in found if pull.base_ref == base]
    ascending = call.query.get("direction", "desc") == "asc"
    ordered = sorted(found, key=lambda pull: pull.number, reverse=not ascending)
    return call.page([pull_simple(pull) for pull in ordered])


def show_pull(call: Call) -> Reply:
    return Reply(200, pull_request(call.pull))


def list_files(call: Call) -> Reply:
    pull = call.pull
    files = pull.files()[: call.world.sizes.files_of_pull]
    return call.page([changed_file(pull.base_repository, change, pull.head_sha) for change in files])


def list_commits(call: Call) -> Reply:
    rows = [commit(call.repo, each) for each in call.pull.commits()]
    return call.page(rows, most=call.world.sizes.commits_of_pull)


READ = (("pull_requests", "read"),)
ROUTES = [
    Route("GET", "/repos/{owner}/{repo}/pulls", list_pulls, needs=READ),
    Route("GET", "/repos/{owner}/{repo}/pulls/{pull_number}", show_pull, needs=READ),
    Route("GET", "/repos/{owner}/{repo}/pulls/{pull_number}/files", list_files, needs=READ),
    Route("GET", "/repos/{owner}/{repo}/pulls/{pull_number}/commits", list_commits, needs=READ),
]
