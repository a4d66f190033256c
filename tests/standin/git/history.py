"""Walks over the graph of commits."""

from collections.abc import Iterator

from tests.standin.git.objects import Commit
from tests.standin.git.store import ObjectStore


def ancestors(store: ObjectStore, oid: str) -> Iterator[Commit]:
    """Yield the commit and everything it descends from, nearest first, each once."""
    waiting, seen = [oid], {oid}
    while waiting:
        commit = store.commits[waiting.pop(0)]
        yield commit
        fresh = [parent for parent in commit.parents if parent not in seen]
        seen.update(fresh)
        waiting.extend(fresh)


def merge_base(store: ObjectStore, base: str, head: str) -> str | None:
    """Return the best common ancestor (None for unrelated histories), or one of the best where there are several."""
    known = {commit.oid for commit in ancestors(store, base)}
    common = [commit.oid for commit in ancestors(store, head) if commit.oid in known]
    below: set[str] = set()
    for oid in common:
        below |= {commit.oid for commit in ancestors(store, oid)} - {oid}
    return next((oid for oid in common if oid not in below), None)


def commits_between(store: ObjectStore, base: str, head: str) -> list[Commit]:
    """Return what `git log base..head` lists, oldest first, parents before children."""
    known = {commit.oid for commit in ancestors(store, base)}
    ordered: list[Commit] = []
    placed = set(known)

    def place(oid: str) -> None:
        stack = [oid]
        while stack:
            commit = store.commits[stack[-1]]
            open_parents = [parent for parent in commit.parents if parent not in placed]
            if commit.oid in placed or not open_parents:
                stack.pop()
                if commit.oid not in placed:
                    placed.add(commit.oid)
                    ordered.append(commit)
            else:
                stack.append(open_parents[0])

    place(head)
    return ordered


def is_ancestor(store: ObjectStore, oid: str, descendant: str) -> bool:
    return any(commit.oid == oid for commit in ancestors(store, descendant))
