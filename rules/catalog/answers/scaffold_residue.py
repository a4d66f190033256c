"""The `scaffold-residue` rule."""

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar, NamedTuple

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.fences import Fences
from rules.plan.model import Plan
from rules.plan.source import Span
from rules.quoting import listed, quoted
from rules.rule import Context
from rules.text_lines import found_in_lines, lines_naming

UNUSED = "[REMOVE IF UNUSED]"

INSTRUCTIONS = {
    "action required": "required", "[remove if": "remove", "important: replace": "important", "/sp.adr": "sp",
    "decision detected": "detected",
}  # fmt: skip
INSTRUCTION = lazy(
    r"\bACTION REQUIRED\b|\[REMOVE IF UNUSED\]|\bIMPORTANT: Replace\b|/sp\.adr\s+<[^<>\n]{1,60}>"
    r"|\bArchitectural decision detected\b",
)
"""What templates and their commands say to whoever fills them in."""

TALK = lazy(
    r"[ \t>*_-]*(?:(?:sure|certainly|absolutely|of course|great)[,.!]\s+(?:here|i)\b"
    r"|here(?:'s|\u2019s| is) (?:the|your|an?) (?:\w+ ){0,2}?(?:implementation )?plan\b"
    r"|as an ai\b|i hope this helps\b|let me know if you (?:need|want|would|have|'d|\u2019d)\b)[^\n]*",
    re.IGNORECASE,
)
"""What an assistant says to the person who asked it, where a line begins."""
TALKS = {
    "sure,": "sure", "sure!": "sure", "sure.": "sure", "certainly": "certainly", "absolutely": "absolutely",
    "of course": "course", "great,": "great", "great!": "great", "great.": "great", "here's": "here's",
    "here\u2019s": "here\u2019s", "here is": "here", "as an ai": "ai", "i hope this": "hope", "let me know if": "know",
}  # fmt: skip

NOBODY = (
    r"runner|runneradmin|node|app|user|users|username|you|your\w*|me|name|ubuntu|vscode|codespace|circleci|jenkins|git"
    r"|root|shared|public|default|appuser|nonroot|coder|build|builder|ci|docker|vagrant|ec2-user|azureuser|gitpod"
    r"|web|www|www-data|dev|developer|deploy|admin|test|tester|alice|bob|foo|bar|example|someone|user\d+"
)
HOME = lazy(
    rf"(?:file:///?|(?<![\w.~$}}/\\])(?<!GET )(?<!POST )(?<!PUT )(?<!PATCH )(?<!DELETE ))"
    rf"(?P<home>/Users/(?!(?i:{NOBODY})/)[^\W\d][\w.-]*(?=/[\w.])"
    rf"|/home/(?!(?i:{NOBODY})/)[^\W\d][\w.-]*(?=/(?:\.\w|(?i:documents|desktop|downloads|projects?|code|src|dev|work\w*|repos?"
    r"|git|go|github|personal|snap)/|[\w./-]{0,200}\.\w{1,5}\b))"
    rf"|[A-Za-z]:\\[Uu]sers\\(?!(?i:{NOBODY})\\)[^\W\d][\w. -]{{0,40}}(?=\\))",
)
HOMES = {"/users/": "users", "/home/": "home", "\\users\\": "users"}
"""The home directory of a person; not that of a container, of continuous integration or of nobody, and no route."""


class Residue(NamedTuple):
    at: int
    end: int
    said: str
    home: bool = False


class ScaffoldResidue:
    """Words that were meant for whoever, or whatever, wrote the plan are left in it.

    An instruction of the template ("ACTION REQUIRED", `[REMOVE IF UNUSED]`), what an assistant said to the person who
    asked ("Sure, here is ...") or a path below somebody's home directory tell the reader nothing, and show that nobody
    read the text after it was generated. A home path also publishes a person's name and points nowhere on any other
    machine, so it is an error (CWE-200, exposure of sensitive information). Comments are not seen by readers and are only
    mentioned. Paths of containers and of continuous integration, example names and quoted instructions are left alone.

    ## Bad
        # Implementation Plan: export of invoices

        Sure, here is the implementation plan you asked for.

        ## Related Documents

        - Feature Specification: file:///Users/kmeier/invoices/specs/001-export/spec.md

    ## Good
        # Implementation Plan: export of invoices

        ## Related Documents

        - Feature Specification: [`spec.md`](./spec.md)
    """

    name: ClassVar[str] = "scaffold-residue"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "answers"

    def applies(self, context: Context) -> bool:  # noqa: ARG002 - any plan may hold some
        return True

    def check(self, context: Context) -> Iterator[Problem]:
        plan, text = context.plan, context.plan.source.text
        found = [*instructions(plan), *homes(plan)]
        if not found:
            return
        fences = Fences(text)
        groups: dict[tuple[str, bool], list[Residue]] = {}
        for each in sorted(found):
            hidden = fences.comment(each.at)
            if each.home or hidden or not is_quoted(each, text, fences):
                groups.setdefault((each.said, hidden), []).append(each)
        for (_, hidden), same in groups.items():
            yield left_over(plan, same, hidden=hidden)


def possible(plan: Plan, literals: Mapping[str, str]) -> list[str]:
    """Return the literals that the plan may hold: it has a word of each."""
    return [literal for literal, word in literals.items() if word in plan.words]


def instructions(plan: Plan) -> Iterator[Residue]:
    for found in found_in_lines(plan, INSTRUCTION, possible(plan, INSTRUCTIONS)):
        yield Residue(found.start(), found.end(), found[0])
    told = 0
    for start, _ in sorted(set(lines_naming(plan, possible(plan, TALKS)))):
        if start >= told and (said := TALK.match(plan.source.text, start)):
            told = said.end()
            yield Residue(said.start(), said.end(), said[0].strip(" \t>*_-"))


def homes(plan: Plan) -> Iterator[Residue]:
    for found in found_in_lines(plan, HOME, possible(plan, HOMES)):
        yield Residue(found.start("home"), found.end(), found["home"], home=True)


def is_quoted(each: Residue, text: str, fences: Fences) -> bool:
    """Whether the words are shown, not said: in code or in quotes. The trees of options stand in code."""
    if text[max(each.at - 1, 0) : each.at] in {'"', "\u201c", "'"} or (each.said != UNUSED and fences.code(each.at)):
        return True
    return fences.span(each.at) and not each.said.startswith("/sp.adr")


def left_over(plan: Plan, same: list[Residue], *, hidden: bool) -> Problem:
    spans = [span_of(plan, each) for each in same]
    lines = list(dict.fromkeys(str(span.line) for span in spans))[1:]
    again = f", also in line {listed(lines)}" if lines else ""
    first = same[0]
    if first.home:
        return Problem(
            spans[0],
            f"A path on somebody's own machine, below {quoted(first.said)}, is left in the plan{again}",
            subject=first.said,
            fix="Write the path relative to the repository",
            severity=Severity.INFO if hidden else Severity.ERROR,
        )
    return Problem(
        spans[0],
        f"{quoted(first.said)} is left from writing the plan{again}",
        subject=first.said,
        fix="Do what it asks, then delete it",
        severity=Severity.INFO if hidden else None,
    )


def span_of(plan: Plan, each: Residue) -> Span:
    before = len(plan.source.text[: each.at].encode()) + plan.source.bom
    return plan.source.span(before, before + len(plan.source.text[each.at : each.end].encode()))
