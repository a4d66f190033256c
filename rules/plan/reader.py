"""From text to model: the front door of the engine. Everything that a rule sees is built here."""

import re
from typing import Final

from rules.plan import sections
from rules.plan.risks import risks
from rules.plan.answers import Judge
from rules.plan.entries import entries
from rules.plan.kinds import kind_of
from rules.plan.markdown import parse
from rules.plan.meta import header, status_of
from rules.plan.model import Answer, Plan, State
from rules.plan.outline import outline
from rules.plan.profile import detected
from rules.plan.source import Source

WORD: Final = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W_]+)*")


def read(source: Source, *, profile: str = "auto", template: bytes | None = None) -> Plan:
    """Return what the plan says. Never fails: any text gives a plan, in time linear in its length.

    `template`: the repository's own plan template; a line of it that still holds a placeholder is a PLACEHOLDER in the plan.
    """
    document = parse(source)
    nodes = outline(document)
    found = entries(nodes)
    judge = Judge(source, template)
    meta = tuple(header(judge, document.front_matter, nodes, found))
    fields = dict(sections.answers(judge, nodes, found))
    answers = _in_order((*meta, *fields.values()))
    threats = risks(judge, nodes, found)
    status = next(
        (answer for answer in meta if answer.concept == "meta.status"), judge.absent("meta.status", source.line_span(1))
    )
    title = next((node.title for node in nodes if node.level == 1), "")
    return Plan(
        source=source,
        profile=detected(source.path, source.text, nodes, answers) if profile == "auto" else profile,
        status=status_of(status),
        status_answer=status,
        title=title,
        sections=sections.sections(judge, nodes),
        answers=answers,
        risks=threats.risks,
        shared_kill_switches=threats.kill_switches,
        shared_blast_radii=threats.blast_radii,
        kind=kind_of([answer.text for answer in answers if answer.concept == "technical_context.project_type"], title),
        words=frozenset(WORD.findall(source.text.lower())),
    )


def _in_order(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    said = (answer for answer in answers if answer.state is not State.ABSENT)
    return tuple(sorted(said, key=lambda answer: (answer.label_span or answer.span).start))
