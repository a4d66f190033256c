"""Which findings become annotations, and in how many requests of GitHub's size."""

import pytest

from bot.github import checks
from rules.config import Gate
from rules.report.annotations import BATCH, annotations
from tests.review.making import finding, report, warning


def levels(errors: int, warnings: int, others: int = 0) -> list[str]:
    found = [finding(fingerprint=f"e{at}") for at in range(errors)]
    found += [warning(fingerprint=f"w{at}") for at in range(warnings)]
    return [each.level for each in annotations(report(*found), Gate.NEW, others)]


@pytest.mark.parametrize(
    ("errors", "shown"),
    [(0, 50), (1, 50), (49, 50), (50, 50), (51, 100), (100, 100), (120, 150), (150, 150), (151, 150)],
)
def test_warnings_only_fill_the_last_request_that_errors_need(errors: int, shown: int) -> None:
    found = levels(errors, 200)
    assert len(found) == shown
    assert found.count("failure") == min(errors, 150)
    assert found == sorted(found)


def test_what_is_sent_before_takes_its_room() -> None:
    assert len(levels(45, 200, others=5)) == 45
    assert len(levels(46, 200, others=5)) == 95
    assert len(levels(150, 0, others=20)) == 130


def test_a_few_findings_are_all_annotated() -> None:
    assert levels(2, 3) == ["failure"] * 2 + ["warning"] * 3


def test_a_request_is_as_large_as_the_client_makes_it() -> None:
    assert checks.BATCH == BATCH


def test_github_shows_an_annotation_as_it_is() -> None:
    (only,) = annotations(
        report(finding(subject="a | b_c", message='Risk "a | b_c" has a rate > 2 % and no kill switch')), Gate.NEW
    )
    assert only.title == "no-kill-switch: a | b_c"
    assert only.message == ("Risk `a | b_c` has a rate > 2 % and no kill switch. Name the flag that turns it off.")
    assert "subject: `a | b_c`" in only.details
