"""The `runbook-incomplete` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.around import in_words
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.concrete import is_concrete
from rules.plan.lines import text_of
from rules.plan.model import Answer, Plan, Runbook, State
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context
from rules.section_text import is_declined

JUDGED = frozenset({State.SUBSTANTIVE, State.VAGUE, State.RESTATED})
WORD = lazy(r"[^\W_]+(?:'[^\W_]+)?")
STEP = lazy(r"^\s*\d+[.)]\s+\S", re.MULTILINE)
POINTER = lazy(r"\b(?:wiki|confluence|notion|runbook repo|see|refer to)\b|/runbooks?/|\.md\b", re.IGNORECASE)
NOTHING_DONE = frozenset(
    "the a an it this that to and or if as by with for all any be is are it's them then when of on in via our "  # noqa: SIM905 - a list of 70 strings reads worse
    "fix fixed resolve resolved solve solved repair correct handle address mitigate remedy issue issues problem problems "
    "error errors bug bugs incident incidents failure failures fault cause root underlying investigate check take make do "
    "perform apply appropriate necessary needed required relevant suitable action actions step steps measure measures "
    "solution procedure process manually quickly immediately asap follow standard usual team developer developers".split()
)
"""Words of a resolution that only say that there shall be one."""
ACTION = lazy(
    r"(?:^|[.;:,(]\s*|\b(?:then|and|or|to)\s+|->\s*|\u2192\s*)(?:check|verify|restart|reboot|roll(?:s| it)? back|revert|scale"
    r"|run|look|search|open|set|disable|enable|clear|flush|rotate|increase|raise|lower|restore|re-?run|replay|retry|kill"
    r"|drain|switch|fail|page|contact|notify|reverse|delete|purge|apply|update|upgrade|re-?deploy|deploy|stop|start|query"
    r"|inspect|compare|confirm|isolate|reset|re-?index|re-?build|review|grep|tail|inform|escalate|add|remove|block|re-?send"
    r"|pause)\s+(?!(?:procedures?|process(?:es)?|steps|tasks?|issues?|problems?)\b)\w",
    re.IGNORECASE,
)
"""A clause that begins with what somebody does."""


class RunbookIncomplete:
    """A runbook does not say how the incident is noticed, what to look at, or what to do.

    "Resolve the issue" is what on-call wants to do anyway. The template's order is that of every incident: is it this one
    (detection), why (diagnosis), what stops it (resolution); a step that is missing is invented at three in the morning.
    Effective troubleshooting (Site Reliability Engineering, chapter 12) begins with the report and ends with the cure in
    the same way. A runbook that is linked is judged where it stands, prevention may come later, and short notes count as
    long as they say what somebody does. A section that only lists subjects ("deployment, rollback") is one finding.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Runbooks

        **Incident: Exports fail**
        1. Detection: `ExportsFailing` fires
        2. Resolution: fix the issue

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Runbooks

        **Incident: Exports fail**
        1. Detection: `ExportsFailing` fires
        2. Diagnosis: group the log lines by `error`; `ledger_timeout` points to the ledger, `render` to a template
        3. Resolution: set `invoice_export_enabled` to off, repair, export the day again
    """

    name: ClassVar[str] = "runbook-incomplete"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "alerting"

    def applies(self, context: Context) -> bool:
        return context.plan.section("runbooks") is not None

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        if not plan.runbooks:
            yield from only_subjects(plan)
        for runbook in plan.runbooks:
            if POINTER.search(plan.source.slice(runbook.extent)) and not runbook.resolution.text:
                continue
            steps = (runbook.detection, runbook.diagnosis, runbook.resolution)
            lacks = [step for step in steps if step.state is State.ABSENT]
            if lacks:
                yield lacking(runbook, lacks)
            if does_nothing(runbook.resolution):
                yield idle(runbook)


def does_nothing(resolution: Answer) -> bool:
    """Whether a resolution names no action with an object, no command and no number."""
    if resolution.state not in JUDGED or resolution.code or resolution.links or not resolution.text.isascii():
        return False
    words = WORD.findall(resolution.text.lower())
    return len(words) == 1 or (bool(words) and NOTHING_DONE.issuperset(words))


def lacking(runbook: Runbook, lacks: list[Answer]) -> Problem:
    names = [in_words(step.concept) for step in lacks]
    return Problem(
        runbook.span,
        f"The runbook {quoted(runbook.title, TITLE)} does not say its {listed(name.lower() for name in names)}",
        subject=runbook.title,
        concept="runbooks",
        fix=f"Add {listed(quoted(name + ':') for name in names)} to this incident",
        parts=tuple((step.concept, runbook.title) for step in lacks),
    )


def idle(runbook: Runbook) -> Problem:
    return Problem(
        runbook.resolution.span,
        f"The resolution of {quoted(runbook.title, TITLE)} names nothing to do: {quoted(runbook.resolution.text)}",
        subject=runbook.title,
        concept="runbooks.resolution",
        fix="Write the steps or the command, each with what it acts on",
    )


def only_subjects(plan: Plan) -> Iterator[Problem]:
    """Yield that a section about runbooks describes no incident: nothing in it says what somebody does."""
    section = plan.section("runbooks")
    if section is None or is_declined(plan, section):
        return
    body = plan.source.slice(section.span)[len(plan.source.slice(section.heading)) :]
    inside = [entry for entry in plan.entries if section.span.start < entry.block < section.span.end]
    lines = [text_of(line) for entry in inside for line in entry.lines()] or body.split("\n")
    told = "`" in body or "](" in body or "|" in body or not body.isascii() or POINTER.search(body)
    if (
        told
        or len(STEP.findall(body)) > 1
        or any(ACTION.search(line) or is_concrete(line, code=False, steps=0) for line in lines)
    ):
        return
    yield Problem(
        section.heading,
        f"{quoted(section.title)} describes no incident: nothing in it says what somebody does",
        subject="runbooks",
        concept="runbooks",
        fix="Describe the likeliest incident with its detection, diagnosis and resolution, or link its runbook",
        severity=None if plan.kind == "service" else Severity.INFO,
        parts=tuple(
            (f"runbooks.{part}", "runbooks") for part in ("detection", "diagnosis", "resolution", "prevention")
        ),
    )
