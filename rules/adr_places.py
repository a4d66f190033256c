"""Which files the ADRs that a plan names are, and where in a plan stands what is said about such a file."""

import posixpath
from collections.abc import Iterator, Mapping
from functools import lru_cache

from rules.adr_file import AdrFile, number_in, read_adr
from rules.plan.model import AdrReference
from rules.plan.source import Span
from rules.repository import project_root
from rules.rule import Context

ATTACHMENTS = ("template", "appendix", "notes", "evidence", "addendum", "attachment")
"""Ends of names of files that go with a record, or that are none."""


def is_attachment(name: str) -> bool:
    """Whether a numbered file is no record of its own: a template, an appendix, a translation ("0007-bucket.de.md")."""
    stem = name.rpartition(".")[0].lower()
    return not number_in(name) or stem.endswith(ATTACHMENTS) or "." in stem


@lru_cache(maxsize=128)
def numbers(names: frozenset[str]) -> Mapping[int, tuple[str, ...]]:
    """Return the names of a directory's ADRs by number."""
    found: dict[int, list[str]] = {}
    for name in sorted(names):
        if (number := number_in(name)) is not None:
            found.setdefault(number, []).append(name)
    return {number: tuple(several) for number, several in found.items()}


def files_of(context: Context, reference: AdrReference) -> tuple[str, ...]:
    """Return the files that a reference means: the one it names, else those of its number in the first directory with one.

    A record that stands in the plan itself, or elsewhere, has no file.
    """
    if reference.inline or reference.external:
        return ()
    if (path := named_file(context, reference)) is not None:
        return (path,)
    for directory in context.adr_directories if reference.number is not None else ():
        names = numbers(context.repository.directories.get(directory, frozenset()))
        if found := names.get(reference.number or 0):
            return tuple(posixpath.join(directory, name) for name in found)
    return ()


def named_file(context: Context, reference: AdrReference) -> str | None:
    """Return the path that a reference names, as seen from the repository's root, if that file is there."""
    path = reference.path.partition("#")[0]
    if not path:
        return None
    starts = (posixpath.dirname(context.plan.path), project_root(context.repository, context.plan.path), "")
    for start in starts:
        found = posixpath.normpath(posixpath.join(start, path.lstrip("/")))
        if context.repository.exists(found):
            return found
    return None


def at_head(context: Context, path: str) -> AdrFile | None:
    """Return the record of a file at head; None where its text was not read."""
    data = context.repository.files.get(path)
    return None if data is None else read_adr(path, data)


def at_base(context: Context, path: str) -> AdrFile | None:
    data = context.repository.base_files.get(path)
    return None if data is None else read_adr(path, data)


def changed_records(context: Context) -> Iterator[tuple[str, str]]:
    """Yield the numbered ADRs of the plan's directories that the pull request leaves changed, and in which way."""
    for path, change in (context.repository.changed or {}).items():
        directory, name = posixpath.split(path)
        if directory in context.adr_directories and change != "removed" and number_in(name) is not None:
            yield path, change


class Places:
    """Where in the plan stands what is said about the file of an ADR; built once for a rule's run."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.references: dict[str, AdrReference] = {}
        for reference in context.plan.adrs:
            for path in files_of(context, reference):
                self.references.setdefault(path, reference)

    def of(self, path: str) -> Span | None:
        """Return the line that names the file, else the heading of the section about ADRs, else the first line.

        None for a file that another plan of the run is more likely about: one that this plan does not name, in a
        directory for all features, unless no plan of the pull request comes before this one.
        """
        if path in self.references:
            return self.context.plan.source.line_span(self.references[path].span.line)
        own = posixpath.dirname(self.context.plan.path)
        if not path.startswith(posixpath.join(own, "")) and not is_first(self.context):
            return None
        return self.context.plan.anchor("adrs")


def is_first(context: Context) -> bool:
    """Whether no plan of the pull request comes before this one; of the run, where none is changed."""
    changed = context.repository.changed or {}
    plans = context.repository.plan_paths
    first = next((path for path in plans if path in changed), next(iter(plans), context.plan.path))
    return first == context.plan.path
