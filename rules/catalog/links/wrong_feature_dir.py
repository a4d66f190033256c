"""The `wrong-feature-dir` rule."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import ClassVar, NamedTuple

from rules.feature_names import has_other_number, is_same, number_of
from rules.finding import Edit, Problem, Severity
from rules.lazy import lazy
from rules.lone_blanks import lone_blanks
from rules.plan.model import Answer
from rules.plan.source import Span
from rules.quoting import listed, quoted
from rules.repository import FEATURES
from rules.rule import Context

OWN_FILES = ("meta.spec", "meta.input", "related.spec", "related.tasks")
DEFAULT_BRANCHES = frozenset({"main", "master", "develop", "trunk"})
BRANCH = lazy(r"(?:(?:feature|feat|features)/)?(?P<name>\d{3,4}-[a-z][\w.-]*)", re.IGNORECASE)
NAMED = lazy(r"(?<![\w-])(?:kitty-)?specs/(?P<name>[^/\s`()]+)/(?P<file>[\w.-]*)", needs=("specs/",))
TREE = lazy(
    r"```[^\r\n`]*\r?\n[ \t]*(?:[\w.-]+/)*(?:kitty-)?specs/(?P<name>[^/\s`]+)/?[ \t]*(?:\#[^\r\n]*)?\r?$",
    re.MULTILINE,
)
LITERAL = lazy(r"[\[{<].*[\]}>]|#+-.*|N{3}-.*|feature(?:-name)?|xxx.*", re.IGNORECASE)


class Named(NamedTuple):
    """A place in the plan that names the directory of its feature. `file`: what it names there, if anything."""

    name: str
    file: str
    span: Span
    concept: str
    start: int


FEW = 2
"""Other features of one number that are a mistake; more are a habit."""


class WrongFeatureDir:
    """The plan, its directory and its branch do not belong together.

    Tools of the spec-kit family find a feature's files by the number of its directory and the name of its branch; where
    two features share a number, or a plan names another's directory, they read and write the wrong files without a word.
    Found are the template's own `specs/[feature]/`, another feature's directory in the documentation tree or at the links to
    the plan's own files, a header or a branch with another number than the directory, a directory that is called like
    a default branch, and a number that another feature has as well. `1-pay`, `001-pay` and `001_pay` are one. The template's
    own directory is an error, as every placeholder is, and found here instead of by `unfilled-placeholder`.

    ## Bad
        # Implementation Plan: export of invoices

        **Branch**: `007-mail` | **Date**: 2026-10-05

    ## Good
        # Implementation Plan: export of invoices

        **Branch**: `001-export` | **Date**: 2026-10-05
    """

    name: ClassVar[str] = "wrong-feature-dir"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "links"

    def applies(self, context: Context) -> bool:
        return posixpath.basename(posixpath.dirname(posixpath.dirname(context.plan.path))) in FEATURES

    def check(self, context: Context) -> Iterator[Problem]:
        own = posixpath.basename(posixpath.dirname(context.plan.path))
        blanks = lone_blanks(context.plan)
        yield from (problem for each in named(context) if (problem := misnamed(context, each, own, blanks)) is not None)
        yield from other_branch(context, own)
        if own in DEFAULT_BRANCHES:
            yield Problem(
                context.plan.answer("meta.branch").span,
                f"The directory of the feature is called {quoted(own)}, like a default branch",
                subject="directory",
                concept="meta.branch",
                fix="Give the directory the number and the name of the feature, as `001-export`",
                severity=Severity.INFO,
            )
        yield from shared_number(context, own)


def named(context: Context) -> Iterator[Named]:
    plan = context.plan
    for answer in (answer for concept in OWN_FILES for answer in plan.all(concept) if not answer.missing):
        for found in NAMED.finditer(answer.raw):
            written = found[0].encode()
            yield Named(found["name"], found["file"], answer.span, answer.concept, start_of(context, answer, written))
    text = plan.source.text
    if "specs/" in text and (tree := TREE.search(text)) is not None:
        start = plan.source.bom + len(text[: tree.start("name")].encode())
        span = plan.source.span(start, start + len(tree["name"].encode()))
        section = next((each for each in reversed(plan.sections) if each.heading.start <= start), None)
        if section is not None and (section.concept == "structure" or "documentation" in section.title.lower()):
            yield Named(tree["name"], "", span, "structure", start)


def start_of(context: Context, answer: Answer, written: bytes) -> int:
    """Return where the name stands, -1 where the answer writes the path more than once."""
    data, span = context.plan.source.data, answer.span
    if data.count(written, span.start, span.end) != 1:
        return -1
    return data.find(written, span.start, span.end) + written.index(b"specs/") + len(b"specs/")


def misnamed(context: Context, place: Named, own: str, blanks: Mapping[int, Span | None]) -> Problem | None:
    literal = LITERAL.fullmatch(place.name) is not None
    if is_same(place.name, own) or (not literal and is_elsewhere(context, place)):
        return None
    edits: tuple[Edit, ...] = ()
    if place.start >= 0:
        span = context.plan.source.span(place.start, place.start + len(place.name.encode()))
        edits = (Edit(span, own),)
    line = place.span.line if place.start < 0 else context.plan.source.position(place.start)[0]
    blank = blanks.get(line, place.span) if literal else place.span
    if blank is None:
        return None
    what = f"is not {quoted(own)}, where the plan is"
    if literal:
        what = "still holds the template's placeholder for the feature"
    return Problem(
        blank,
        f"The directory {quoted(f'specs/{place.name}/')} {what}",
        subject=place.concept,
        concept=place.concept,
        fix=f"Write `specs/{own}/`",
        edits=edits,
        severity=Severity.ERROR if literal and line in blanks else None,
    )


def is_elsewhere(context: Context, place: Named) -> bool:
    """Return whether the file is in the other directory indeed and not in the plan's own, or that is not known."""
    if not place.file:
        return False
    feature = posixpath.dirname(context.plan.path)
    there = posixpath.join(posixpath.dirname(feature), place.name, place.file)
    own = context.repository.exists(posixpath.join(feature, place.file))
    return own is False and context.repository.exists(there) is not False


def other_branch(context: Context, own: str) -> Iterator[Problem]:
    """Yield the problem of a header, else of a branch, whose number is another feature's."""
    answer = context.plan.answer("meta.branch")
    headed = BRANCH.fullmatch(answer.text.strip("`").partition(" ")[0]) if not answer.missing else None
    branch = BRANCH.fullmatch(context.repository.branch)
    if headed is not None and has_other_number(headed["name"], own):
        yield about_branch(context, headed["name"], own, "The header names the branch")
    elif branch is not None and is_alone_and_new(context) and has_other_number(branch["name"], own):
        yield about_branch(context, branch["name"], own, "The branch is")


def about_branch(context: Context, name: str, own: str, what: str) -> Problem:
    return Problem(
        context.plan.answer("meta.branch").span,
        f"{what} {quoted(name)}, and the plan is in {quoted(own)}",
        subject="branch",
        concept="meta.branch",
        fix=f"Move the plan to the directory of its feature, or name the branch of {quoted(own)}",
    )


def is_alone_and_new(context: Context) -> bool:
    """Return whether the pull request is about this feature: a branch may touch other plans, and stand on other branches."""
    changed = context.repository.changed or {}
    return changed.get(context.plan.path) == "added" and context.repository.plan_paths == (context.plan.path,)


@lru_cache(maxsize=8)
def numbered(names: frozenset[str]) -> Mapping[int, Sequence[str]]:
    """Return the features by their number, in order: of a thousand, every plan asks who shares its own."""
    found: dict[int, list[str]] = {}
    for name in sorted(names):
        if "." not in name and (number := number_of(name)) is not None:
            found.setdefault(number, []).append(name)
    return found


def shared_number(context: Context, own: str) -> Iterator[Problem]:
    """Yield the problem of a number that another feature has. Of several, the plan that the pull request adds, else the last."""
    number = number_of(own)
    features = posixpath.dirname(posixpath.dirname(context.plan.path))
    names = context.repository.directories.get(features, frozenset())
    if number is None:
        return
    others = [name for name in numbered(names).get(number, ()) if name != own]
    # Where many share a number, the numbers of this repository tell nothing apart: one for each branch or person.
    if not 0 < len(others) <= FEW:
        return
    changed = context.repository.changed
    if changed.get(context.plan.path) == "added" if changed is not None else own > others[0]:
        yield Problem(
            context.plan.answer("meta.branch").span,
            f"The number {number:03} of {quoted(own)} is also that of {listed(quoted(name) for name in others)}",
            subject="number",
            concept="meta.branch",
            fix="Give the feature the next free number",
        )
