"""Repositories and what git holds."""

from typing import Any

from tests.standin.git.history import ancestors
from tests.standin.git.objects import FOLDER, SUBMODULE, Entry
from tests.standin.git.store import is_binary
from tests.standin.graphql.connections import Connection, page
from tests.standin.graphql.context import (
    Args,
    BlobIn,
    CommitIn,
    Context,
    EntryIn,
    GraphProblem,
    RefIn,
    Resolver,
    TreeIn,
    attr,
    get,
)
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.render.accounts import WEBSITE

ABBREVIATED = 7


def commit_in(repository: Repository, sha: str) -> CommitIn:
    return CommitIn(repository, repository.store.commits[sha])


def ref_in(repository: Repository | None, branch: str) -> RefIn | None:
    """Return a branch as GraphQL has it, None when it is gone."""
    if repository is None or not repository.branch_tip(branch):
        return None
    return RefIn(repository, f"refs/heads/{branch}")


def _object(source: Repository, _context: Context, args: Args) -> Any:
    if args.get("oid"):
        return _by_oid(source, args["oid"])
    if args.get("expression") is None:
        raise GraphProblem("ARGUMENT_ERROR", "One of expression or oid is required")
    revision, colon, path = args["expression"].partition(":")
    commit = source.resolve(revision or "HEAD")
    if not colon:
        return CommitIn(source, commit) if commit else _by_oid(source, revision)
    tree = commit.tree if commit else revision
    entry = source.store.lookup(tree, path.strip("/")) if tree in source.store.trees else None
    return None if entry is None else _entry_object(source, entry)


def _by_oid(repository: Repository, oid: str) -> CommitIn | TreeIn | BlobIn | None:
    store = repository.store
    if oid in store.commits:
        return CommitIn(repository, store.commits[oid])
    if oid in store.trees:
        return TreeIn(repository, oid)
    return BlobIn(repository, oid) if oid in store.blobs else None


def _entry_object(repository: Repository, entry: Entry) -> TreeIn | BlobIn | None:
    """Return what an entry points at; a submodule's commit lives elsewhere."""
    if entry.mode == SUBMODULE:
        return None
    return TreeIn(repository, entry.oid) if entry.mode == FOLDER else BlobIn(repository, entry.oid)


def _ref(source: Repository, _context: Context, args: Args) -> RefIn | None:
    name = args["qualifiedName"]
    for full in (name, f"refs/{name}", f"refs/heads/{name}", f"refs/tags/{name}"):
        if full in source.refs:
            return RefIn(source, full)
    return None


def _pull_request(source: Repository, _context: Context, args: Args) -> PullRequest:
    found = source.pulls.get(args["number"])
    if found is None:
        raise GraphProblem("NOT_FOUND", f"Could not resolve to a PullRequest with the number of {args['number']}.")
    return found


def pull_state(pull: PullRequest) -> str:
    return "MERGED" if pull.merged_at else pull.state.upper()


def _pull_requests(source: Repository, _context: Context, args: Args) -> Connection:
    found = sorted(source.pulls.values(), key=lambda pull: pull.number)
    if args.get("states") is not None:
        found = [pull for pull in found if pull_state(pull) in args["states"]]
    for key, name in (("headRefName", "head_ref"), ("baseRefName", "base_ref")):
        if args.get(key) is not None:
            found = [pull for pull in found if getattr(pull, name) == args[key]]
    order = args.get("orderBy") or {"field": "CREATED_AT", "direction": "ASC"}
    if order["field"] == "UPDATED_AT":
        found.sort(key=lambda pull: pull.updated_at)
    if order["direction"] == "DESC":
        found.reverse()
    return page(found, args)


REPOSITORY: dict[str, Resolver] = {
    "id": attr("node_id"),
    "databaseId": attr("id"),
    "name": attr("name"),
    "nameWithOwner": attr("full_name"),
    "owner": attr("owner"),
    "url": get(lambda it: f"{WEBSITE}/{it.full_name}"),
    "isPrivate": attr("private"),
    "isArchived": attr("archived"),
    "isFork": get(lambda it: it.parent is not None),
    "defaultBranchRef": get(lambda it: ref_in(it, it.default_branch)),
    "object": _object,
    "ref": _ref,
    "pullRequest": _pull_request,
    "pullRequests": _pull_requests,
}
REF: dict[str, Resolver] = {
    "id": get(lambda it: f"REF_{it.repository.id}_{it.name}"),
    "name": get(lambda it: it.name.split("/", 2)[2]),
    "prefix": get(lambda it: "/".join([*it.name.split("/", 2)[:2], ""])),
    "target": get(lambda it: commit_in(it.repository, it.repository.refs[it.name])),
}


def _data(source: BlobIn) -> bytes:
    return source.repository.store.blobs[source.oid]


def _text(source: BlobIn, context: Context, _args: Args) -> str | None:
    """Cut the text at 512,000 bytes; a binary file has none."""
    data = _data(source)
    return None if is_binary(data) else data[: context.world.sizes.blob_text_bytes].decode("utf-8", "replace")


def _truncated(source: BlobIn, context: Context, _args: Args) -> bool:
    return len(_data(source)) > context.world.sizes.blob_text_bytes


BLOB: dict[str, Resolver] = {
    "id": get(lambda it: f"B_{it.repository.id}_{it.oid}"),
    "oid": attr("oid"),
    "abbreviatedOid": get(lambda it: it.oid[:ABBREVIATED]),
    "byteSize": get(lambda it: len(_data(it))),
    "isBinary": get(lambda it: is_binary(_data(it))),
    "isTruncated": _truncated,
    "text": _text,
}


def _entries(source: TreeIn) -> list[EntryIn]:
    rows = sorted(source.repository.store.trees[source.oid].items())
    return [EntryIn(source.repository, name, entry) for name, entry in rows]


TREE: dict[str, Resolver] = {
    "id": get(lambda it: f"T_{it.repository.id}_{it.oid}"),
    "oid": attr("oid"),
    "abbreviatedOid": get(lambda it: it.oid[:ABBREVIATED]),
    "entries": get(_entries),
}


def _size(source: EntryIn) -> int:
    return len(source.repository.store.blobs[source.entry.oid]) if source.entry.kind == "blob" else 0


TREE_ENTRY: dict[str, Resolver] = {
    "name": get(lambda it: it.path.rpartition("/")[2]),
    "path": attr("path"),
    "type": get(lambda it: it.entry.kind),
    "mode": get(lambda it: int(it.entry.mode, 8)),
    "oid": get(lambda it: it.entry.oid),
    "size": get(_size),
    "object": get(lambda it: _entry_object(it.repository, it.entry)),
}
GIT_ACTOR: dict[str, Resolver] = {"name": attr("name"), "email": attr("email"), "date": attr("when")}


def _file(source: CommitIn, _context: Context, args: Args) -> EntryIn | None:
    path = args["path"].strip("/")
    entry = source.repository.store.lookup(source.commit.tree, path)
    return None if entry is None else EntryIn(source.repository, path, entry)


def _parents(source: CommitIn, _context: Context, args: Args) -> Connection:
    return page([commit_in(source.repository, oid) for oid in source.commit.parents], args)


def _history(source: CommitIn, _context: Context, args: Args) -> Connection:
    store = source.repository.store
    return page([CommitIn(source.repository, each) for each in ancestors(store, source.commit.oid)], args)


def _associated(source: CommitIn, _context: Context, args: Args) -> Connection:
    sha = source.commit.oid
    pulls = source.repository.pulls.values()
    holders = [pull for pull in pulls if pull.head_sha == sha or sha in {each.oid for each in pull.commits()}]
    return page(holders, args)


COMMIT: dict[str, Resolver] = {
    "id": get(lambda it: f"C_{it.repository.id}_{it.commit.oid}"),
    "oid": get(lambda it: it.commit.oid),
    "abbreviatedOid": get(lambda it: it.commit.oid[:ABBREVIATED]),
    "message": get(lambda it: it.commit.message),
    "messageHeadline": get(lambda it: it.commit.message.partition("\n")[0]),
    "committedDate": get(lambda it: it.commit.author.when),
    "author": get(lambda it: it.commit.author),
    "url": get(lambda it: f"{WEBSITE}/{it.repository.full_name}/commit/{it.commit.oid}"),
    "tree": get(lambda it: TreeIn(it.repository, it.commit.tree)),
    "file": _file,
    "parents": _parents,
    "history": _history,
    "associatedPullRequests": _associated,
}
