"""The check's summary: the facts first, then what to do, everything else folded. Never longer than GitHub takes."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rules.config import Gate
from rules.finding import Finding, PlanReport, Report, Severity
from rules.report.bounds import fitted, size
from rules.report.echo import echo
from rules.report.groups import Groups, counted, groups
from rules.report.links import Links
from rules.report.prose import message, sentence

ROOM = 60_000
"""Bytes of a summary; GitHub takes 65,535 characters."""

TABLE_ROOM = 12_000
TAIL_ROOM = 2_000


class Wording(NamedTuple):
    """What stands around the findings: Markdown of ours, foreign parts already sanitised.

    `headline`: the verdict in one line. `notes`: what else the reader has to know, a paragraph each. `details`: where
    and with what it was checked.
    """

    headline: str
    notes: tuple[str, ...] = ()
    details: str = ""


def summary(report: Report, gate: Gate, wording: Wording, links: Links, room: int = ROOM) -> str:
    """Return the summary as Markdown of at most `room` bytes."""
    found = groups(report, gate)
    head = "\n\n".join((wording.headline, *fitted(wording.notes, len(wording.notes), TABLE_ROOM)))
    tail = "\n\n".join(filter(None, (proof(report), wording.details)))
    blocks = [head, table(report, links)] if report.plans else [head]
    left = room - TAIL_ROOM - sum(size(block) for block in blocks)
    for title, findings in sections(found):
        if not findings:
            continue
        block = folded(title, findings, links, left) if title else todo(findings, links, left)
        if size(block) <= left:
            blocks.append(block)
            left -= size(block) + 2
    return "\n\n".join((*blocks, tail))


def sections(found: Groups) -> Sequence[tuple[str, Sequence[Finding]]]:
    """Return the lists of findings with their titles; "" for what has to be done."""
    return (
        ("", found.blocking),
        (f"Warnings and notes ({len(found.advice)}): new, not blocking", found.advice),
        (f"Waived ({len(found.waived)})", found.waived),
        (f"Existing findings ({len(found.existing)}): not caused by this pull request", found.existing),
    )


def table(report: Report, links: Links) -> str:
    rows = (row(plan, links) for plan in report.plans)
    head = ("| Plan | Errors | Warnings | Notes | Since base |", "|:--|:--|:--|:--|:--|")
    return "\n".join((*head, *fitted(rows, len(report.plans), TABLE_ROOM, rest="| and {} more plans | | | | |")))


def row(plan: PlanReport, links: Links) -> str:
    name = links.plan(plan.path)
    if plan.base_path not in {None, plan.path}:
        name += f" (was {echo(plan.base_path or '')})"
    counts = " | ".join(
        new_and_old([each for each in plan.findings if each.severity is level and each.waived is None])
        for level in (Severity.ERROR, Severity.WARNING, Severity.INFO)
    )
    return f"| {name} | {counts} | {since_base(plan)} |"


def new_and_old(findings: Sequence[Finding]) -> str:
    new = sum(finding.new for finding in findings)
    parts = [f"{count} {word}" for count, word in ((new, "new"), (len(findings) - new, "old")) if count]
    return ", ".join(parts) or "0"


def since_base(plan: PlanReport) -> str:
    if not plan.parsed:
        return "not readable"
    new = sum(finding.new and finding.waived is None for finding in plan.findings)
    parts = [f"+{new}"] if new else []
    parts += [f"{len(plan.fixed)} fixed"] if plan.fixed else []
    return ", ".join(parts) or "as before"


def todo(findings: Sequence[Finding], links: Links, room: int) -> str:
    items = (f"{number}. {item(finding, links)}{asked(finding)}" for number, finding in enumerate(findings, 1))
    # The line that counts the rest is a paragraph: below the list it would be part of the last item.
    shown = fitted(items, len(findings), room - 100, rest="\nand {} more, the first of them in the annotations")
    return "\n".join(("### To pass", *shown))


def asked(finding: Finding) -> str:
    """Return the lines to fill in, folded below the item: ours, with nothing foreign in them.

    A blank line ends them, for an HTML block takes in every line up to the next one.
    """
    if not finding.question:
        return ""
    inside = "\n".join(f"   {line}" for line in ("```markdown", *finding.question.split("\n"), "```"))
    return f"\n   <details><summary>Lines to fill in</summary>\n\n{inside}\n\n   </details>\n"


def folded(title: str, findings: Sequence[Finding], links: Links, room: int) -> str:
    lines = (f"- {item(finding, links)}" for finding in findings)
    items = fitted(lines, len(findings), room - 200, rest="\nand {} more")
    return "\n".join((f"<details><summary>{title}</summary>", "", *items, "", "</details>"))


def item(finding: Finding, links: Links) -> str:
    """Return one finding in one line: the rule, what is wrong and where, what to do, why."""
    where = links.line(finding.path, finding.span.line, f"line {finding.span.line}")
    place = f"({echo(finding.path)}, {where})"
    return " ".join(filter(None, (f"**{finding.rule}**", *explained(finding), place, links.rule(finding.rule, "Why"))))


def explained(finding: Finding) -> Iterable[str]:
    yield message(finding)
    if finding.waived is not None:
        yield f"Waived: {echo(finding.waived)}."
    else:
        yield sentence(finding.fix)


def proof(report: Report) -> str:
    """Return what was done, so that a green check is never mistaken for one that looked at nothing."""
    totals = report.totals
    new = sum(finding.new and finding.waived is None for finding in report.findings)
    return (
        f"Plans changed {totals.plans_found}, parsed {totals.plans_parsed}, rules run {totals.rules_run},"
        f" findings {len(report.findings)} ({new} new), waived {totals.waived}."
    )


def verdict_counts(found: Groups) -> str:
    """Return the blocking errors, the rest by kind: "2 errors, 3 warnings (1 new), 1 waived"."""
    others = (*found.advice, *found.existing)
    parts = [counted(len(found.blocking), "error")] if found.blocking else []
    for level, noun in ((Severity.ERROR, "existing error"), (Severity.WARNING, "warning"), (Severity.INFO, "note")):
        members = [finding for finding in others if finding.severity is level]
        new = sum(finding.new for finding in members)
        if members:
            parts.append(counted(len(members), noun) + (f" ({new} new)" if new else ""))
    if found.waived:
        parts.append(f"{len(found.waived)} waived")
    return ", ".join(parts)
