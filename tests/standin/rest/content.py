"""Trees, blobs and the contents API."""

import base64

from tests.standin.git.objects import FOLDER, LINK, SUBMODULE, Entry
from tests.standin.git.store import ObjectStore
from tests.standin.render.repositories import blob, content, repository_url, tree_entry
from tests.standin.rest.call import Call, Problem, Reply, not_found
from tests.standin.rest.routing import Route

RAW_TYPES = ("application/vnd.github.raw", "application/vnd.github.v3.raw")


def show_tree(call: Call) -> Reply:
    repo = call.repo
    name = call.params["tree_sha"]
    found = repo.resolve(name)
    oid = found.tree if found else name
    if oid not in repo.store.trees:
        raise not_found()
    rows = list(_rows(repo.store, oid, "", deep="recursive" in call.query))
    most = call.world.sizes.tree_entries
    entries = [tree_entry(repo, path, entry) for path, entry in rows[:most]]
    url = f"{repository_url(repo)}/git/trees/{oid}"
    return Reply(200, {"sha": oid, "url": url, "tree": entries, "truncated": len(rows) > most})


def _rows(store: ObjectStore, tree: str, prefix: str, *, deep: bool) -> list[tuple[str, Entry]]:
    rows: list[tuple[str, Entry]] = []
    for name, entry in sorted(store.trees[tree].items()):
        rows.append((prefix + name, entry))
        if deep and entry.mode == FOLDER:
            rows += _rows(store, entry.oid, f"{prefix}{name}/", deep=True)
    return rows


def show_blob(call: Call) -> Reply:
    oid = call.params["file_sha"]
    data = call.repo.store.blobs.get(oid)
    if data is None:
        raise not_found()
    if len(data) > call.world.sizes.blob_bytes:
        raise Problem(403, "This API returns blobs up to 100 MB in size. The requested blob is too large to fetch via "
                           "the API, but you can always clone the repository via Git in order to obtain it.")  # fmt: skip
    return _raw(data) if _wants_raw(call) else Reply(200, blob(call.repo, oid))


def _wants_raw(call: Call) -> bool:
    accepted = call.headers.get("Accept", "")
    return any(accepted.startswith(kind) for kind in RAW_TYPES)


def _raw(data: bytes) -> Reply:
    return Reply(200, raw=data, headers={"Content-Type": "application/vnd.github.raw; charset=utf-8"})


def show_contents(call: Call) -> Reply:
    """Files up to 1 MB as JSON, up to 100 MB raw; a folder as a list of at most 1,000 entries."""
    repo = call.repo
    ref = call.query.get("ref", repo.default_branch)
    found = repo.resolve(ref)
    if found is None:
        raise Problem(404, f"No commit found for the ref {ref}")
    path = call.params["path"].strip("/")
    entry = repo.store.lookup(found.tree, path)
    if entry is None:
        raise not_found()
    if entry.mode == FOLDER:
        return _folder(call, path, entry, ref)
    return _file(call, path, entry, ref)


def _folder(call: Call, path: str, entry: Entry, ref: str) -> Reply:
    prefix = f"{path}/" if path else ""
    names = sorted(call.repo.store.trees[entry.oid].items())[: call.world.sizes.folder_entries]
    return Reply(200, [content(call.repo, prefix + name, each, ref) for name, each in names])


def _file(call: Call, path: str, entry: Entry, ref: str) -> Reply:
    row = content(call.repo, path, entry, ref)
    if entry.mode == SUBMODULE:
        return Reply(200, {**row, "submodule_git_url": None})
    data = call.repo.store.blobs[entry.oid]
    if _wants_raw(call):
        return _raw(data)
    if entry.mode == LINK:
        return Reply(200, {**row, "target": data.decode()})
    if len(data) > call.world.sizes.contents_json_bytes:
        return Reply(200, {**row, "content": "", "encoding": "none"})
    return Reply(200, {**row, "content": base64.encodebytes(data).decode(), "encoding": "base64"})


READ = (("contents", "read"),)
ROUTES = [
    Route("GET", "/repos/{owner}/{repo}/git/trees/{tree_sha}", show_tree, needs=READ),
    Route("GET", "/repos/{owner}/{repo}/git/blobs/{file_sha}", show_blob, needs=READ),
    Route("GET", "/repos/{owner}/{repo}/contents/{path}", show_contents, needs=READ),
]
