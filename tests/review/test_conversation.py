"""Review comments: what is said, where, once, and what becomes of it."""

from bot.github.port import ReviewComment
from bot.review.conversation import edits, review
from rules.config import Comments, Config
from rules.finding import Finding, Severity
from tests.review.making import (
    HEAD,
    PATH,
    SITE,
    TEXT,
    edit,
    finding,
    own_comments,
    plan_report,
    report,
    report_of,
    snapshot,
    warning,
)

KEY = "<!-- planwarden:f=no-kill-switch-4 -->"
SAID = f"**no-kill-switch** (error): something.\n\n{KEY}"
FIXED = f"Fixed in 0000000.\n\n{KEY}"


def lines(*findings: Finding) -> list[tuple[int | None, int]]:
    found = review(snapshot(), report(*findings), SITE)
    return [(comment.start_line, comment.line) for comment in found.comments] if found else []


def test_a_new_error_is_said_on_its_line_with_what_to_do() -> None:
    found = review(snapshot(), report(finding(4)), SITE)
    assert found is not None
    assert found.commit == HEAD
    assert found.body == (
        "1 new error on the lines of this pull request. The check lists everything."
        f"\n\n<!-- planwarden:review={HEAD[:20]} -->"
    )
    assert found.comments == (
        ReviewComment(
            path=PATH,
            line=4,
            body=(
                "**no-kill-switch** (error): Risk `ledger drift` has no kill switch.\n\n"
                "Name the flag that turns it off. [Why](https://planwarden.test/rules/no-kill-switch)\n\n" + KEY
            ),
        ),
    )


def test_only_errors_and_safe_fixes_are_comments() -> None:
    assert lines(warning(9)) == []
    assert lines(finding(4, new=False)) == []
    assert lines(finding(4, waived="because")) == []
    assert lines(warning(9, edits=(edit(9, "better"),))) == [(None, 9)]


def test_a_fault_of_ours_is_no_comment() -> None:
    assert lines(finding(4, rule="internal-error")) == []


def test_a_fix_is_a_suggestion_that_replaces_whole_lines() -> None:
    found = review(snapshot(), report(warning(9, edits=(edit(9, "```x"),))), SITE)
    assert found is not None
    assert found.body.startswith("1 suggestion on the lines of this pull request.")
    assert "\n\n````suggestion\n```x\n````\n\n" in found.comments[0].body
    two = warning(9, edits=(edit(9, "nine"), edit(11, "eleven")))
    found = review(snapshot(), report(two), SITE)
    assert found is not None
    assert (found.comments[0].start_line, found.comments[0].line) == (9, 11)
    assert "```suggestion\nnine\nline 10\neleven\n```" in found.comments[0].body


def test_ten_comments_at_most_errors_first() -> None:
    many = [warning(1, edits=(edit(1, "x"),)), *(finding(line) for line in range(2, 16))]
    found = review(snapshot(), report(*many), SITE)
    assert found is not None
    assert [comment.line for comment in found.comments] == list(range(2, 12))
    assert found.body.startswith("10 new errors on the lines of this pull request. 5 more could be commented.")
    few = review(snapshot(Config(comments=Comments(inline=2))), report(*many), SITE)
    assert few is not None
    assert len(few.comments) == 2
    assert review(snapshot(Config(comments=Comments(inline=0))), report(*many), SITE) is None


def test_comments_stand_inside_the_hunks_only() -> None:
    """Line 20 is changed, so lines 17 to 23 show; a longer finding is said on its lines among them, another not at all."""
    before = TEXT.replace(b"line 20\n", b"old\n")
    span = finding(22).span
    long = finding(22, span=type(span)(span.start, len(TEXT), 22, 1, 41, 1))
    shot = snapshot(starts={PATH: (before,)})
    found = review(shot, report(finding(16), finding(17), long, finding(24)), SITE)
    assert found is not None
    assert [(comment.start_line, comment.line) for comment in found.comments] == [(None, 17), (22, 23)]
    assert review(snapshot(starts={}), report(finding(4)), SITE) is None


def test_a_draft_gets_no_comments() -> None:
    assert review(snapshot(pull={"draft": True}), report(finding(4)), SITE) is None


def test_what_was_said_is_not_repeated() -> None:
    assert review(snapshot(pull={"review_comments": own_comments([SAID])}), report(finding(4)), SITE) is None


def test_what_comes_back_is_said_once_more_and_then_never() -> None:
    again = review(snapshot(pull={"review_comments": own_comments([FIXED])}), report(finding(4)), SITE)
    assert again is not None
    assert len(again.comments) == 1
    assert review(snapshot(pull={"review_comments": own_comments([FIXED, FIXED])}), report(finding(4)), SITE) is None


def test_a_key_that_the_plan_wrote_is_not_ours() -> None:
    """Only the last line counts: text above it comes from plans."""
    quoted = f"**x** (error): `{KEY}`\n\n<!-- planwarden:f=other -->"
    assert review(snapshot(pull={"review_comments": own_comments([quoted])}), report(finding(4)), SITE) is not None


def test_a_head_gets_one_review() -> None:
    bodies = (f"1 new error.\n\n<!-- planwarden:review={HEAD[:20]} -->",)
    assert review(snapshot(pull={"review_bodies": bodies}), report(finding(4)), SITE) is None
    older = (f"1 new error.\n\n<!-- planwarden:review={'9' * 20} -->",)
    assert review(snapshot(pull={"review_bodies": older}), report(finding(4)), SITE) is not None


def test_a_fixed_finding_closes_its_comment_and_keeps_the_key() -> None:
    shot = snapshot(pull={"review_comments": own_comments([SAID, FIXED, "chat"])})
    (edited,) = edits(shot, report())
    assert edited.comment.id == 1
    assert edited.body == f"Fixed in 4f1c9a2.\n\n{KEY}"


def test_only_a_plan_that_was_read_can_tell_that_something_is_fixed() -> None:
    shot = snapshot(pull={"review_comments": own_comments([SAID])})
    assert edits(shot, report(finding(4))) == ()
    assert edits(shot, report(finding(4, waived="because"))) == ()
    assert edits(shot, report_of([plan_report(path="specs/002/plan.md")])) == ()
    assert edits(shot, report_of([plan_report(parsed=False)])) == ()
    assert edits(shot, report(crashed_rules=("no-kill-switch",))) == ()
    moved = report_of([plan_report(path="specs/002/plan.md", base_path=PATH)])
    assert len(edits(shot, moved)) == 1


def test_severity_words_are_the_findings() -> None:
    found = review(snapshot(), report(warning(9, severity=Severity.INFO, edits=(edit(9, "x"),))), SITE)
    assert found is not None
    assert found.comments[0].body.startswith("**too-few-risks** (info): ")
