"""What a pull request brings in: head against base."""

import pytest

from rules.compare import Judged, compare
from rules.finding import Severity
from rules.fingerprint import Identity, fingerprints


def judged(
    *subjects: str, rule: str = "no-kill-switch", concept: str = "risks", severity: Severity = Severity.ERROR
) -> list[Judged]:
    identities = [Identity(rule, concept, subject) for subject in subjects]
    marks = fingerprints(identities, "specs/001/plan.md")
    return [Judged((identity,), severity, mark) for identity, mark in zip(identities, marks, strict=True)]


def test_without_base_all_is_new() -> None:
    assert compare(judged("a", "b"), []) == ((True, True), ())


def test_what_base_has_is_old_and_what_it_had_more_is_fixed() -> None:
    base = judged("ledger drift", "slow export")

    assert compare(judged("slow export"), base) == ((False,), (base[0].fingerprint,))


def test_equal_faults_are_counted() -> None:
    assert compare(judged("x", "x", "x"), judged("x", "x")) == ((False, False, True), ())


def test_a_title_edited_a_little_is_the_same_fault_and_not_a_fixed_one() -> None:
    assert compare(judged("ledger drifts"), judged("ledger drift")) == ((False,), ())


@pytest.mark.parametrize(
    ("before", "after"), [("database outage", "payment outage"), ("ledger drift", "lost mail"), ("", "ledger drift")]
)
def test_another_title_is_another_fault(before: str, after: str) -> None:
    base = judged(before)

    assert compare(judged(after), base) == ((True,), (base[0].fingerprint,))


def test_one_fault_of_base_recognises_one_edited_title() -> None:
    assert compare(judged("ledger drifts", "ledger drifted"), judged("ledger drift"))[0].count(True) == 1


@pytest.mark.parametrize(("rule", "concept"), [("flag-undefined", "flags"), ("adr-file-missing", "adrs")])
def test_names_and_numbers_are_never_similar(rule: str, concept: str) -> None:
    head = judged("ui enabled", "adr 0008", rule=rule, concept=concept)
    base = judged("ai enabled", "adr 0007", rule=rule, concept=concept)

    assert compare(head, base)[0] == (True, True)


def test_a_fault_that_became_an_error_is_new() -> None:
    warned = judged("ledger drift", severity=Severity.WARNING)

    assert compare(judged("ledger drift"), warned) == ((True,), ())
    assert compare(warned, judged("ledger drift")) == ((False,), ())


def test_a_further_fault_makes_the_finding_new_that_sums_them_up() -> None:
    """A risk that lacked its blast radius now lacks its mitigation too: one finding, one identity, but new."""
    [summed] = judged("ledger drift")
    radius, mitigation = (Identity("risk-missing-field", f"risks.{field}", "ledger drift") for field in ("a", "b"))
    less, more = summed._replace(faults=(radius,)), summed._replace(faults=(radius, mitigation))

    assert compare([more], [less]) == ((True,), ())
    assert compare([less], [more]) == ((False,), ())


def test_a_group_that_dissolves_is_not_new() -> None:
    """An untouched section is one finding; filling half of it in leaves findings that base summed up."""
    fields = [Identity("unfilled-placeholder", f"nfr.{name}", "") for name in "abcd"]
    whole = Judged(tuple(fields), Severity.ERROR, "whole")
    rest = [Judged((field,), Severity.ERROR, str(index)) for index, field in enumerate(fields[:2])]

    assert compare(rest, [whole]) == ((False, False), ())
    assert compare([], [whole]) == ((), ("whole",))


def test_the_work_is_linear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparing titles is bounded for each finding, however many were renamed at once."""
    compared = [0]

    class Counting:
        def __init__(self, *_: object, **__: object) -> None:
            compared[0] += 1

        def real_quick_ratio(self) -> float:
            return 0.0

    monkeypatch.setattr("difflib.SequenceMatcher", Counting)
    counts = []
    for size in (200, 400):
        compared[0] = 0
        compare(judged(*(f"head {n}" for n in range(size))), judged(*(f"base {n}" for n in range(size))))
        counts.append(compared[0])

    assert counts[1] <= 2 * counts[0]
