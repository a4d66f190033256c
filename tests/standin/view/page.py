"""The pull request as one HTML page, near enough to GitHub's to judge how our output reads there.

Markdown is rendered as GitHub would, HTML in it included (folded sections are HTML); the page's own policy forbids scripts
and everything from elsewhere.
"""

from collections.abc import Iterator
from html import escape

from markdown_it import MarkdownIt

from tests.standin.model.checks import Annotation, CheckRun
from tests.standin.model.conversation import Text, Thread
from tests.standin.model.pulls import PullRequest
from tests.standin.view.seen import diff_lines, heading, name_of, runs_of, source_line, state_of, visible

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
section { border: 1px solid #8886; border-radius: 6px; margin: 1rem 0; overflow: hidden }
section > h2 { font-size: 1rem; margin: 0; padding: .5rem 1rem; background: #8881; border-bottom: 1px solid #8886 }
section > div { padding: .5rem 1rem }
pre, code { font: 13px/1.45 ui-monospace, monospace; background: #8882; border-radius: 4px }
code { padding: .1em .3em } pre { padding: .5rem; overflow: auto } pre code { background: none; padding: 0 }
table { border-collapse: collapse } th, td { border: 1px solid #8886; padding: .25rem .6rem; text-align: left }
pre:has(> .language-suggestion)::before { content: "Suggested change"; color: #888 }
.added { background: #2da44e33 } .removed { background: #cf222e33 } .line { display: block; white-space: pre-wrap }
.failure { color: #cf222e } .success { color: #1a7f37 } .warning { color: #9a6700 } .button { border: 1px solid #8886;
padding: .1rem .6rem; border-radius: 6px } .number { display: inline-block; width: 3.5em; color: #888 }
"""
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def as_page(pull: PullRequest, *, refresh: int = 0) -> str:
    """Return the page. `refresh`: seconds after which a browser loads it again, 0 for never."""
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    title = f"{pull.base_repository.full_name}#{pull.number} {pull.title}"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{again}'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>"
        f"<h1>{escape(title)}</h1><p>{escape(heading(pull))}</p>{''.join(_sections(pull))}</main></body></html>"
    )


def _sections(pull: PullRequest) -> Iterator[str]:
    for run in runs_of(pull):
        yield _run(pull, run)
    for review in pull.reviews:
        if visible(review.body):
            yield _section(f"Review by {name_of(review.author, review)}", _markdown(review.body))
    for thread in pull.threads:
        yield _thread(thread)
    for comment in pull.comments:
        yield _section(f"Comment by {name_of(comment.author, comment)}", _markdown(comment.body))


def _section(title: str, content: str, kind: str = "") -> str:
    return f'<section><h2 class="{escape(kind)}">{escape(title)}</h2><div>{content}</div></section>'


def _markdown(body: str | None) -> str:
    return str(_MARKDOWN.render(visible(body)))


def _run(pull: PullRequest, run: CheckRun) -> str:
    outcome = run.conclusion or run.status
    buttons = "".join(f'<span class="button">{escape(action["label"])}</span> ' for action in run.actions)
    annotations = "".join(_annotation(pull, annotation) for annotation in run.annotations)
    return _section(
        f"{run.name}: {outcome}. {run.title or ''}", buttons + _markdown(run.summary) + annotations, outcome
    )


def _annotation(pull: PullRequest, annotation: Annotation) -> str:
    where = f"{annotation.path}:{annotation.start_line}"
    line = source_line(pull, annotation.path, annotation.start_line)
    return (
        f'<p><strong class="{escape(annotation.annotation_level)}">{escape(annotation.annotation_level)}</strong> '
        f"<code>{escape(where)}</code> {escape(annotation.title or '')}</p>"
        f'<pre><span class="number">{annotation.start_line}</span>{escape(line)}</pre>'
        f"<p>{escape(annotation.message)}</p>"
    )


def _thread(thread: Thread) -> str:
    anchor = thread.anchor
    state = state_of(thread)
    title = f"{anchor.path}:{anchor.line}" if anchor.line else anchor.path
    kinds = {"+": "added", "-": "removed", " ": ""}
    diff = "".join(
        f'<span class="line {kinds[line.sign]}"><span class="number">{line.new or line.old}</span>'
        f"{line.sign} {escape(line.text)}</span>"
        for line in diff_lines(thread)
    )
    said = "".join(_said(comment) for comment in thread.comments)
    return _section(title + (f" ({state})" if state else ""), f"<pre>{diff}</pre>{said}")


def _said(comment: Text) -> str:
    return f"<p><strong>{escape(name_of(comment.author, comment))}</strong></p>{_markdown(comment.body)}"
