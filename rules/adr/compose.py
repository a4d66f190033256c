"""From plans and a title to a record: the file, and the plan that links it."""

import posixpath
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rules.adr.choice import Candidate, Choice, candidates, choose, context_of, is_exactly
from rules.adr.content import content
from rules.adr.linking import links
from rules.adr.names import path_of, words_of
from rules.adr.template import BUNDLED, Facts, fill
from rules.config import Config
from rules.fixes import edited
from rules.plan.unreadable import why_unreadable
from rules.repository import Repository, adr_directories, project_root
from rules.rule import Context


class AdrRequest(NamedTuple):
    """`plans`: path and bytes of each. `template`: the repository's own at base, None for the bundled one.

    `number`: the one that the record gets. `directory`: where it goes, from the repository's root. `beside_path`,
    `beside_line`: what a comment in the diff stands on, "" and 0 for none. `decision`: what the decision is called, where that
    is not what the record is called.
    """

    plans: tuple[tuple[str, bytes], ...]
    repository: Repository
    config: Config
    title: str
    number: int
    directory: str
    day: date
    template: bytes | None = None
    beside_path: str = ""
    beside_line: int = 0
    decision: str = ""


class ListedRecord(NamedTuple):
    """A decision of a plan. `record`: the path of its ADR, "" where it has none."""

    title: str
    path: str
    line: int
    record: str = ""


class Draft(NamedTuple):
    """A record, not written yet. `plan`: the plan's path, with its new bytes. `left`: headings to complete.

    `decision`: the decision that the title names, "" for none; `near`: titles of decisions that are like the one given then.
    """

    path: str
    text: bytes
    plan: str
    plan_data: bytes
    title: str
    left: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    decision: str = ""


class Composed(NamedTuple):
    """What became of a request: a draft, or the record that is there already, or the decisions that are meant just as well."""

    draft: Draft | None = None
    recorded: str = ""
    unclear: tuple[ListedRecord, ...] = ()
    no_plan: bool = False


def decisions(plans: Sequence[tuple[str, bytes]], repository: Repository, config: Config) -> tuple[ListedRecord, ...]:
    """Return the decisions that have a record, and those that need one."""
    contexts = read(plans, repository, config)
    return tuple(listed(contexts, each) for each in candidates(contexts) if each.record or each.needed)


def compose(request: AdrRequest) -> Composed:
    """Return the record for a title, on the first plan that it fits."""
    contexts = read(request.plans, request.repository, request.config)
    if not contexts:
        return Composed(no_plan=True)
    beside = next((index for index, each in enumerate(contexts) if each.plan.path == request.beside_path), -1)
    found = candidates(contexts)
    choice = choose(request.decision or request.title, found, beside=(beside, request.beside_line))
    if choice.unclear:
        return Composed(unclear=tuple(listed(contexts, each) for each in choice.unclear))
    if choice.candidate is not None and choice.candidate.record:
        return Composed(recorded=choice.candidate.record)
    return Composed(draft=draft(request, contexts[choice.plan], choice))


def draft(request: AdrRequest, context: Context, choice: Choice) -> Draft:
    candidate = choice.candidate
    title = request.title if request.decision else title_of(request.title, choice)
    path = path_of(request.directory, request.number, title)
    template = request.template.decode("utf-8-sig", "replace") if request.template else ""
    facts = Facts(request.number, title, request.day)
    record = fill(
        template if template.strip() else BUNDLED, facts, content(context, candidate, title, request.directory)
    )
    edits = links(context, candidate, path, request.number, title)
    return Draft(
        path=path,
        text=record.text.encode("utf-8", "replace"),
        plan=context.plan.path,
        plan_data=edited(context.plan.source.data, edits),
        title=title,
        left=record.left,
        near=() if choice.matched else choice.near,
        decision=candidate.title if candidate is not None and choice.matched else "",
    )


def title_of(given: str, choice: Choice) -> str:
    """Return what the record is called: as it was asked for, or, where that was a slug or a number, as the decision is."""
    candidate = choice.candidate
    if choice.matched and candidate is not None and candidate.title and is_exactly(given, candidate):
        return candidate.title
    return words_of(given)


def read(plans: Sequence[tuple[str, bytes]], repository: Repository, config: Config) -> list[Context]:
    return [context_of(path, data, repository, config) for path, data in plans if why_unreadable(data) is None]


def listed(contexts: Sequence[Context], candidate: Candidate) -> ListedRecord:
    path = contexts[candidate.plan].plan.path
    return ListedRecord(candidate.title, path, candidate.decision.span.line, candidate.record)


def home(repository: Repository, plan_path: str, config: Config) -> str:
    """Return the directory for new records of a plan: the configured one, or that in which its project has its records.

    Only where nothing is configured and nothing is in the usual place is another usual place looked for.
    """
    usual = posixpath.join(project_root(repository, plan_path), config.adr_directory)
    if config.adr_directory != Config().adr_directory or repository.directories.get(usual):
        return usual
    below = posixpath.join(posixpath.dirname(plan_path), "")
    places = (
        each for each in adr_directories(repository, plan_path, config.adr_directory) if not each.startswith(below)
    )
    return next((each for each in places if repository.directories.get(each)), usual)


def template_paths(repository: Repository, plan_path: str, config: Config) -> tuple[str, ...]:
    """Return where the repository's own template may be, the place that wins first."""
    root = project_root(repository, plan_path)
    names = (config.adr_template, ".specify/templates/adr-template.md", "templates/adr-template.md")
    return tuple(dict.fromkeys(posixpath.join(root, name) for name in names))
