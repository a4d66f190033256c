"""From a report to the writes: what is written, what is not, and what a person reads."""

from dataclasses import replace
from datetime import date

import pytest

from bot.github.port import Level
from bot.review.check import Obstacle
from bot.review.compose import Occasion, Writes, compose, compose_failure
from bot.review.configuration import Proposal, Settings
from bot.review.shared_head import failing_elsewhere
from bot.review.snapshot import Snapshot
from rules.config import Comments, Config, ConfigError
from rules.finding import Report
from tests.review.making import (
    HEAD,
    PATH,
    SITE,
    finding,
    own_comments,
    own_run,
    plan_report,
    report,
    report_of,
    snapshot,
    warning,
)

TODAY = date(2026, 11, 22)
PREFIX = f"sp1:5:{HEAD}:"


def composed(shot: Snapshot, judged: Report, recheck: str = "", failing: tuple[int, ...] = ()) -> Writes:
    return compose(shot, judged, Occasion(TODAY, recheck, failing), SITE)


def external_id(shot: Snapshot, judged: Report, recheck: str = "") -> str:
    run = composed(shot, judged, recheck).check.run
    assert run is not None
    return run.external_id


def test_a_failing_check_as_a_person_reads_it() -> None:
    judged = report_of(
        [
            plan_report(
                finding(4), warning(9), warning(12, new=False), finding(20, waived="by octocat until 2026-12-31")
            ),
            plan_report(finding(7, new=False, path="b/plan.md"), path="b/plan.md", base_path="a/plan.md", fixed=("x",)),
        ]
    )
    run = composed(snapshot(), judged).check.run
    assert run is not None
    assert (run.conclusion, run.title) == ("failure", f"1 error in {PATH}")
    assert [(action.label, action.identifier) for action in run.actions] == [("Re-check", "recheck")]
    assert run.details_url == "https://planwarden.test/rules/"
    blob = f"https://github.test/octo/shop/blob/{HEAD}"
    rules = "https://planwarden.test/rules"
    assert (
        run.summary
        == f"""\
**Failed: 1 error, 1 existing error, 2 warnings (1 new), 1 waived.** Compared with `main` at 1a2b3c4.

| Plan | Errors | Warnings | Notes | Since base |
|:--|:--|:--|:--|:--|
| [`{PATH}`]({blob}/{PATH}) | 1 new | 1 new, 1 old | 0 | +2 |
| [`b/plan.md`]({blob}/b/plan.md) (was `a/plan.md`) | 1 old | 0 | 0 | 1 fixed |

### To pass
1. **no-kill-switch** Risk `ledger drift` has no kill switch. Name the flag that turns it off. (`{PATH}`, \
[line 4]({blob}/{PATH}?plain=1#L4)) [Why]({rules}/no-kill-switch)

<details><summary>Warnings and notes (1): new, not blocking</summary>

- **too-few-risks** Risk `ledger drift` has no kill switch. Name the flag that turns it off. (`{PATH}`, \
[line 9]({blob}/{PATH}?plain=1#L9)) [Why]({rules}/too-few-risks)

</details>

<details><summary>Waived (1)</summary>

- **no-kill-switch** Risk `ledger drift` has no kill switch. Waived: `by octocat until 2026-12-31`. (`{PATH}`, \
[line 20]({blob}/{PATH}?plain=1#L20)) [Why]({rules}/no-kill-switch)

</details>

<details><summary>Existing findings (2): not caused by this pull request</summary>

- **no-kill-switch** Risk `ledger drift` has no kill switch. Name the flag that turns it off. (`b/plan.md`, \
[line 7]({blob}/b/plan.md?plain=1#L7)) [Why]({rules}/no-kill-switch)
- **too-few-risks** Risk `ledger drift` has no kill switch. Name the flag that turns it off. (`{PATH}`, \
[line 12]({blob}/{PATH}?plain=1#L12)) [Why]({rules}/too-few-risks)

</details>

Plans changed 2, parsed 2, rules run 18, findings 5 (2 new), waived 1.

Head 4f1c9a2, base `main` at 1a2b3c4, rules 0.1.0."""
    )


def test_annotations_are_what_is_new_errors_first_on_exact_lines() -> None:
    judged = report(warning(2), finding(4), finding(9, new=False))
    run = composed(snapshot(), judged).check.run
    assert run is not None
    assert [(each.start_line, each.end_line, each.level) for each in run.annotations] == [
        (4, 4, Level.FAILURE),
        (2, 2, Level.WARNING),
    ]
    first = run.annotations[0]
    assert (first.path, first.title) == (PATH, "no-kill-switch: ledger drift")
    assert first.message == "Risk `ledger drift` has no kill switch. Name the flag that turns it off."
    assert first.raw_details.splitlines() == [
        "rule: no-kill-switch",
        "severity: error",
        "new: yes",
        "section: risks",
        "subject: `ledger drift`",
        "fingerprint: no-kill-switch-4",
    ]


def test_mistakes_in_the_proposed_configuration_are_annotated() -> None:
    wrong = ConfigError(".github/planwarden.yml", 7, 3, 'unknown key "mod"')
    run = composed(snapshot(proposal=Proposal(wrong.path, (wrong,))), report()).check.run
    assert run is not None
    (only,) = run.annotations
    assert (only.path, only.start_line, only.level, only.message) == (
        wrong.path,
        7,
        Level.FAILURE,
        "unknown key `mod`.",
    )


def test_the_same_verdict_is_written_once() -> None:
    shot, judged = snapshot(), report(finding())
    said = external_id(shot, judged)
    assert said.startswith(PREFIX)
    again = snapshot(pull={"check_runs": (own_run(said),)})
    assert composed(again, judged).check.run is None
    assert composed(again, report()).check.run is not None
    moved = snapshot(pull={"check_runs": (own_run(said),), "base_sha": "b" * 40})
    assert composed(moved, judged).check.run is None, "a base branch that moved on is no new verdict"
    retargeted = snapshot(pull={"check_runs": (own_run(said),), "base_ref": "release"})
    assert composed(retargeted, judged).check.run is not None


def test_a_run_of_another_pull_request_on_the_same_commit_is_not_ours() -> None:
    judged = report(finding())
    foreign = external_id(snapshot(), judged).replace("sp1:5:", "sp1:6:")
    assert composed(snapshot(pull={"check_runs": (own_run(foreign),)}), judged).check.run is not None


def test_a_head_that_fails_elsewhere_does_not_pass_here() -> None:
    """The newest check of a commit counts for every pull request: a lax base branch must not turn a strict one green."""
    other = composed(snapshot(), report(finding())).check.run
    assert other is not None
    runs = (own_run(other.external_id.replace("sp1:5:", "sp1:6:")),)
    shot = snapshot(pull={"check_runs": runs})
    assert failing_elsewhere(shot.pull) == (6,)
    held = composed(shot, report(), failing=(6,)).check.run
    assert held is not None
    assert (held.conclusion, held.title) == ("failure", "1 other pull request with this head fails")
    assert "the head of pull request 6, and GitHub counts" in held.summary
    assert "On its own this one would get: `1 plan, no problems`." in held.summary
    # It fails for the other's sake only, so it does not hold the other in turn.
    ours = replace(shot.pull, check_runs=(own_run(held.external_id.replace("sp1:5:", "sp1:7:")),))
    assert failing_elsewhere(ours) == ()
    mended = snapshot(pull={"check_runs": (own_run(f"sp1:6:{HEAD}:p0", conclusion="success"), *runs)})
    assert failing_elsewhere(mended.pull) == ()


def test_a_person_who_asks_again_gets_a_new_run_once() -> None:
    shot, judged = snapshot(), report(finding())
    said = external_id(shot, judged)
    again = snapshot(pull={"check_runs": (own_run(said),)})
    asked = external_id(again, judged, "delivery-1")
    assert asked == f"{said}:delivery-1"
    done = snapshot(pull={"check_runs": (own_run(asked, run_id=2), own_run(said))})
    assert composed(done, judged, "delivery-1").check.run is None
    assert composed(done, judged).check.run is None, "a later push event has nothing to add"
    assert composed(done, judged, "delivery-2").check.run is not None


def test_a_run_in_progress_is_completed_instead_of_a_second_one() -> None:
    judged = report(finding())
    said = external_id(snapshot(), judged)
    for unfinished in (f"{PREFIX}working", said):
        write = composed(
            snapshot(pull={"check_runs": (own_run(unfinished, run_id=3, status="in_progress"),)}), judged
        ).check
        assert write.run is not None
        assert (write.instead_of, write.leftovers) == (3, ())


def test_an_interrupted_run_with_another_verdict_is_closed() -> None:
    """Its annotations may be half there, and GitHub only ever appends."""
    stale = own_run(f"{PREFIX}0123456789abcdef", run_id=3, status="in_progress")
    write = composed(snapshot(pull={"check_runs": (stale,)}), report(finding())).check
    assert write.run is not None
    assert (write.instead_of, write.leftovers) == (None, (3,))


def test_a_verdict_that_comes_back_is_a_run_of_its_own() -> None:
    """Ready, draft, ready again: the first red run is there already, but the newest says something else."""
    red = external_id(snapshot(), report(finding()))
    runs = (own_run(f"{PREFIX}green", run_id=2, conclusion="success"), own_run(red))
    again = snapshot(pull={"check_runs": runs})
    assert external_id(again, report(finding())) == f"{red}:2"
    done = snapshot(pull={"check_runs": (own_run(f"{red}:2", run_id=3), *runs)})
    assert composed(done, report(finding())).check.run is None


def test_a_broken_configuration_leaves_comments_alone() -> None:
    wrong = ConfigError(".github/planwarden.yml", 7, 3, "no")
    said = own_comments(["**x** (error): y\n\n<!-- planwarden:f=z -->"])
    writes = composed(
        snapshot(settings=Settings(Config(), (wrong,)), plans=(), pull={"review_comments": said}), Report()
    )
    assert writes.check.run is not None
    assert (writes.review, writes.edits, writes.sticky) == (None, (), None)


def test_without_a_verdict_the_check_fails_and_says_so() -> None:
    obstacle = Obstacle("GitHub could not be reached", "Press Re-check", "72d3-guid")
    writes = compose_failure(snapshot().pull, obstacle, recheck="", site=SITE)
    run = writes.check.run
    assert run is not None
    assert (run.conclusion, run.title) == ("failure", "Could not check: GitHub could not be reached")
    assert run.summary == (
        "**Failed: could not check.** GitHub could not be reached. Press Re-check.\n\n"
        "Nothing is known about the plans of this pull request: this is not a verdict on them.\n\n"
        "Head 4f1c9a2, rules 0.1.0, delivery `72d3-guid`."
    )
    told = replace(snapshot().pull, check_runs=(own_run(run.external_id),))
    other = replace(obstacle, delivery="another")
    assert compose_failure(told, other, recheck="", site=SITE).check.run is None


class TestSticky:
    CONFIG = Config(comments=Comments(sticky=True))
    BODY = (
        "<!-- planwarden:summary -->\n**Failed: 1 error.** Compared with `main` at 1a2b3c4.\n\n"
        "- **no-kill-switch** Risk `ledger drift` has no kill switch. Name the flag that turns it off. "
        f"(`{PATH}`, [line 4](https://github.test/octo/shop/blob/{HEAD}/{PATH}?plain=1#L4)) "
        "[Why](https://planwarden.test/rules/no-kill-switch)"
    )

    def test_it_is_written_where_it_is_switched_on(self) -> None:
        assert composed(snapshot(), report(finding())).sticky is None
        found = composed(snapshot(self.CONFIG), report(finding())).sticky
        assert found is not None
        assert (found.body, found.existing, found.surplus) == (self.BODY, None, ())

    def test_nothing_to_say_is_not_said(self) -> None:
        assert composed(snapshot(self.CONFIG), report()).sticky is None

    def test_it_is_edited_in_place_and_only_when_it_changes(self) -> None:
        ours = own_comments([self.BODY.replace("\n", "\r\n") + "\n"])
        assert composed(snapshot(self.CONFIG, pull={"comments": ours}), report(finding())).sticky is None
        fixed = composed(snapshot(self.CONFIG, pull={"comments": ours}), report()).sticky
        assert fixed is not None
        assert fixed.existing == ours[0]
        assert fixed.body == "<!-- planwarden:summary -->\nAll plan problems fixed in 4f1c9a2."

    def test_the_oldest_of_several_stays(self) -> None:
        ours = own_comments(["chat", self.BODY, self.BODY])
        found = composed(
            snapshot(self.CONFIG, pull={"comments": (ours[2], ours[0], ours[1])}), report(finding())
        ).sticky
        assert found is not None
        assert (found.existing, found.surplus) == (ours[1], (ours[2],))


@pytest.mark.parametrize("path", ["specs/001/plan.md", "specs/a b(c)[d]#e?f%2f/plan.md", "specs/\udcff\n|`/plan.md"])
def test_a_path_is_a_working_link_or_none(path: str) -> None:
    run = composed(snapshot(), report_of([plan_report(finding(path=path), path=path)])).check.run
    assert run is not None
    assert f"/blob/{HEAD}/specs/" in run.summary
    assert not {" ", "(", ")", "[", "]", "`", "|", "\n"} & set(run.summary.split(f"/blob/{HEAD}/")[1].split(")")[0])
