"""What the check says about a failed try, and when."""

import pytest

from bot.github.errors import Denied, Gone, Moved, Refused, Unreachable
from bot.review.outcome import SHOWN_AFTER, obstacle_to
from bot.work.policy import Policy
from bot.work.port import Job


def told(error: Exception, *, tries: int = 0, last: bool = False, known: bool = False) -> str:
    obstacle = obstacle_to(error, Job("pull:1:2", 7, (), (), tries, last), known=known, delivery="guid")
    return f"{obstacle.reason}: {obstacle.advice}" if obstacle is not None else ""


@pytest.mark.parametrize("error", [Unreachable("502"), Moved("301")])
def test_a_fault_that_may_pass_is_told_when_it_lasts(error: Exception) -> None:
    assert told(error, tries=SHOWN_AFTER - 1) == ""
    assert "It is tried again by itself." in told(error, tries=SHOWN_AFTER)
    assert "Press Re-check" in told(error, last=True)


def test_it_is_told_within_a_minute() -> None:
    policy = Policy()
    assert sum(policy.delay(tries, lambda: 1.0) for tries in range(1, SHOWN_AFTER + 1)) <= 60


@pytest.mark.parametrize("known", [False, True])
def test_a_fault_of_ours_is_told_at_once_and_without_its_words(*, known: bool) -> None:
    said = told(KeyError("text of the plan"), known=known)
    assert said.startswith("an internal error (KeyError): It is tried again by itself.")


def test_what_no_further_try_can_mend_is_told_at_once() -> None:
    assert told(Refused("422")).startswith("GitHub refused a request: Press Re-check")
    assert told(Denied("403")).startswith("the App lacks a permission: An owner")


def test_nothing_is_told_where_nothing_can_be_written() -> None:
    assert told(Gone("404"), last=True) == ""
    assert told(Denied("403"), known=True, last=True) == ""
