"""Judgements over what was written: what people see, whom it notifies, whether it may be merged, what must never be."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tests.standin.model.accounts import App
from tests.standin.model.checks import Annotation, CheckRun
from tests.standin.model.conversation import IssueComment, ReviewComment
from tests.standin.model.events import Written
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.model.world import World

PASSING = {"success", "neutral", "skipped"}


def shown_run(repository: Repository, sha: str, name: str, app: App | None = None) -> CheckRun | None:
    """Return the run that a person sees under a name on a commit: the newest, of any App or of `app`."""
    runs = [
        run for suite in repository.suites if suite.head_sha == sha and (app is None or suite.app is app)
        for run in suite.runs if run.name == name
    ]  # fmt: skip
    return max(runs, key=lambda run: run.id, default=None)


def mergeable(pull: PullRequest, required: str, *, app: App | None = None) -> bool:
    """Whether a ruleset that requires the check (of one App: `integration_id`) lets the pull request be merged.

    Only the head counts; neutral and skipped pass; a check that was never reported blocks.
    """
    run = shown_run(pull.base_repository, pull.head_sha, required, app)
    return run is not None and run.status == "completed" and run.conclusion in PASSING


def comments_by(pull: PullRequest, app: App) -> list[ReviewComment]:
    """Return the App's comments in the diff, oldest first."""
    return [each for thread in pull.threads for each in thread.comments if each.author is app.bot]


def conversation_by(pull: PullRequest, app: App) -> list[IssueComment]:
    return [each for each in pull.comments if each.author is app.bot]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that GitHub would act on. `kind`: mention, issue, commit or link."""

    kind: str
    target: str
    place: str


_CODE = re.compile(r"(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:\n[ ]{0,3}(?P=fence)[`~]*[ ]*(?=\n|$)|\Z)|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)  # fmt: skip  # noqa: E501
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PATTERNS = {
    "mention": re.compile(r"(?<![\w/@.])@([a-z\d](?:[a-z\d-]{0,38})(?:/[\w-]+)?)", re.IGNORECASE),
    "issue": re.compile(r"(?<![\w/&])((?:[\w.-]+/[\w.-]+)?#\d+|GH-\d+)\b", re.IGNORECASE),
    "commit": re.compile(r"(?<![\w/.-])((?:[\w.-]+/[\w.-]+@)?[0-9a-f]{40})\b"),
    "link": re.compile(r"(https?://github\.com/[\w.-]+/[\w.-]+/(?:issues|pull|commit)/\w+)"),
}


def notices(written: Written, *, plain: bool = False) -> Iterator[Notice]:
    """Yield whom and what a text would notify or cross-reference.

    In Markdown, code and HTML comments are inert. `plain`: as somebody's e-mail reply quotes it, where nothing is.
    An edit tells nobody. Check runs notify nobody by themselves: their text counts because people quote it.
    """
    if written.edited:
        return
    text = written.body if plain else _CODE.sub(" ", _COMMENT.sub(" ", written.body))
    for kind, pattern in _PATTERNS.items():
        for found in pattern.finditer(text):
            yield Notice(kind, found[1], written.place)


def notices_by(world: World, app: App, *, plain: bool = False) -> list[Notice]:
    """Return everything that the App's texts would set off."""
    own = (each for each in world.written if each.author is app.bot)
    return [notice for written in own for notice in notices(written, plain=plain)]


def doubled_comments(pull: PullRequest, app: App) -> list[str]:
    """Return what the App said twice at one place of the diff, or twice below it."""
    said = Counter((each.home.anchor.path, each.home.anchor.line, each.body) for each in comments_by(pull, app))
    below = Counter(each.body for each in conversation_by(pull, app))
    return [f"{path}:{line} {times} times" for (path, line, _), times in said.items() if times > 1] + [
        f"below {times} times: {body[:60]}" for body, times in below.items() if times > 1
    ]


def doubled_runs(repository: Repository, app: App) -> list[str]:
    """Return what the App reported twice on a commit: one piece of work, done twice.

    The same verdict under the same external id counts, unless a person asked for it again.
    """
    found = []
    for suite in repository.suites:
        said = Counter(_verdict(run) for run in suite.runs if run.external_id and suite.app is app)
        again = [(run, times) for run, times in said.items() if times > 1 + suite.asked_again]
        found += [
            f"{name} on {suite.head_sha[:7]}: {times} times {title!r} ({key})"
            for (name, key, _, title, _), times in again
        ]
    return found


def _verdict(run: CheckRun) -> tuple[str, str, str | None, str | None, tuple[Annotation, ...]]:
    return run.name, run.external_id, run.conclusion, run.title, tuple(run.annotations)


def left_open(repository: Repository, app: App) -> list[str]:
    """Return the names of runs that people still see as in progress."""
    runs = [run for suite in repository.suites if suite.app is app for run in suite.latest()]
    return [f"{run.name} on {run.head_sha[:7]} is {run.status}" for run in runs if run.status != "completed"]
