"""Who a finding is: what may change around it, and what makes it another."""

from hypothesis import given
from hypothesis import strategies as st

from rules.fingerprint import LENGTH, Identity, fingerprints, normalise

RISK = Identity("no-kill-switch", "risks.kill_switch", "ledger drift")


def test_number_emphasis_case_and_punctuation_are_no_part_of_a_subject() -> None:
    spellings = (
        "Ledger drift",
        "Risk 2: Ledger drift",
        "Risk 3: **ledger drift**",
        "R2 - Ledger drift",
        "7.2. Ledger drift",
        "8.1 - *Ledger drift*.",
        "RISK #4 LEDGER DRIFT!",
        "\N{FULLWIDTH LATIN CAPITAL LETTER L}edger\N{NO-BREAK SPACE}drift",
    )

    assert {normalise(spelling) for spelling in spellings} == {"ledger drift"}


def test_numbers_that_are_the_name_stay() -> None:
    assert normalise("ADR-7") != normalise("ADR-8")
    assert normalise("500 errors spike") == "500 errors spike"
    assert normalise("Risk 2") == "risk 2"
    assert normalise("2FA is lost") == "2fa is lost"


def test_subjects_in_any_script_are_told_apart() -> None:
    assert normalise("风险 1: 数据丢失") != normalise("风险 1: 服务中断")


@given(st.lists(st.from_regex(r"[a-z]{2,9}", fullmatch=True), min_size=1), st.integers(1, 99), st.sampled_from("*_`~"))
def test_renumbering_and_reformatting_keep_a_subject(words: list[str], number: int, mark: str) -> None:
    title = " ".join(words)

    assert normalise(f"Risk {number}: {mark * 2}{title.upper()}{mark * 2}.") == normalise(title)


@given(st.text())
def test_any_text_has_a_subject_of_words_alone(subject: str) -> None:
    assert all(character.isalnum() or character == " " for character in normalise(subject))


def test_equal_faults_are_counted() -> None:
    marks = list(fingerprints([RISK, RISK], "specs/001/plan.md"))

    assert len(set(marks)) == 2
    assert marks[0] == next(fingerprints([RISK], "specs/001/plan.md"))


def test_rule_path_concept_and_subject_each_make_another_finding() -> None:
    others = [
        Identity("too-few-risks", "risks.kill_switch", "ledger drift"),
        Identity("no-kill-switch", "risks", "ledger drift"),
        Identity("no-kill-switch", "risks.kill_switch", "slow export"),
    ]
    marks = [next(fingerprints([each], "specs/001/plan.md")) for each in (RISK, *others)]
    marks.append(next(fingerprints([RISK], "specs/002/plan.md")))

    assert len(set(marks)) == len(marks)


def test_version_one_does_not_change() -> None:
    """It is published in JSON and in review comments: changing it closes and reopens every known finding."""
    assert list(fingerprints([RISK], "specs/001-pay/plan.md")) == ["eda47a26af88b21d79d1"]
    assert LENGTH == 20
