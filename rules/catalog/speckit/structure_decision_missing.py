"""The `structure-decision-missing` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import State
from rules.quoting import listed, quoted
from rules.rule import Context
from rules.severity import SPECKIT_FAMILY
from rules.stems import WORD

CONCEPT, DECISION = "structure", "structure.decision"

OPTION = lazy(
    r"^[ \t]*(?:#+[ \t]*)?(?:\*\*)?(?:\[REMOVE IF UNUSED\][ \t]*)?Option[ \t]+(?P<number>\d+)[ \t]*[:.)-]",
    re.IGNORECASE | re.MULTILINE,
    needs=("option",),
)
COMMENT = lazy(r"<!--.*?-->", re.DOTALL, needs=("<!--",))
FENCE = lazy(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
BRANCH = lazy(r"[\u251c\u2514]|\|--|`--|\+--")
"""A line of a tree that is drawn."""
REMARK = lazy(r"\S\s+(?:#|//|\u2190|<-)\s*\S")
NOT_PROSE = lazy(r"^\s*(?:#|\||<!--|[-*_]{3,}\s*$|```|~~~)|NOT created by|command output", re.IGNORECASE)
LEAST = 8
"""Words beside a tree that say why it looks so."""


class StructureDecisionMissing:
    """The plan does not say which structure of the source code it chose.

    spec-kit's template offers several trees and asks to delete those not used; what stays is where the tasks will put
    their files, and two trees that stay send half of them to each. A line "Structure Decision" or a sentence beside the
    tree is enough. A decision that is still the template's placeholder is for the rule about those.

    ## Bad
        # Implementation Plan: export of invoices

        ## Project Structure

        ### Source Code (repository root)

        ```text
        # Option 1: Single project
        src/

        # Option 2: Web application
        backend/
        frontend/
        ```

    ## Good
        # Implementation Plan: export of invoices

        ## Project Structure

        ### Source Code (repository root)

        ```text
        src/
        └── export_worker/
        ```

        **Structure Decision**: one package `export_worker` beside the web application
    """

    name: ClassVar[str] = "structure-decision-missing"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "speckit"

    def applies(self, context: Context) -> bool:
        return context.plan.profile in SPECKIT_FAMILY and context.plan.section(CONCEPT) is not None

    def check(self, context: Context) -> Iterator[Problem]:
        plan, section = context.plan, context.plan.section(CONCEPT)
        if section is None or section.state is not State.SUBSTANTIVE:
            return
        text = plan.source.slice(section.span)
        options = list(OPTION.finditer(text))
        if len({option["number"] for option in options}) > 1:
            at = plan.source.position(section.span.start + len(text[: options[0].start()].encode()))[0]
            names = listed(quoted(option[0].strip(" \t#:.")) for option in options)
            yield Problem(
                plan.source.line_span(at),
                f"The trees of several options are still there: {names}",
                subject="structure options",
                concept=CONCEPT,
                fix="Delete the trees of the options that were not chosen, and the words Option n",
            )
        elif not plan.all(DECISION) and not prose(text):
            yield Problem(
                section.heading,
                f"The section {quoted(section.title)} does not say which structure was chosen and why",
                subject="Structure Decision",
                concept=DECISION,
                severity=Severity.INFO if annotated(text) else None,
                fix='Write "Structure Decision:" with the directories that the work is done in, and why there',
            )


def annotated(text: str) -> bool:
    """Whether the trees say of most of their files what is done with them, so that only the reason is missing."""
    drawn = [line for part in FENCE.split(text)[1::2] for line in part.splitlines() if BRANCH.search(line)]
    return bool(drawn) and sum(REMARK.search(line) is not None for line in drawn) * 2 > len(drawn)


def prose(text: str) -> bool:
    """Whether a sentence of its own stands outside trees, tables and headings."""
    outside = FENCE.split(COMMENT.sub("", text))[::2]
    lines = (line for part in outside for line in part.splitlines() if not NOT_PROSE.search(line))
    return any(len(WORD.findall(line)) >= LEAST for line in lines)
