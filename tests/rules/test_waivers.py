"""A waiver holds for one finding, until its day, as long as the words stay that it was given for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.config import Config
from rules.config import Waivers as Terms
from rules.engine import judge
from rules.finding import Finding, Report
from rules.repository import PlanVersions, Repository
from rules.waivers import State, Waiver, match, waivable
from tests.end_to_end.plans import FAULTY, PATH

TODAY = date(2026, 11, 26)
RULE = "no-kill-switch"
HEADING = "### Risk 2: The ledger drifts"
TABLE = """\
# Plan

## Risk Analysis and Mitigation

| # | Risk | Likelihood | Impact | Blast Radius | Mitigation | Kill Switch |
|---|------|------------|--------|--------------|------------|-------------|
| 1 | Paid twice | Medium | High | every customer | an idempotency key for each order | turn off `refunds.enabled` |
| 2 | Ledger drifts | Low | High | all bookings | a nightly reconciliation pages on-call | |
| 3 | Provider down | Low | High | one provider | refunds are queued and sent later | turn off `refunds.enabled` |
"""
BOLD = """\
# Plan

## Risk Analysis and Mitigation

**Risk 1: Paid twice**
- Likelihood: Medium
- Impact: High
- Blast Radius: every customer
- Mitigation: an idempotency key for each order
- Kill Switch: turn off `refunds.enabled`

**Risk 2: Ledger drifts**
- Likelihood: Low
- Impact: High
- Blast Radius: all bookings
- Mitigation: a nightly reconciliation pages on-call

**Risk 3: Provider down**
- Likelihood: Low
- Impact: High
- Blast Radius: one provider
- Mitigation: refunds are queued and sent later
- Kill Switch: turn off `refunds.enabled`
"""


def report(text: str, *waivers: Waiver, path: str = PATH, config: Config | None = None, today: date = TODAY) -> Report:
    versions = PlanVersions(path, text.encode(), base_path=PATH if path != PATH else None)
    return judge([versions], Repository(), config or Config(), today=today, waivers=waivers, bind=True)


def found(text: str, rule: str = RULE) -> list[Finding]:
    return [each for each in report(text).findings if each.rule == rule]


def waiver_for(finding: Finding, *, until: date | None = None) -> Waiver:
    return Waiver(
        id=9,
        path=finding.path,
        rule=finding.rule,
        fingerprint=finding.fingerprint,
        bound=finding.bound,
        subject=finding.subject,
        until=until,
        reason="the vendor decides in January",
        by="octocat",
    )


def state(text: str, waiver: Waiver, **more: object) -> tuple[str, list[str | None]]:
    """Return what became of the waiver, and how the findings of its rule are marked."""
    told = report(text, waiver, **more)  # type: ignore[arg-type]
    return told.waivers[9], [each.waived for each in told.findings if each.rule == waiver.rule]


SHAPES = pytest.mark.parametrize("text", [FAULTY, TABLE, BOLD], ids=["heading", "table", "bold"])


@SHAPES
def test_a_finding_is_waived_and_stays_in_the_report(text: str) -> None:
    (finding,) = found(text)

    told = report(text, waiver_for(finding, until=date(2027, 1, 31)))

    (waived,) = [each for each in told.findings if each.rule == RULE]
    assert waived.waived == "the vendor decides in January (until 2027-01-31, octocat)"
    assert told.waivers == {9: State.HELD}
    assert told.totals.waived == 1
    assert told.totals.errors == report(text).totals.errors - 1


@SHAPES
@pytest.mark.parametrize(
    ("old", "new"), [("Low", "Medium"), ("reconciliation", "report"), ("bookings", "bookings of the year")]
)
def test_it_ends_when_the_risk_is_another(text: str, old: str, new: str) -> None:
    (finding,) = found(text)
    at = text.index("drifts")

    changed = text[:at] + text[at:].replace(old, new, 1)

    assert state(changed, waiver_for(finding)) == (State.CHANGED, [None])


@SHAPES
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Provider down", "Provider is down for a day"),
        ("idempotency key", "idempotency token"),
        ("# Plan", "# Plan\n\nAnother introduction.\n"),
        ("The payment provider is down", "The provider is down"),
        ("Partial refunds", "Refunds of a part"),
    ],
)
def test_it_stays_when_something_else_changes(text: str, old: str, new: str) -> None:
    (finding,) = found(text)

    assert state(text.replace(old, new), waiver_for(finding))[0] == State.HELD


def test_it_stays_when_another_risk_is_put_before_it() -> None:
    (finding,) = found(FAULTY)
    first = FAULTY[FAULTY.index("### Risk 1") : FAULTY.index(HEADING)]
    moved = FAULTY.replace("### Risk 1: A refund", "### Risk 1: A wire is lost\n- **Likelihood:** Low\n- **Impact:** Low\n"
        "- **Blast Radius:** one refund\n- **Mitigation:** it is sent again\n- **Kill Switch:** turn off `refunds.enabled`\n\n"
        "### Risk 2: A refund")  # fmt: skip
    moved = moved.replace(HEADING, HEADING.replace("Risk 2", "Risk 3"))

    assert first in FAULTY
    assert state(moved, waiver_for(finding))[0] == State.HELD


def test_it_stays_when_the_plan_is_renamed() -> None:
    (finding,) = found(FAULTY)

    assert state(FAULTY, waiver_for(finding), path="specs/009-refunds/plan.md")[0] == State.HELD


def test_it_holds_on_its_last_day_and_not_after() -> None:
    (finding,) = found(FAULTY)
    waiver = waiver_for(finding, until=TODAY)

    assert state(FAULTY, waiver)[0] == State.HELD
    assert state(FAULTY, waiver, today=date(2026, 11, 27)) == (State.EXPIRED, [None])


def test_it_is_over_when_the_fault_is_fixed() -> None:
    (finding,) = found(FAULTY)
    fixed = FAULTY.replace("pages on-call\n", "pages on-call\n- **Kill Switch:** turn off `refunds.enabled`\n")

    assert state(fixed, waiver_for(finding)) == (State.GONE, [])


def test_an_absent_section_is_bound_to_its_name_alone() -> None:
    """There are no words that could change; when the section comes, the finding is gone."""
    finding = next(each for each in found(FAULTY, "missing-required-section") if each.section == "alerting")

    assert finding.bound == ""
    assert state(FAULTY.replace("Partial refunds", "Refunds of a part"), waiver_for(finding))[0] == State.HELD
    assert sum(mark is not None for mark in state(FAULTY, waiver_for(finding))[1]) == 1


def test_two_like_findings_are_waived_one_by_one() -> None:
    twice = BOLD.replace("- Kill Switch: turn off `refunds.enabled`\n", "")
    first, *others = found(twice)

    _, marks = state(twice, waiver_for(first))

    assert len(others) == 2
    assert [mark is not None for mark in marks] == [True, False, False]


def test_what_must_never_be_waived_is_not_whatever_is_stored() -> None:
    (finding,) = found(FAULTY)
    config = Config(waivers=Terms(never=(RULE,)))

    assert state(FAULTY, waiver_for(finding), config=config)[1] == [None]
    assert not waivable(RULE, config)
    assert waivable(RULE, Config())
    assert not any(waivable(name, Config()) for name in ("secret-in-plan", "unreadable-plan", "internal-error"))


def test_an_unreadable_plan_is_not_waived() -> None:
    (finding,) = report("\0").findings

    assert [each.waived for each in report("\0", waiver_for(finding)).findings] == [None]


def test_nothing_is_bound_unless_somebody_asks() -> None:
    plain = judge([PlanVersions(PATH, FAULTY.encode())], Repository(), Config())

    assert {each.bound for each in plain.findings} == {""}
    assert plain.waivers == {}


@pytest.mark.parametrize(
    ("subject", "titles"),
    [
        ("", 3),
        ("Ledger drifts", 1),
        ("ledger", 1),
        ("RISK 2: LEDGER   DRIFTS", 1),
        ("risks", 3),
        (PATH, 3),
        ("nothing like it", 0),
    ],
)
def test_words_name_findings(subject: str, titles: int) -> None:
    several = report(BOLD.replace("- Kill Switch: turn off `refunds.enabled`\n", "")).findings

    assert len(match(several, RULE, subject)) == titles
    assert match(several, "no-such-rule", subject) == ()


@given(st.text("abc xyz", max_size=40), st.integers(0, 6))
def test_no_line_outside_of_the_risk_ends_it(words: str, place: int) -> None:
    (finding,) = found(BOLD)
    lines = BOLD.split("\n")
    outside = [1, 3, 9, 17, 22]
    lines.insert(outside[place % len(outside)], f"\n{words}\n" if place % len(outside) < 2 else "")

    assert state("\n".join(lines), waiver_for(finding))[0] == State.HELD
