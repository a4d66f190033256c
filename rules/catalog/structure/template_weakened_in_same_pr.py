"""The `template-weakened-in-same-pr` rule."""

import posixpath
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise
from typing import ClassVar

from rules.constitution import parts_of, principles
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.headings import normalised
from rules.quoting import TITLE, listed, quoted
from rules.repository import CONSTITUTIONS, TEMPLATES, Repository, project_root
from rules.rule import Context
from rules.stems import shared, stems

SIMILAR = 0.5
MOST = 500
"""Questions of a template that are looked at; none has more."""

LABEL = lazy(r"\s*(?:[-*+]\s+|\d+\.\s+)?(?:\[[ xX]\]\s+)?(?:\*\*([^*\n]{2,80}?):?\*\*|([A-Z][\w /&()-]{1,40}):(?=\s))")
RULER = lazy(r"\s*\|?[\s:|-]*-{3}[\s:|-]*$")


class TemplateWeakenedInSamePr:
    """The change that brings the plan also removes questions from the plan template, or principles from the constitution.

    The plan is judged by the template and the constitution at base, so this change gains nothing by it; the next plan
    would. Whoever approves a plan is rarely the one who decides what all plans must answer, so the two belong in
    changes of their own. Sections, fields, columns of tables and principles are compared; one that is reworded or moved is
    not removed.

    ## Bad
        <!-- the same change takes "Kill Switch:" out of .specify/templates/plan-template.md -->

        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        ### In Scope

        - The nightly export of invoices to the object store

    ## Good
        <!-- the same change leaves .specify/templates/plan-template.md as it is -->

        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        ### In Scope

        - The nightly export of invoices to the object store
    """

    name: ClassVar[str] = "template-weakened-in-same-pr"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "structure"

    def applies(self, context: Context) -> bool:
        changed = context.repository.changed
        return bool(changed) and bool(weakened_files(context)) and first_of_project(context)

    def check(self, context: Context) -> Iterator[Problem]:
        for path in weakened_files(context):
            base, head = context.repository.base_files[path], at_head(context.repository, path)
            lost = missing_principles(base, head) if path.endswith(CONSTITUTIONS) else missing_questions(base, head)
            kind = "constitution" if path.endswith(CONSTITUTIONS) else "plan template"
            if lost:
                yield Problem(
                    context.plan.source.line_span(1),
                    f"The change that brings this plan also removes from the {kind} {path}: "
                    f"{listed(quoted(each, TITLE) for each in lost)}",
                    subject=path,
                    concept="meta",
                    fix=f"Change the {kind} in a pull request of its own; this plan is judged by the one at base",
                    parts=tuple((path, each) for each in lost),
                )


def weakened_files(context: Context) -> tuple[str, ...]:
    """Return the yardsticks of the plan's project that the change touches and that base has."""
    repository = context.repository
    changed: Mapping[str, str] = repository.changed or {}
    if not repository.base_files or context.plan.path not in changed:
        return ()
    root = project_root(repository, context.plan.path)
    paths = (posixpath.join(root, name) for name in (*TEMPLATES, *CONSTITUTIONS))
    return tuple(
        path
        for path in paths
        if path in repository.base_files
        and (changed.get(path) == "removed" or (path in changed and path in repository.files))
    )


def first_of_project(context: Context) -> bool:
    """Whether this is the first plan of its project that the change brings, so that it is said once."""
    repository = context.repository
    changed: Mapping[str, str] = repository.changed or {}
    root = project_root(repository, context.plan.path)
    plans = (path for path in repository.plan_paths if path in changed and project_root(repository, path) == root)
    return next(plans, context.plan.path) == context.plan.path


def at_head(repository: Repository, path: str) -> bytes:
    return b"" if (repository.changed or {}).get(path) == "removed" else repository.files.get(path, b"")


def missing_principles(base: bytes, head: bytes) -> list[str]:
    """Return the principles that head has no more, reworded ones and those renamed in place left out."""
    before, after = principles(base), principles(head)
    known = {each.title for each in before}
    new = {each.number for each in after if each.number and each.title not in known}
    return [
        each.title
        for each in before
        if each.number not in new and not any(alike(each.title, other.title) for other in after)
    ]


def missing_questions(base: bytes, head: bytes) -> list[str]:
    """Return the headings, labels and columns that head has no more; one of which all words stand in a new one was reworded."""
    before, after = questions(base), questions(head)
    new = [stems(title) for key, title in after.items() if key not in before]
    lost = [(title, stems(title)) for key, title in before.items() if key not in after]
    return [title for title, words in lost if not any(words <= other or other <= words for other in new)]


def alike(one: str, other: str) -> bool:
    return shared(stems(one), stems(other)) >= SIMILAR


def questions(template: bytes) -> dict[str, str]:
    """Return what a template asks: its headings, the labels before its fields and the columns of its tables."""
    found: dict[str, str] = {}
    for part in parts_of(template.decode("utf-8", "replace")):
        asked = [part.title, *(label[1] or label[2] for line in part.lines if (label := LABEL.match(line)) is not None)]
        for line, ruler in pairwise(part.lines):
            if "|" in line and RULER.match(ruler):
                asked.extend(line.strip().strip("|").split("|"))
        for title in asked:
            if (key := normalised(title).short) and "[" not in title:
                found.setdefault(key, title.strip(" *_`:"))
    return dict(islice(found.items(), MOST))
