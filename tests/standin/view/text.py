"""The pull request as plain text."""

import textwrap
from collections.abc import Iterator

from tests.standin.git.diff import Line
from tests.standin.model.checks import Annotation, CheckRun
from tests.standin.model.conversation import Thread
from tests.standin.model.pulls import PullRequest
from tests.standin.view.readable import readable, wrapped
from tests.standin.view.seen import diff_lines, heading, name_of, runs_of, source_line, state_of, visible

RULE = "-" * 100


def as_text(pull: PullRequest) -> str:
    """Return everything that a person sees below the description, in the order of the page."""
    return "\n".join(_lines(pull)) + "\n"


def _lines(pull: PullRequest) -> Iterator[str]:
    yield RULE
    yield f"{pull.base_repository.full_name}#{pull.number}  {pull.title}"
    yield heading(pull)
    for run in runs_of(pull):
        yield RULE
        yield from _run(pull, run)
    for review in pull.reviews:
        if visible(review.body):
            yield RULE
            yield f"Review by {name_of(review.author, review)} on {review.commit[:7]}"
            yield readable(review.body)
    for thread in pull.threads:
        yield RULE
        yield from _thread(thread)
    for comment in pull.comments:
        yield RULE
        yield f"Comment by {name_of(comment.author, comment)}"
        yield readable(comment.body)
    yield RULE


def _run(pull: PullRequest, run: CheckRun) -> Iterator[str]:
    yield f"Check {run.name}: {(run.conclusion or run.status).upper()}  {run.title or ''}".rstrip()
    if run.actions:
        yield "Buttons: " + "  ".join(f"[{action['label']}]" for action in run.actions)
    if visible(run.summary):
        yield ""
        yield readable(run.summary)
    for annotation in run.annotations:
        yield ""
        yield from _annotation(pull, annotation)


def _annotation(pull: PullRequest, annotation: Annotation) -> Iterator[str]:
    yield f"  {annotation.annotation_level} {annotation.path}:{annotation.start_line}  {annotation.title or ''}".rstrip()
    yield f"  {annotation.start_line:5} | {source_line(pull, annotation.path, annotation.start_line)}".rstrip()
    for line in annotation.message.split("\n"):
        yield textwrap.indent("\n".join(wrapped(line)), "        ")


def _thread(thread: Thread) -> Iterator[str]:
    anchor = thread.anchor
    state = state_of(thread)
    place = f"{anchor.path}:{anchor.line}" if anchor.line else anchor.path
    yield f"Thread on {place}" + (f" ({state})" if state else "")
    for line in diff_lines(thread):
        yield _diff_line(line)
    for comment in thread.comments:
        yield f"  {name_of(comment.author, comment)}:"
        yield readable(comment.body, "    ")


def _diff_line(line: Line) -> str:
    return f"  {line.new or line.old or 0:5} {line.sign} | {line.text}".rstrip()
