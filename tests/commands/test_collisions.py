"""Numbers of ADRs that were free when they were chosen, and are not any more."""

from bot.commands.collisions import Collision, collisions
from bot.github.port import Change, ChangedFile, OpenPull

HOME = "history/adr"


def pull(number: int, *names: str, change: Change = Change.ADDED) -> OpenPull:
    return OpenPull(number, tuple(ChangedFile(f"{HOME}/{name}", change) for name in names))


def test_the_base_branch_wins() -> None:
    """Each loser gets a number of its own, above all that anybody has."""
    found = collisions(
        ["0001-first.md", "0002-merged.md", "README.md"], [pull(9, "0002-late.md"), pull(8, "0002-early.md")], HOME
    )

    assert found == (
        Collision(8, f"{HOME}/0002-early.md", 2, 0, 3),
        Collision(9, f"{HOME}/0002-late.md", 2, 0, 4),
    )


def test_the_oldest_of_three_pull_requests_keeps_the_number() -> None:
    pulls = [pull(12, "0005-c.md"), pull(10, "0005-a.md"), pull(11, "0005-b.md", "0006-b.md")]

    assert collisions(["0004-x.md"], pulls, HOME) == (
        Collision(11, f"{HOME}/0005-b.md", 5, 10, 7),
        Collision(12, f"{HOME}/0005-c.md", 5, 10, 8),
    )


def test_a_number_in_another_spelling_is_the_same() -> None:
    assert [each.pull for each in collisions(["7-queue.md"], [pull(3, "ADR-0007-cache.md")], HOME)] == [3]


def test_what_does_not_arrive_takes_no_number() -> None:
    edited = pull(3, "0001-first.md", change=Change.MODIFIED)
    merged_since = pull(4, "0001-first.md")
    elsewhere = OpenPull(5, (ChangedFile("docs/0001-other.md", Change.ADDED),))

    assert collisions(["0001-first.md"], [edited, merged_since, elsewhere], HOME) == ()


def test_two_files_of_one_pull_request_are_its_own_business() -> None:
    """Its check tells: nobody else has taken the number."""
    assert collisions([], [pull(3, "0001-a.md", "0001-b.md")], HOME) == ()
