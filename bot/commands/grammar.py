"""Whether a comment is a command: its first line that is not blank, as GitHub would render it. Pure."""

import re
from dataclasses import dataclass

from bot.commands.command import LONGEST
from bot.commands.near import one_edit_apart
from bot.commands.registry import BY_VERB
from rules.plan.blocks import Paragraph
from rules.plan.markdown import parse as parse_markdown
from rules.plan.source import Source

BLANK = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*")
LINE = re.compile(r" {0,3}/sp\.(?P<verb>[a-z][a-z0-9-]{0,30})(?:[ \t]+(?P<arguments>[^\r\n]*))?(?=[\r\n]|\Z)")
PARAGRAPH_ENDS = re.compile(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)")
BREAK = re.compile(r"\r\n|\n|\r")

OTHERS = frozenset({
    "specify", "plan", "tasks", "clarify", "analyze", "implement", "constitution", "checklist", "phr",
})  # fmt: skip
"""Commands of other agents in the same namespace: never taken for a misspelling of ours."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command of ours. `arguments`: white space collapsed; cut just above `LONGEST`, which `Command.read` refuses."""

    verb: str
    arguments: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class NearMiss:
    verb: str
    suggestion: str


def parse(body: str) -> Invocation | NearMiss | None:
    """Return what a comment asks for; None for what is no command, or somebody else's."""
    blank = BLANK.match(body)
    begins = blank.end() if blank else 0
    found = LINE.match(body, begins)
    if found is None:
        return None
    verb, written = found["verb"], found["arguments"] or ""
    suggestion = "" if verb in BY_VERB else near(verb)
    # What a comment in HTML holds is not seen by who reads the conversation.
    if (verb not in BY_VERB and not suggestion) or "<!--" in written or not _is_paragraph(body, begins):
        return None
    if suggestion:
        return NearMiss(verb, suggestion)
    arguments = " ".join(written[: 4 * LONGEST].split())
    if len(written) > 4 * LONGEST:
        arguments = written[: LONGEST + 1]
    return Invocation(verb, arguments[: LONGEST + 1], len(BREAK.findall(body, 0, begins)) + 1)


def near(verb: str) -> str:
    """Return the command that a verb is a misspelling of, "" for none."""
    if verb in OTHERS:
        return ""
    return next((ours for ours in BY_VERB if one_edit_apart(verb, ours)), "")


def _is_paragraph(body: str, begins: int) -> bool:
    """Return whether the text from here to the next blank line is prose: lines below can make it a heading or a table."""
    end = PARAGRAPH_ENDS.search(body, begins)
    text = body[begins : end.start() if end else len(body)]
    blocks = parse_markdown(Source("comment", text.encode(errors="replace"))).blocks
    return bool(blocks) and isinstance(blocks[0], Paragraph) and blocks[0].start == text.index("/")
