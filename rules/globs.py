"""Which paths are plans: globs over raw POSIX paths, the same for the bot and the command line."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rules.config import EXCLUDED_GLOBS


def is_plan(path: str, globs: Iterable[str]) -> bool:
    """Return whether a path, relative to its repository's root, is a plan: among `globs` and not among the exclusions."""
    return matches(path, globs) and not matches(path, EXCLUDED_GLOBS)


def matches(path: str, globs: Iterable[str]) -> bool:
    """Return whether some glob matches the whole path and none that starts with `!` does.

    `*` and `?` stay inside one segment, `**` stands for any number of segments, every other character for itself, in
    its case. The path is text: `..`, `%2f`, a newline or a leading dash mean nothing here.
    """
    found = False
    for glob in globs:
        if glob.startswith("!"):
            if _pattern(glob[1:]).match(path):
                return False
        elif not found and _pattern(glob).match(path):
            found = True
    return found


def glob_error(glob: str) -> str | None:
    """Return what is wrong with a glob that a person wrote, None where it is right."""
    body = glob.removeprefix("!")
    segments = body.split("/")
    strange = re.search(r"[\[\]{}\\]", body)
    mistakes = (
        (not body or not body.isprintable(), "expected a glob such as specs/*/plan.md"),
        (strange, f'"{strange and strange[0]}" has no meaning in a glob here: use *, ? and **'),
        ("" in segments, "a glob is relative to the repository, with single slashes"),
        (not {".", ".."}.isdisjoint(segments), 'a glob cannot contain "." or ".."'),
        (
            any("**" in each and each != "**" for each in segments),
            '"**" must be a whole segment, as in specs/**/plan.md',
        ),
        (glob == body and matches(body.replace("*", "x"), EXCLUDED_GLOBS), "templates and vendored files are no plans"),
    )
    return next((f"{mistake}: {glob!r}" for wrong, mistake in mistakes if wrong), None)


@lru_cache(maxsize=256)
def _pattern(glob: str) -> re.Pattern[str]:
    groups: list[list[str]] = [[]]
    for segment in glob.split("/"):
        if segment != "**":
            groups[-1].append(_segment(segment))
        elif groups[-1] or len(groups) == 1:
            groups.append([])
    head, *rest = groups
    if not rest:
        return re.compile("/".join(head) + r"\Z")
    *middle, last = rest
    # What stands between two `**` is matched where it first fits and never reconsidered (an atomic group): no later
    # place could succeed where the first fails, and hostile paths cost linear time.
    inner = "".join(f"(?>(?:[^/]++/)*?{'/'.join(group)}/)" for group in middle)
    start = "".join(f"{segment}/" for segment in head)
    return re.compile(rf"{start}{inner}(?:[^/]++/)*{'/'.join(last) or '[^/]+'}\Z")


def _segment(glob: str) -> str:
    first, *rest = (re.escape(part).replace(r"\?", "[^/]") for part in glob.split("*"))
    if not rest:
        return first
    *middle, last = rest
    # A star alone never matches an empty segment: there is none in a path.
    guard = "(?=[^/])"
    return guard + first + "".join(f"(?>[^/]*?{part})" for part in middle) + f"[^/]*{last}"
