"""Risks in every shape that plans give them."""

import pytest

from rules.plan.model import Risk, State
from tests.rules.plan.plans import plan_of, written

LABELS = """
  - Likelihood: Low
  - Impact: High
  - Blast Radius: one tenant
  - Mitigation: retry with back-off
  - Kill Switch: set `x_enabled=false`
"""


def risks(text: str) -> tuple[Risk, ...]:
    return plan_of(text).risks


def said(risk: Risk) -> dict[str, str]:
    """Return the parts that the plan states, by name."""
    return {
        answer.concept.removeprefix("risks."): answer.text
        for answer in (*risk.answers, risk.owner)
        if answer.state is not State.ABSENT
    }


ALL = {
    "likelihood": "Low",
    "impact": "High",
    "blast_radius": "one tenant",
    "mitigation": "retry with back-off",
    "kill_switch": "set x_enabled=false",
}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("## Risk Analysis and Mitigation\n\n### Top Risks\n\n**Risk 1: Ledger drift**\n" + LABELS.replace("  -",
        "-").lstrip(), "1"),
        ("## Risks\n\n### Risk 1: Ledger drift\n" + LABELS.replace("  -", "-"), "1"),
        ("## 8. Risk Analysis\n\n### 1. Ledger drift\n" + LABELS.replace("  -", "-"), "1"),
        ("## Risks\n\n- **Risk 1: Ledger drift**:" + LABELS, "1"),
        ("## Risks\n\n1. **Ledger drift**\n" + LABELS.replace("  -", "   -").lstrip("\n"), ""),
        ("## Risks\n\n- **Risk**: Ledger drift" + LABELS, ""),
        ("## Risks\n\n- **Top 3 Risks**:\n    1. **Ledger drift**\n" + LABELS.replace("  -", "        -").lstrip("\n"), ""),
        (
            ("## Risks\n\n| Mitigation | Risk | Severity | Probability | Guardrail | Blast radius |\n|---|---|---|---|---|---|\n"
            "| retry with back-off | **Ledger drift** | High | Low | set `x_enabled=false` | one tenant |\n"),
            "",
        ),
        (
            ("## Risks\n\n**Risk 1: Ledger drift**\n**Probability**: Low\n**Severity:** High\n*Blast Radius*: one tenant\n"
            "**Mitigation**:\nretry with back-off\n**Kill switches**: set `x_enabled=false`\n"),
            "1",
        ),
    ],
)  # fmt: skip
def test_one_risk_with_all_its_parts(text: str, number: str) -> None:
    (risk,) = risks(text)

    assert (risk.title, risk.number, said(risk)) == ("Ledger drift", number, ALL)


def test_a_missing_part_is_absent_at_the_risk() -> None:
    plan = plan_of("# T\n\n## Risks\n\n**Risk 1: Drift**\n- Impact: High\n\n**Risk 2: Delay**\n- Impact: Low\n")

    assert [
        (risk.mitigation.state, risk.mitigation.span.line, risk.mitigation.span.end_line) for risk in plan.risks
    ] == [
        (State.ABSENT, 5, 6),
        (State.ABSENT, 8, 9),
    ]
    assert written(plan, plan.risks[1].span) == "**Risk 2: Delay**\n- Impact: Low"


def test_rows_share_their_table_and_name_empty_cells() -> None:
    plan = plan_of(
        "## Risks\n\n| Risk | Impact | Mitigation |\n|---|---|---|\n| Drift | High | |\n| Delay | Low | `retry` |\n"
    )
    first, second = plan.risks

    assert first.table == second.table == plan.source.data.index(b"| Risk")
    assert (first.mitigation.state, first.mitigation.span.line) == (State.EMPTY, 5)
    assert written(plan, second.mitigation.span) == "`retry`"
    assert first.kill_switch.state is State.ABSENT


def test_parts_inside_a_sentence() -> None:
    (first, second, third) = risks(
        "## Risks and Follow-ups\n\n"
        "1. **Risk: memory** \N{EM DASH} the cluster needs 8 GB. Mitigation: a smaller values file.\n"
        "2. **Risk: sockets** \N{EM DASH} a restart drops them (mitigate: the client reconnects)\n"
        "3. Quota runs out \N{RIGHTWARDS ARROW} alert at 80 %\n"
        "4. **Follow-up**: production comes later.\n"
    )

    assert (first.title, first.mitigation.text) == ("memory", "a smaller values file")
    assert (second.title, second.mitigation.text) == ("sockets", "the client reconnects")
    assert (third.title, third.mitigation.text) == ("Quota runs out", "alert at 80 %")


def test_a_list_item_without_any_part_counts_among_risks() -> None:
    found = risks(
        "## Risks\n\n1. **Drift**: the ledger differs\n   - Mitigation: compare\n2. **Delay**: it takes long\n\nNote: see above\n"
    )

    assert [(risk.title, risk.mitigation.state) for risk in found] == [
        ("Drift", State.SUBSTANTIVE),
        ("Delay", State.ABSENT),
    ]


def test_plain_items_are_risks_only_under_a_heading_about_risks() -> None:
    assert [
        risk.title for risk in risks("## Risks\n\n- Very large files exhaust memory\n- The vendor raises prices\n")
    ] == [
        "Very large files exhaust memory",
        "The vendor raises prices",
    ]
    assert risks("## Risk Mitigation Strategies\n\n### Clarity\n\n- **Visual aids**: show the data flow\n") == ()
    assert risks("## External Dependencies\n\n1. **Auth**\n   - Risk: it breaks\n   - Mitigation: pin it\n") == ()


def test_grouped_by_area() -> None:
    found = risks(
        "## 7. Risk Analysis\n\n### 7.1 Technical Risks\n\n- **Risk**: big bundle\n  - **Mitigation**: split it\n\n"
        "### 7.2 Content Risks\n\n- **Risk**: old facts\n  - **Mitigation**: review monthly\n"
    )

    assert [(risk.title, risk.mitigation.text) for risk in found] == [
        ("big bundle", "split it"),
        ("old facts", "review monthly"),
    ]


def test_shared_kill_switches_and_blast_radii() -> None:
    plan = plan_of(
        "## Risks\n\n### Top Risks\n\n**Risk 1: Ledger drift in exports**\n- Impact: High\n\n"
        "**Risk 2: Slow queries**\n- Impact: Low\n\n"
        "### Blast Radius\n\n- Risk 2: one tenant\n- Everything else: all users\n\n"
        "### Kill Switches/Guardrails\n\n- **Ledger drift in exports**: set `export_enabled=false`\n- Rate limit at the gateway\n"
    )

    assert [(risk.kill_switch.text, risk.blast_radius.text) for risk in plan.risks] == [
        ("Ledger drift in exports: set export_enabled=false", ""),
        ("", "Risk 2: one tenant"),
    ]
    assert [answer.text for answer in plan.shared_kill_switches] == ["Rate limit at the gateway"]
    assert [answer.text for answer in plan.shared_blast_radii] == ["Everything else: all users"]


def test_a_fallback_stands_in_for_a_kill_switch_only_where_there_is_none() -> None:
    first, second = risks(
        "## Risks\n\n1. **A**\n   - Impact: High\n   - Fallback: the old reader\n"
        "2. **B**\n   - Impact: High\n   - Fallback: the old reader\n"
        "   - Kill switch: `off`\n"
    )

    assert (first.kill_switch.text, second.kill_switch.text) == ("the old reader", "off")


@pytest.mark.parametrize(
    ("mitigation", "fallback"),
    [
        ("Print by hand as a fallback, order a spare", "Print by hand as a fallback"),
        (
            "Order early; switch to the second printer if the first is down",
            "switch to the second printer if the first is down",
        ),
        ("Cache the labels, degrade gracefully", "degrade gracefully"),
        ("Test the fallback", ""),
        ("Order early, reprint if needed", ""),
    ],
)
def test_a_mitigation_that_falls_back_on_something(mitigation: str, fallback: str) -> None:
    (risk,) = risks(f"## Risks\n\n| Risk | Mitigation |\n|---|---|\n| Jam | {mitigation} |\n")

    assert risk.fallback == fallback
    assert risk.kill_switch.state is State.ABSENT


def test_where_risks_have_kill_switches_a_mitigation_is_none() -> None:
    found = risks(
        "## Risks\n\n1. **A**\n   - Mitigation: print by hand as a fallback\n"
        "2. **B**\n   - Mitigation: order early\n   - Kill switch: `off`\n"
    )

    assert [risk.fallback for risk in found] == ["", ""]


def test_a_risk_table_outside_a_risk_section_counts_too() -> None:
    assert [risk.title for risk in risks("## Notes\n\n| Risk | Mitigation |\n|---|---|\n| Drift | compare |\n")] == [
        "Drift"
    ]
    assert risks("## Complexity\n\n| Violation | Mitigation |\n|---|---|\n| Drift | compare |\n") == ()


def test_levels_that_are_still_the_menu() -> None:
    (risk,) = risks(
        "## Risks\n\n**Risk 1: [Description]**\n- Impact: [Low / Medium / High]\n- Likelihood: Low / Medium / High\n"
    )

    assert (risk.impact.state, risk.likelihood.state) == (State.PLACEHOLDER, State.PLACEHOLDER)


def test_columns_are_known_by_a_word_in_their_title() -> None:
    (found,) = risks(
        "## Risks\n\n| Potential risk | Impact on users | Mitigation in this plan | Guardrail for on-call |\n|---|---|---|---|\n"
        "| labels run out | High | order at 20 % | stop the queue |\n"
    )

    assert (found.title, found.impact.text, found.mitigation.text) == ("labels run out", "High", "order at 20 %")
    assert found.kill_switch.text == "stop the queue"


@pytest.mark.parametrize(
    ("item", "measure"),
    [
        ("**Printer queue**: Mitigation - a queue per printer", "a queue per printer"),
        ("**Risk: cold starts** - the first label is late. Mitigate with a warm instance.", "with a warm instance"),
        ("**Lost labels**: use a queue that survives restarts", "use a queue that survives restarts"),
    ],
)
def test_a_mitigation_in_the_sentence_of_a_risk(item: str, measure: str) -> None:
    (found,) = risks(f"## Risk Analysis\n\n- {item}\n")

    assert found.mitigation.text.rstrip(".") == measure


def test_a_list_of_measures_holds_the_risks_that_it_names() -> None:
    found = risks(
        "## Risk Mitigation\n\n- **Printer connection failures**: retry three times, then hold the label\n"
        "- **Concurrent edits**: lock the parcel\n- **Clear wording**: short texts on the screen\n"
        "- Use a library for the barcode\n"
    )

    assert [(risk.title, risk.mitigation.text) for risk in found] == [
        ("Printer connection failures", "retry three times, then hold the label"), ("Concurrent edits", "lock the parcel"),
    ]  # fmt: skip


def test_plain_risks_below_a_heading_of_their_own_in_a_section_about_mitigation() -> None:
    text = (
        "## Risk Analysis and Mitigation\n\n### Top 3 Risks\n\n1. Labels run out\n2. The printer jams\n3. Ink dries\n"
    )

    assert [risk.title for risk in risks(text)] == ["Labels run out", "The printer jams", "Ink dries"]
    assert (
        risks("## Risks\n\n### Mitigation Strategies\n\n#### Printer Risks\n\n- Keep a spare\n- Clean it weekly\n")
        == ()
    )


@pytest.mark.parametrize("lead", ["", "- ", "1. "])
def test_several_risks_in_one_sentence(lead: str) -> None:
    text = (
        f"## Risks\n\n{lead}Labels run out (mitigate: order at 20 %); the printer jams (mitigation: a spare one); "
        "ink dries (mitigated by caps)\n"
    )

    found = risks(text)

    assert [(risk.title, risk.mitigation.text) for risk in found] == [
        ("Labels run out", "order at 20 %"), ("the printer jams", "a spare one"), ("ink dries", "caps"),
    ]  # fmt: skip
    assert written(plan_of(text), found[1].span) == "the printer jams (mitigation: a spare one)"


def shown(text: str) -> list[tuple[str, str, str, str, str, str]]:
    return [
        (
            risk.title,
            risk.likelihood.text,
            risk.impact.text,
            risk.blast_radius.text,
            risk.mitigation.text,
            risk.kill_switch.text,
        )
        for risk in risks(text)
    ]


JAMS = [("Printer jams", "Low", "High", "one desk", "a spare", "unplug it")]


@pytest.mark.parametrize(
    "text",
    [
        (
            "## 7. RISK ANALYSIS:\n\n### Risk 1 - Printer jams\n*Likelihood*: Low  \n*Impact*: High  \n"
            "*Blast Radius*: one desk  \n*Mitigation*: a spare  \n*Kill switch*: unplug it\n"
        ),
        (
            "## Risks\n\n*   **Printer jams:** labels stop.\n    *   *Likelihood:* Low\n    *   *Impact:* High\n"
            "    *   *Blast radius:* one desk\n    *   *Mitigation:* a spare\n    *   *Guardrail:* unplug it\n"
        ),
        (
            "## Risks\n\n**Risk: Printer jams** - labels stop. Likelihood: Low. Impact: High. Blast radius: one desk. "
            "Mitigation: a spare. Kill switch: unplug it\n"
        ),
        (
            "## Risks\n\n**Risk 1: Printer jams** (Likelihood: Low, Impact: High)\nMitigation: a spare\nBlast radius: one desk\n"
            "Kill switch: unplug it\n"
        ),
        (
            "## Risks\n\n### Printer jams (Low likelihood, High impact)\n\n**Blast Radius**\n\none desk\n\n"
            "**Mitigation:**\n\na spare\n\n**Kill Switch:**\n\nunplug it\n"
        ),
        (
            "## Risks\n\n### R1. Printer jams\n\n| Likelihood | Impact | Blast Radius |\n|---|---|---|\n"
            "| Low | High | one desk |\n\n- Mitigation: a spare\n- Kill switch: unplug it\n"
        ),
        (
            "## Risks\n\n### Risk 1: Printer jams\n\n| Field | Value |\n|---|---|\n| Probability | Low |\n| Severity | High |\n"
            "| Blast Radius | one desk |\n| Mitigation | a spare |\n| Kill Switch | unplug it |\n"
        ),
        (
            "## Risks\n\n| Kill Switch | Mitigation | Sev. | Prob. | Blast Radius | Risk |\n|---|---|---|---|---|---|\n"
            "| unplug it | a spare | High | Low | one desk | Printer jams |\n"
        ),
        (
            "## Risks\n\n> **Risk 1: Printer jams**\n> - Likelihood: Low\n> - Impact: High\n> - Blast Radius: one desk\n"
            "> - Mitigation: a spare\n> - Kill Switch: unplug it\n"
        ),
        (
            "## Risks\n\n1. **High**: Printer jams\n   - Likelihood: Low\n   - Blast Radius: one desk\n   - Mitigation: a spare\n"
            "   - Kill Switch: unplug it\n"
        ),
    ],
)
def test_one_risk_whatever_it_looks_like(text: str) -> None:
    found = [tuple(value.removeprefix("(").rstrip(".") for value in risk) for risk in shown(text)]

    assert [(risk[0].partition(" (")[0], *risk[1:]) for risk in found] == JAMS


def test_parts_of_all_risks_in_sections_of_their_own_by_number_place_or_title() -> None:
    text = (
        "## Top 2 Risks\n\n1. **Printer jams**: labels stop\n2. **Ink dries**: faint labels\n\n"
        "### Mitigation\n\n- Risk 1: a spare\n- Risk 2: caps\n\n### Blast Radius\n\n1. one desk\n2. all desks\n\n"
        "### Kill Switches\n\n- Ink dries: stop the queue\n- Rate limit for all\n"
    )
    plan = plan_of(text)

    assert shown(text) == [
        ("Printer jams", "", "", "one desk", "Risk 1: a spare", ""),
        ("Ink dries", "", "", "all desks", "Risk 2: caps", "Ink dries: stop the queue"),
    ]
    assert [answer.text for answer in plan.shared_kill_switches] == ["Rate limit for all"]


def test_what_is_one_risks_own_is_not_shared() -> None:
    plan = plan_of("## Risks\n\n**Primary Risk**: Printer jams\n**Blast Radius**: one desk\n**Mitigation**: a spare\n")

    assert plan.risks[0].blast_radius.text == "one desk"
    assert plan.shared_blast_radii == ()


def test_a_level_beside_a_title_stands_where_it_is_written() -> None:
    plan = plan_of("## Risks\n\n- **Papier fällt heraus** (High): Ersatz\n")

    assert plan.risks[0].impact.text == "High"
    assert written(plan, plan.risks[0].impact.span) == "High"


def test_a_risk_that_is_struck_out_is_none() -> None:
    assert shown("## Risks\n\n- ~~**Printer jams**: gone~~\n- **Ink dries**: faint\n  - Mitigation: caps\n") == [
        ("Ink dries", "", "", "", "caps", "")
    ]


def test_measures_that_speak_of_what_they_prevent_are_no_risks() -> None:
    assert (
        risks("## Risk Mitigation\n\n- Clear orders of the queue prevent label drift\n- The printer may jam\n")[0].title
        == "The printer may jam"
    )
    assert risks("## Risk notes\n\n- **R1 mitigation in step 2**: a test of the spare printer\n") == ()
