"""Whether there is something where a link of a plan leads, and what was probably meant where there is not."""

import posixpath
from itertools import islice
from typing import Final, NamedTuple

from rules.finding import Edit
from rules.lazy import lazy
from rules.link_targets import Target, resolved
from rules.plan.model import Link
from rules.repository import Repository, project_root
from rules.rule import Context

FILE: Final = lazy(r"\.[A-Za-z0-9]{1,10}$")
ALIKE: Final = 0.8


class Place(NamedTuple):
    """`there`: None where that was not looked at. `path`: where a link leads, from the repository's root."""

    path: str
    there: bool | None


def place_of(context: Context, link: Link, target: Target) -> Place:
    """Return where a link leads. A link is read from the plan's folder, a path in code also from the top of the project.

    Nothing is known of what lies outside of the project.
    """
    root = project_root(context.repository, context.plan.path)
    feature = posixpath.dirname(context.plan.path)
    found = [resolved(start, target.path) for start in ((feature, root) if link.code else (feature,))]
    inside = [
        path for path in found if path is not None and posixpath.join(path, "").startswith(posixpath.join(root, ""))
    ]
    places = [Place(path, exists(context.repository, path)) for path in inside]
    if target.path.startswith("/") or not places:
        return Place("", None)
    there = next((place for place in places if place.there), None)
    if there is not None:
        return there
    known = len(places) == len(found) and all(place.there is False for place in places)
    return places[0]._replace(there=False if known else None)


def exists(repository: Repository, path: str) -> bool | None:
    """Return whether there is a file or directory, whatever the case of its letters; None where nobody looked."""
    if not path:
        return True
    there = repository.exists(path)
    if there is not False:
        return there
    directory, name = posixpath.split(path)
    return any(each.lower() == name.lower() for each in repository.directories.get(directory, frozenset()))


def is_file(path: str) -> bool:
    return FILE.search(path) is not None


def correction(context: Context, link: Link, target: Target) -> tuple[Edit, str] | None:
    """Return the safe edit of a broken path and what it writes, where exactly one file of that name is known."""
    name = posixpath.basename(target.path)
    if link.target_start < 0 or not is_file(name):
        return None
    directories = context.repository.directories
    homes = list(islice((directory for directory, names in directories.items() if name in names), 2))
    if len(homes) != 1:
        return None
    written = as_written(context, link, target, posixpath.join(homes[0], name))
    span = context.plan.source.span(link.target_start, link.target_start + len(link.target.encode()))
    return Edit(span, written), written


def as_written(context: Context, link: Link, target: Target, path: str) -> str:
    """Return how the link should be written to lead to a path, in the form that it has."""
    written = path if link.code else posixpath.relpath(path, posixpath.dirname(context.plan.path) or ".")
    if not link.code and target.path.startswith("./") and not written.startswith("../"):
        written = f"./{written}"
    _, mark, fragment = link.target.partition("#")
    return written.replace(" ", "%20") + mark + fragment


def closest(repository: Repository, path: str) -> str:
    """Return the path in the same directory whose name is most alike, "" without one."""
    directory, name = posixpath.split(path)
    names = sorted(repository.directories.get(directory, ()))
    if not names:
        return ""
    from difflib import get_close_matches  # noqa: PLC0415 - start-up time: few plans have a broken link

    found = get_close_matches(name, names, n=1, cutoff=ALIKE)
    return posixpath.join(directory, found[0]) if found else ""
