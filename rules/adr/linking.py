"""The edits that link a record in its plan: in the list of records, and at the decision. Every other byte stays."""

import posixpath
import re
from collections.abc import Iterator

from rules.adr.choice import Candidate, entry_of
from rules.adr.content import link
from rules.adr.prose import prose
from rules.finding import Edit
from rules.lazy import lazy
from rules.plan.model import AdrReference, Plan
from rules.plan.source import Span
from rules.rule import Context

NUMBER = lazy(r"ADR[-\s_#]{0,2}\d{1,5}", re.IGNORECASE)
PLACEHOLDER = lazy(r"ADR-?\[|\[Decision Title\]|\[decision-title\]", re.IGNORECASE)
ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+\S")
RULE = re.compile(r"\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})")
NO = lazy(r"\W*(?:no|n)\b", re.IGNORECASE)
HEADING = "## Architectural Decision Records (ADR)"


def links(context: Context, candidate: Candidate | None, path: str, number: int, title: str) -> tuple[Edit, ...]:
    """Return the edits, apart from each other."""
    target = link(f"ADR-{number:04d}", path, posixpath.dirname(context.plan.path) or ".")
    found = list(at_decision(context.plan, candidate, target))
    entry = entry_of(context, candidate.decision) if candidate is not None else None
    inside = entry is not None and any(each.span.start <= entry.span.start < each.span.end for each in found)
    changed = None if entry is None or inside else at_entry(context.plan, entry, number, target)
    found += changed if changed is not None else [new_entry(context.plan, number, title, target)]
    return tuple(sorted(found, key=lambda each: each.span.start))


def at_decision(plan: Plan, candidate: Candidate | None, target: str) -> Iterator[Edit]:
    """Yield the edit of the decision's own answer. One that says nothing yet, or no, says yes from now on."""
    if candidate is None:
        return
    answer = candidate.decision.adr_required
    if answer.span.end <= answer.span.start or not answer.raw.strip() or answer.links:
        return
    end = answer.span.start + len(answer.raw.rstrip().encode())
    if plan.source.slice(answer.span).rstrip() != answer.raw.rstrip():
        # Not written in one piece: the list of records alone has the link.
        return
    if answer.missing or NO.match(answer.text):
        yield Edit(plan.source.span(answer.span.start, end), f"Yes ({target})")
    else:
        yield Edit(plan.source.span(end, end), f" ({target})")


def at_entry(plan: Plan, entry: AdrReference, number: int, target: str) -> list[Edit] | None:
    """Return the edits that make an entry the record's; None where its line cannot take them for sure."""
    line = plan.source.line_span(entry.span.line)
    text = plan.source.slice(line)
    written = NUMBER.search(text)
    if text.lstrip().startswith(("|", "#", ">")) or text.rstrip().endswith("\\") or "](" in text or "`" in text:
        return None
    end = line.start + len(text.rstrip().encode())
    found = [Edit(plan.source.span(end, end), f" ({target})")]
    if written is not None and written[0] != f"ADR-{number:04d}":
        start = line.start + len(text[: written.start()].encode())
        found.insert(0, Edit(plan.source.span(start, start + len(written[0].encode())), f"ADR-{number:04d}"))
    return found


def new_entry(plan: Plan, number: int, title: str, target: str) -> Edit:
    """Return the edit that adds a line to the list of records, in the place of the template's, or the list itself."""
    source = plan.source
    newline = "\r\n" if b"\r\n" in source.data else "\n"
    entry = f"- [ ] **ADR-{number:04d}: {prose(title, 200)}** - {target}"
    section = plan.section("adrs")
    if section is None:
        end = len(source.data)
        before = "" if source.data.endswith(b"\n") else newline
        return Edit(source.span(end, end), f"{before}{newline}{HEADING}{newline}{newline}{entry}{newline}")
    lines = range(section.heading.line + 1, section.span.end_line + 1)
    if (placeholder := placeholders(plan, lines)) is not None:
        return Edit(placeholder, entry)
    texts = {number: source.slice(source.line_span(number)) for number in lines}
    listed = [number for number, text in texts.items() if ITEM.match(text)]
    filled = [number for number, text in texts.items() if text.strip() and not RULE.fullmatch(text)]
    last = max(
        (
            *listed,
            *[number for number in filled if listed and number > max(listed) and texts[number].startswith((" ", "\t"))],
        ),
        default=0,
    )
    after = last or max(filled, default=section.heading.line)
    end = source.line_span(after).end
    blank = "" if last else newline
    return Edit(source.span(end, end), f"{newline}{blank}{entry}")


def placeholders(plan: Plan, lines: range) -> Span | None:
    """Return the lines of the list that are still the template's: the first entry with what is indented below it."""
    source = plan.source
    for number in lines:
        if not PLACEHOLDER.search(source.slice(source.line_span(number))):
            continue
        last = number
        while last + 1 in lines and source.slice(source.line_span(last + 1)).startswith((" ", "\t")):
            last += 1
        return source.span(source.line_span(number).start, source.line_span(last).end)
    return None
