"""From text to model: the front door of the engine. Everything that a rule sees is built here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from rules.lazy import lazy
from rules.plan import rollback, sections
from rules.plan.adrs import adrs
from rules.plan.alerts import listed_alerts
from rules.plan.answers import Judge
from rules.plan.combined import combined
from rules.plan.constitution import principles
from rules.plan.decisions import decisions
from rules.plan.directives import directives
from rules.plan.done import done_items
from rules.plan.endpoints import endpoints
from rules.plan.entries import entries
from rules.plan.flags import flag_mentions, flags
from rules.plan.kinds import kind_of
from rules.plan.links import links
from rules.plan.markdown import parse
from rules.plan.markers import markers
from rules.plan.meta import header, status_of, titled
from rules.plan.model import Answer, Plan, Section, State
from rules.plan.observed import observed
from rules.plan.outline import outline
from rules.plan.passing import in_passing
from rules.plan.profile import detected
from rules.plan.risks import risks
from rules.plan.runbooks import runbooks
from rules.plan.source import Source
from rules.plan.tables import ALERTS, DEPENDENCIES, MILESTONES, rows
from rules.plan.targets import promised
from rules.plan.tree import Tree
from rules.plan.unlabelled import unlabelled
from rules.plan.verdicts import gate_verdicts

WORD: Final = lazy(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W_]+)*")


def read(source: Source, *, profile: str = "auto", template: bytes | None = None) -> Plan:
    """Return what the plan says. Never fails: any text gives a plan, in time linear in its length.

    `template`: the repository's own plan template; a line of it that still holds a placeholder is a PLACEHOLDER in the plan.
    """
    document = parse(source)
    nodes = outline(document)
    found = entries(nodes)
    judge, tree = Judge(source, template), Tree(found)
    meta = tuple(header(judge, document.front_matter, nodes, found))
    fields = dict(sections.answers(judge, nodes, found))
    threats = risks(judge, nodes, tree)
    choices = decisions(judge, nodes, tree)
    labelled = (*meta, *fields.values(), *combined(found, fields))
    parts = [part for risk in threats.risks for part in (*risk.answers, risk.owner)]
    seen = (*unlabelled(judge, nodes, labelled), *observed(judge, nodes, found, labelled))
    passing = tuple(in_passing(judge, nodes, (*labelled, *seen)))
    parts.extend((*seen, *passing))
    parts.extend((*threats.kill_switches, *threats.blast_radii, *rollback.stated(judge, nodes, labelled)))
    answers = _in_order((*labelled, *parts))
    status = next(
        (answer for answer in meta if answer.concept == "meta.status"), judge.absent("meta.status", source.line_span(1))
    )
    title = next((node.title for node in nodes if node.level == 1), titled(document.front_matter))
    written = frozenset(judge.low.split())
    plain = frozenset(filter(str.isalpha, written))
    words = plain.union(WORD.findall(" ".join(written - plain)))
    switches = [answer for answer in answers if answer.concept in {"risks.kill_switch", "risks.mitigation"}]
    outlined = sections.sections(judge, nodes)
    by_concept = _by_concept(answers)
    return Plan(
        source=source,
        profile=detected(source.path, judge.low, nodes, answers) if profile == "auto" else profile,
        status=status_of(status),
        status_answer=status,
        title=title,
        sections=outlined,
        answers=answers,
        risks=threats.risks,
        shared_kill_switches=threats.kill_switches,
        shared_blast_radii=threats.blast_radii,
        decisions=choices,
        flags=flags(judge, nodes, found, fields),
        flag_mentions=tuple(flag_mentions(judge, switches, answers)),
        adrs=adrs(judge, nodes),
        alerts=tuple(rows(judge, nodes, ALERTS)) or tuple(listed_alerts(judge, nodes, tree, fields)),
        dependencies=tuple(rows(judge, nodes, DEPENDENCIES)),
        milestones=tuple(rows(judge, nodes, MILESTONES)),
        principles=principles(judge, nodes),
        targets=promised(judge, nodes, found, fields),
        markers=markers(judge, nodes, answers),
        kind=kind_of(
            [answer.text for answer in answers if answer.concept == "technical_context.project_type"], title, words
        ),
        words=words,
        directives=directives(source, nodes),
        links=links(source, nodes),
        endpoints=endpoints(judge, nodes, fields.values()),
        gate_verdicts=tuple(gate_verdicts(judge, nodes)),
        entries=found,
        runbooks=runbooks(judge, nodes, tree),
        done=done_items(judge, nodes, labelled),
        by_concept=by_concept,
        concepts=_concepts(by_concept, passing, outlined),
        low=judge.low if len(judge.low) == len(source.text) else "".join(map(_lower, source.text)),
    )


def _by_concept(answers: Iterable[Answer]) -> dict[str, tuple[Answer, ...]]:
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.concept, []).append(answer)
    return {concept: tuple(group) for concept, group in found.items()}


def _concepts(
    answered: Mapping[str, tuple[Answer, ...]], passing: Sequence[Answer], outlined: Sequence[Section]
) -> frozenset[str]:
    mentioned = {answer.concept for answer in passing}
    around = _with_those_around(concept for concept in answered if concept not in mentioned)
    return frozenset((*around, *mentioned, *(each.concept for each in outlined if each.concept)))


def _with_those_around(concepts: Iterable[str]) -> Iterator[str]:
    for concept in concepts:
        yield concept
        while "." in concept:
            concept = concept.rpartition(".")[0]  # noqa: PLW2901 - the walk up
            yield concept


def _lower(character: str) -> str:
    low = character.lower()
    return low if len(low) == 1 else character


def _in_order(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return the answers that are there, in document order, each once."""
    said = {
        (answer.concept, answer.span.start, answer.label): answer
        for answer in answers
        if answer.state is not State.ABSENT
    }
    return tuple(sorted(said.values(), key=lambda answer: (answer.label_span or answer.span).start))
