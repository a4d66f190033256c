"""Incidents that a plan has runbooks for, in the forms in which plans write them."""

from rules.plan.model import Runbook, State
from tests.rules.plan.plans import plan_of


def steps(runbook: Runbook) -> dict[str, str]:
    found = (runbook.detection, runbook.diagnosis, runbook.resolution, runbook.prevention)
    return {each.concept.rpartition(".")[2]: each.text for each in found if each.state is not State.ABSENT}


def test_the_form_of_the_template() -> None:
    (found,) = plan_of(
        "### Runbooks\n\n**Incident: Exports fail**\n1. Detection: `A` fires\n2. Diagnosis: logs\n3. Resolution: set `b` off\n"
    ).runbooks

    assert (found.title, found.span.line, found.extent.end_line) == ("Exports fail", 3, 6)
    assert steps(found) == {"detection": "A fires", "diagnosis": "logs", "resolution": "set b off"}
    assert found.prevention.span.line == 3


def test_headings_and_other_words_for_the_steps() -> None:
    found = plan_of(
        "## Runbooks\n\n### Incident 1: Late exports\n\n- **Symptoms:** none by 06:00\n- **Root cause:** the queue\n"
        "\n### Ledger slow\n\n**Detection:** p95\n\n**Recovery:** lower the pool\n"
    ).runbooks

    assert [(each.title, steps(each)) for each in found] == [
        ("Late exports", {"detection": "none by 06:00", "diagnosis": "the queue"}),
        ("Ledger slow", {"detection": "p95", "resolution": "lower the pool"}),
    ]


def test_items_with_steps_and_titles_without() -> None:
    found = plan_of(
        "### Runbooks\n\n- Incident: Bucket full\n  1. Detection: 90 %\n- **Notes**: not an incident\n\n**Incident: Bare**\n"
    ).runbooks

    assert [(each.title, steps(each)) for each in found] == [("Bucket full", {"detection": "90 %"}), ("Bare", {})]


def test_rows_of_a_table() -> None:
    (found,) = plan_of(
        "### Runbooks\n\n| Incident | Detection | Resolution |\n|---|---|---|\n| Bucket full | 90 % | raise the quota |\n"
    ).runbooks

    assert (found.title, found.span.line) == ("Bucket full", 5)
    assert steps(found) == {"detection": "90 %", "resolution": "raise the quota"}


def test_nothing_outside_of_the_section() -> None:
    assert plan_of("## Risks\n\n**Incident: Exports fail**\n1. Detection: x\n").runbooks == ()
