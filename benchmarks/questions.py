"""What a labelled plan says, question by question, beside what the reader makes of the same plan."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from rules.plan.model import Answer, Plan, State

Label = Mapping[str, Any]
"""One line of a file of labels; its keys are described in `benchmarks.agreement`."""

DECLINED = frozenset({State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE})
SAID = frozenset({"yes", "vague", "defined", "mentioned", "present"})
RISK_PARTS = ("likelihood", "impact", "blast_radius", "mitigation", "kill_switch")


class Compared(NamedTuple):
    """One thing that is in the plan or not: after its label, and as it was read. `line` 0: nowhere in particular."""

    question: str
    labelled: bool
    read: bool
    line: int = 0
    what: str = ""


def compared(plan: Plan, label: Label) -> Iterator[Compared]:
    """Yield everything that the label speaks of and everything that the reader found besides."""
    return chain.from_iterable(question(plan, label) for question in QUESTIONS)


def said(answers: Iterable[Answer]) -> list[Answer]:
    """Return the answers that say something: neither missing nor declined."""
    return [answer for answer in answers if not answer.missing and answer.state not in DECLINED]


def _spoken(plan: Plan, *concepts: str) -> list[Answer]:
    return said(answer for answer in plan.answers if answer.concept in concepts)


def _whole(question: str, label: Any, found: Iterable[Answer]) -> Compared:
    """Compare one question about the whole plan, where found answers show the line."""
    first = next(iter(found), None)
    return Compared(question, label in SAID, first is not None, first.span.line if first else 0, f"label {label!r}")


def placeholders(plan: Plan, label: Label) -> Iterator[Compared]:
    """Compare line by line; the notes that a template leaves in every plan count for neither side."""
    labels = label["a_placeholders"]
    expected = set(labels["lines"])
    states = [(each.state, each.span) for each in plan.answers] + [(each.state, each.span) for each in plan.markers]
    spans = [span for state, span in states if state is State.PLACEHOLDER]
    found = {line for span in spans for line in range(span.line, span.end_line + 1)} - set(labels["boilerplate_lines"])
    for line in sorted(expected | found):
        yield Compared("placeholders", line in expected, line in found, line)


def rollback(plan: Plan, label: Label) -> Iterator[Compared]:
    steps = _spoken(plan, "deployment.rollback_steps", "data.rollback_plan")
    yield _whole("rollback", label["b_rollback"]["value"], steps)
    yield _whole("rollback trigger", label["c_rollback_trigger"]["value"], _spoken(plan, "deployment.rollback_trigger"))


def risks(plan: Plan, label: Label) -> Iterator[Compared]:
    """Compare the risks by line and, of those on both sides, their parts; what is said once for all is said for each.

    The labels count a fallback for a kill switch, one in the mitigation too.
    """
    expected = {each["line"]: each for each in label["d_risks"]}
    shared = {"kill_switch": plan.shared_kill_switches, "blast_radius": plan.shared_blast_radii}
    for line, risk in _matched(expected, plan.risks):
        what = expected[line]["title"] if line in expected else risk.title
        yield Compared("risks", line in expected, risk is not None, line, what)
        if risk is None or line not in expected:
            continue
        for part in RISK_PARTS:
            answers = said((getattr(risk, part), *shared.get(part, ())))
            state = expected[line][part]
            stands_in = part == "kill_switch" and bool(risk.fallback)
            yield Compared(part.replace("_", " "), state in SAID, bool(answers) or stands_in, line, f"{what}: {state}")
    three = label["e_three_risks"]["value"]
    yield Compared("three risks", bool(three), len(plan.risks) >= 3, 0, f"{len(plan.risks)} read")


def _matched(expected: Mapping[int, Any], found: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """Pair records with labels whose line they begin at, or one beside it; the rest stand alone."""
    open_ = set(expected)
    for record in found:
        near = (record.span.line, record.span.line - 1, record.span.line + 1)
        line = next((each for each in near if each in open_), record.span.line)
        open_.discard(line)
        yield line, record
    for line in sorted(open_):
        yield line, None


def decisions(plan: Plan, label: Label) -> Iterator[Compared]:
    """Compare the decisions by line and, of those on both sides, their parts; a part labelled vague counts for neither."""
    expected = {each["line"]: each for each in label["f_decisions"]}
    for line, read in _matched(expected, plan.decisions):
        what = expected[line]["title"] if line in expected else read.title
        yield Compared("decisions", line in expected, read is not None, line, what)
        if read is None or line not in expected:
            continue
        sides = (read.trade_offs, *(part for option in read.options for part in (option.pros, option.cons)))
        parts = {
            "two_options": len(read.options) > 1,
            "trade_offs": bool(said(sides)),
            "rationale": bool(said((read.rationale,))),
        }
        for part, is_read in parts.items():
            state = expected[line][part]
            if state != "vague":
                yield Compared(part.replace("_", " "), state == "yes", is_read, line, f"{what}: {state}")


def adrs(plan: Plan, label: Label) -> Iterator[Compared]:
    """Compare the references to records, each once; an "ADR: none needed" is none."""
    expected = {each["line"]: each["ref"] for each in label["g_adr"] if each["resolves"] is not None}
    for line, read in _matched(expected, plan.adrs):
        yield Compared("ADR references", line in expected, read is not None, line, expected.get(line, ""))


def objectives(plan: Plan, label: Label) -> Iterator[Compared]:
    labels, latency = label["h_slo"], label["i_latency"]["value"]
    kinds = {
        kind: [each.answer for each in plan.targets if each.kind == kind] for kind in ("slo", "error-budget", "latency")
    }
    for name, concept, kind in (("SLO", "nfr.slo", "slo"), ("error budget", "nfr.error_budget", "error-budget")):
        value = labels["slo" if kind == "slo" else "error_budget"]
        yield _whole(name, "yes" if value else value, (*_spoken(plan, concept), *kinds[kind]))
    yield _whole("latency", "yes" if "numeric" in latency else latency, kinds["latency"])


def alerts(plan: Plan, label: Label) -> Iterator[Compared]:
    labels = label["j_alerts"]
    parts = {
        part: said((*_spoken(plan, f"alerting.{part}"), *(row.cells[f"alerting.{part}"] for row in plan.alerts)))
        for part in ("threshold", "owner", "runbook")
    }
    any_said = said((*(answer for row in plan.alerts for answer in row.cells.values()), *parts["threshold"]))
    yield _whole("alerts", labels["present"], any_said)
    runbooks = [Answer("runbooks", each.state, each.heading) for each in plan.sections if each.concept == "runbooks"]
    for part, answers in parts.items():
        yield _whole(f"alert {part}", labels[part], (*answers, *said(runbooks if part == "runbook" else ())))


def sections(plan: Plan, label: Label) -> Iterator[Compared]:
    """Compare what is a section of its own: scope, constitution check, timeline, definition of done."""
    scope = label["k_scope"]
    asked = {
        "in scope": (scope["in_scope"], scope["in_line"], "scope.in"),
        "out of scope": (scope["out_of_scope"], scope["out_line"], "scope.out"),
        "constitution": (label["l_constitution"]["present"], label["l_constitution"]["line"], "constitution_check"),
        "timeline": (label["p_timeline"]["present"], 0, "timeline"),
        "definition of done": (label["q_dod"]["present"], label["q_dod"]["line"], "dod"),
    }
    for question, (state, line, concept) in asked.items():
        yield Compared(question, state in SAID, plan.has(concept), line or 0, f"label {state!r}")


def operation(plan: Plan, label: Label) -> Iterator[Compared]:
    """Compare data and operation: what is declined there ("no migration needed") counts as not said."""
    data, seen = label["m_data"], label["n_observability"]
    concepts = {
        "data migration": (data["migration"], ("data.migration_strategy", "data.forward_migration")),
        "data rollback": (data["rollback"], ("data.rollback_plan",)),
        "retention": (data["retention"], ("data.retention_period", "data.deletion_policy")),
        "logs": (seen["logs"], ("observability.logs",)),
        "metrics": (seen["metrics"], ("observability.metrics",)),
        "traces": (seen["traces"], ("observability.traces",)),
    }
    for question, (state, names) in concepts.items():
        yield _whole(question, state, _spoken(plan, *names))
    flags = [flag.purpose._replace(span=flag.span) for flag in plan.flags]
    yield _whole("flags", label["o_flags"]["value"], (*flags, *_spoken(plan, "flags.defined", "flags.compatibility")))


def header(plan: Plan, label: Label) -> Iterator[Compared]:
    """Compare the fields of the header; a plain date stands for the day of creation."""
    concepts = {
        "status": ("meta.status",), "version": ("meta.version",), "created": ("meta.created", "meta.date"),
        "last_updated": ("meta.last_updated",), "owner": ("meta.architect",),
    }  # fmt: skip
    for field, names in concepts.items():
        labelled = label["r_header"][field]
        found = [answer for answer in plan.answers if answer.concept in names and answer.state is not State.EMPTY]
        read = found[0] if found else None
        line = labelled["line"] or (read.span.line if read else 0)
        yield Compared("header", labelled["value"] is not None, read is not None, line, field)


def links(plan: Plan, label: Label) -> Iterator[Compared]:
    """Ask whether each path that leads nowhere is read as one; without the repository, no more can be compared."""
    read = {each.target for each in plan.links}
    for each in label["s_unresolved_links"]:
        yield Compared("links", labelled=True, read=each["target"] in read, line=each["line"], what=each["target"])


QUESTIONS: tuple[Callable[[Plan, Label], Iterator[Compared]], ...] = (
    placeholders, rollback, risks, decisions, adrs, objectives, alerts, sections, operation, header, links,
)  # fmt: skip
