"""The numbers: back-off."""

from bot.work.policy import Policy

SHORTEST, LONGEST = (lambda: 0.0), (lambda: 0.999999)


def test_quick_tries_wait_between_a_second_and_a_doubling_limit() -> None:
    policy = Policy(quick_tries=9)
    assert [policy.delay(tries, SHORTEST) for tries in range(1, 9)] == [1.0] * 8
    assert [round(policy.delay(tries, LONGEST)) for tries in range(1, 9)] == [2, 4, 8, 16, 32, 60, 60, 60]


def test_later_tries_wait_some_minutes() -> None:
    policy = Policy()
    assert round(policy.delay(6, SHORTEST)) == 240
    assert round(policy.delay(23, LONGEST)) == 300


def test_the_tries_outlast_an_outage_of_an_hour_even_with_bad_luck() -> None:
    policy = Policy()
    assert sum(policy.delay(tries, SHORTEST) for tries in range(1, policy.tries)) > 3600
