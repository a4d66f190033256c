"""What the plan has to say for each part of a record, as Markdown of ours around words of the plan."""

import posixpath
import re
from typing import NamedTuple

from rules.adr.choice import Candidate
from rules.adr.prose import bullets, items, prose, sentence, unmarked
from rules.adr_file import number_in
from rules.adr_places import files_of
from rules.lazy import lazy
from rules.plan.model import Decision, Option
from rules.report.links import SAFE
from rules.rule import Context

TO_COMPLETE = "To be completed by the author."
MOST_RELATED = 10
BOTH = lazy(r"\bpros?\W{1,3}(?P<pros>[^\n]*?)\W+cons?\W{1,3}(?P<cons>[^\n]*)", re.IGNORECASE, needs=("pro",))
"""An option in one line: "Pros: no hop / Cons: two books"."""

LETTER = 2
"""Words of a label as in "Option B"."""


class Content(NamedTuple):
    """Parts of a record by the concepts of `rules.adr_words`; "" for what the plan does not say."""

    context: str
    decision: str
    positive: str
    negative: str
    alternatives: str
    references: str
    feature: str

    def part(self, concept: str) -> str:
        """Return the text for a concept; consequences are its two halves."""
        if concept == "consequences":
            return consequences(self.positive, self.negative)
        return str(getattr(self, concept, ""))


def consequences(positive: str, negative: str) -> str:
    """Return both kinds as one text, for templates without a heading for each."""
    parts = [f"{title}\n\n{text}" for title, text in (("Positive:", positive), ("Negative:", negative)) if text]
    return "\n\n".join(parts)


def content(context: Context, candidate: Candidate | None, title: str, directory: str) -> Content:
    """Return what goes into a record. `title`: what it was asked for; `directory`: where it will stand."""
    decision = candidate.decision if candidate is not None else None
    chosen = chosen_option(decision) if decision is not None else None
    return Content(
        context=background(context, decision, title),
        decision=chosen_text(decision, chosen) if decision is not None else "",
        positive=bullets(gains(context, decision, chosen)) if decision is not None else "",
        negative=bullets(prices(context, decision, chosen)) if decision is not None else "",
        alternatives=bullets(others(context, decision, chosen)) if decision is not None else "",
        references=bullets(references(context, directory)),
        feature=link(feature_of(context), context.plan.path, directory),
    )


def feature_of(context: Context) -> str:
    return posixpath.basename(posixpath.dirname(context.plan.path)) or context.plan.path


def background(context: Context, decision: Decision | None, title: str) -> str:
    """Return why there is something to decide: what is built, what it must do, which question is open."""
    summary = context.plan.answer("summary")
    scope = items(context.plan.answer("scope.in_scope"))
    parts = [sentence(prose(summary.text))] if not summary.missing else []
    if not parts and scope:
        parts = ["In scope:\n\n" + bullets(scope[:5])]
    if decision is not None:
        parts.append(f"To decide: {sentence(prose(decision.title))}")
        if decision.options:
            parts.append(f"{len(decision.options)} options were considered.")
        parts += [f"Principles: {sentence(prose(decision.principles.text))}"] if not decision.principles.missing else []
    else:
        parts.append(f"To decide: {sentence(prose(title))}")
    return "\n\n".join(parts)


def chosen_option(decision: Decision) -> Option | None:
    """Return the option that was chosen: the one whose label or words the choice names."""
    said = words(decision.chosen.text)
    if not said:
        return None
    named = [each for each in decision.options if words(each.title)[: len(said)] == said]
    labelled = [each for each in decision.options if label(each.title) and said[:LETTER] == words(label(each.title))]
    inside = [each for each in decision.options if bare(each.title) and words(bare(each.title)) == said]
    return next(iter((*labelled, *named, *inside)), None)


def words(text: str) -> list[str]:
    return "".join(each if each.isalnum() else " " for each in text.casefold()).split()


def label(title: str) -> str:
    """Return "Option B" of "Option B: a job of its own", "" where there is none."""
    before, colon, after = title.partition(":")
    return before if colon and after.strip() and len(words(before)) <= LETTER else ""


def bare(title: str) -> str:
    return title.partition(":")[2].strip() if label(title) else title


def chosen_text(decision: Decision, chosen: Option | None) -> str:
    """Return the choice, whole: all parts of the cluster, in the plan's words, with the reason."""
    if decision.chosen.missing:
        return ""
    parts = items(decision.chosen)
    if chosen is not None and words(decision.chosen.text) == words(label(chosen.title) or chosen.title):
        parts = (prose(bare(chosen.title)),)
    text = sentence(parts[0]) if len(parts) == 1 else bullets(parts)
    reasons = items(decision.rationale)
    reason = sentence(reasons[0]) if len(reasons) == 1 else bullets(reasons)
    return "\n\n".join(filter(None, (text, reason)))


def gains(context: Context, decision: Decision, chosen: Option | None) -> tuple[str, ...]:
    own, _ = sides(context, chosen) if chosen is not None else ((), ())
    return own or items(decision.rationale)


def prices(context: Context, decision: Decision, chosen: Option | None) -> tuple[str, ...]:
    _, own = sides(context, chosen) if chosen is not None else ((), ())
    return tuple(dict.fromkeys((*own, *items(decision.trade_offs))))


def others(context: Context, decision: Decision, chosen: Option | None) -> tuple[str, ...]:
    return tuple(alternative(context, each) for each in decision.options if each is not chosen)


def alternative(context: Context, option: Option) -> str:
    """Return one option with what speaks against it, and for it."""
    pros, cons = sides(context, option)
    parts = [f"against it: {'; '.join(cons)}"] if cons else []
    parts += [f"for it: {'; '.join(pros)}"] if pros else []
    return sentence(f"**{prose(bare(option.title))}**" + (f": {', '.join(parts)}" if parts else ""))


def sides(context: Context, option: Option) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what speaks for an option and against it; where both stand in one line with its title, divided there."""
    pros, cons = items(option.pros), items(option.cons)
    if pros or cons:
        return pros, cons
    first = context.plan.source.slice(option.span).partition("\n")[0]
    found = BOTH.search(first)
    return (said(found["pros"]), said(found["cons"])) if found else ((), ())


def said(text: str) -> tuple[str, ...]:
    line = prose(unmarked(text))
    return (line,) if line else ()


def references(context: Context, directory: str) -> tuple[str, ...]:
    """Return the lines that lead back: to the specification, the plan and the other records that the plan names."""
    plan = context.plan.path
    specification = posixpath.join(posixpath.dirname(plan), "spec.md")
    found = (
        [f"Feature Spec: {link('spec.md', specification, directory)}"]
        if context.repository.exists(specification)
        else []
    )
    found.append(f"Implementation Plan: {link('plan.md', plan, directory)}")
    records = dict.fromkeys(path for each in context.plan.adrs for path in files_of(context, each))
    for path in list(records)[:MOST_RELATED]:
        number = number_in(posixpath.basename(path))
        found.append(f"Related: {link(f'ADR-{number:04d}' if number is not None else 'ADR', path, directory)}")
    return tuple(found)


def link(name: str, path: str, directory: str) -> str:
    """Return a link to a file from a record in `directory`. The address is encoded, so nothing in a path can end it."""
    target = posixpath.relpath(path, directory)
    encoded = "".join(chr(byte) if byte in SAFE else f"%{byte:02X}" for byte in target.encode("utf-8", "replace"))
    return f"[{prose(name)}]({encoded})"
