"""Review comments: each new error said once, on a line of the diff, and closed when it is fixed. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.github.port import CommentEdit, OwnComment, PullRequest, Review, ReviewComment
from bot.review.hunks import Range, commentable, overlap, within
from bot.review.site import Site
from bot.review.snapshot import Snapshot
from rules.finding import INTERNAL_ERROR, Finding, Report, Severity
from rules.report.comments import Said, comment, fixed, said
from rules.report.groups import counted, last_line
from rules.report.suggestion import Suggestion, suggestion

MOST = 10
"""Comments of one review, whatever the configuration says."""

MOST_TIMES = 2
"""How often one finding is said: once, and once more when it comes back after it was fixed."""

REVIEW_KEY = re.compile(r"<!-- planwarden:review=([0-9a-f]+) -->\s*\Z")
REVIEW_KEY_LENGTH = 20
"""Of the head's SHA: enough to know it again. A whole one is a reference to the commit where an e-mail quotes the text."""


@dataclass(frozen=True, slots=True)
class Place:
    """A finding with the lines that its comment stands on, and the fix that it can suggest there."""

    finding: Finding
    first: int
    last: int
    fix: Suggestion | None


def review(snapshot: Snapshot, report: Report, site: Site) -> Review | None:
    """Return the review to post, None when there is nothing new to say.

    Drafts are left in peace, and a head that has a review of ours gets no second one, whatever else changes: what it
    would say stands in the check.
    """
    pull = snapshot.pull
    most = min(snapshot.settings.config.comments.inline, MOST)
    if pull.draft or review_key(pull) in reviewed(pull):
        return None
    known = by_fingerprint(pull)
    new = [place for place in places(snapshot, report) if not already_said(known[place.finding.fingerprint])]
    new.sort(key=lambda place: -place.finding.severity.rank)
    if not new or not most:
        return None
    links = site.links(pull)
    return Review(
        commit=pull.head_sha,
        body=f"{introduction(new[:most], len(new))}\n\n<!-- planwarden:review={review_key(pull)} -->",
        comments=tuple(
            ReviewComment(
                path=place.finding.path,
                line=place.last,
                start_line=place.first if place.first < place.last else None,
                body=comment(place.finding, links, place.fix),
            )
            for place in new[:most]
        ),
    )


def introduction(shown: Sequence[Place], count: int) -> str:
    errors = sum(place.finding.severity is Severity.ERROR for place in shown)
    others = len(shown) - errors
    parts = [counted(errors, "new error")] if errors else []
    parts += [counted(others, "suggestion")] if others else []
    more = f" {count - len(shown)} more could be commented." if count > len(shown) else ""
    return f"{' and '.join(parts)} on the lines of this pull request.{more} The check lists everything."


def review_key(pull: PullRequest) -> str:
    return pull.head_sha[:REVIEW_KEY_LENGTH]


def reviewed(pull: PullRequest) -> frozenset[str]:
    """Return the heads that have a review of ours. GitHub moves a review's own commit along on a force-push."""
    return frozenset(found[1] for body in pull.review_bodies if (found := REVIEW_KEY.search(body)))


def by_fingerprint(pull: PullRequest) -> Mapping[str, list[Said]]:
    found: dict[str, list[Said]] = defaultdict(list)
    for own in pull.review_comments:
        if (about := said(own.body)) is not None:
            found[about.fingerprint].append(about)
    return found


def already_said(sayings: Sequence[Said]) -> bool:
    return len(sayings) >= MOST_TIMES or any(not each.fixed for each in sayings)


def places(snapshot: Snapshot, report: Report) -> Iterator[Place]:
    """Yield every finding that may be commented and has a line for it."""
    texts = {plan.path: plan.head for plan in snapshot.plans if isinstance(plan.head, bytes)}
    for plan in report.plans:
        head = texts.get(plan.path)
        found = [finding for finding in plan.findings if worth_saying(finding)]
        if head is None or not found:
            continue
        ranges = commentable(head, snapshot.starts.get(plan.path, ()))
        for finding in found:
            if (place := placed(finding, head, ranges)) is not None:
                yield place


def worth_saying(finding: Finding) -> bool:
    """Return whether the author can do something about it; a fault of ours is told in the check alone."""
    return finding.new and finding.waived is None and finding.rule != INTERNAL_ERROR


def placed(finding: Finding, head: bytes, ranges: Sequence[Range]) -> Place | None:
    """Return where a comment on the finding can stand: on the lines that its fix replaces, on its own, or nowhere."""
    fix = suggestion(finding, head)
    if fix is not None and within(ranges, fix.first, fix.last):
        return Place(finding, fix.first, fix.last, fix)
    if finding.severity is not Severity.ERROR:
        return None
    # The part that the diff shows: what is wrong with a section may have come by taking away one of its lines.
    shown = overlap(ranges, ((finding.span.line, last_line(finding)),))
    return Place(finding, *shown[0], None) if shown else None


def edits(snapshot: Snapshot, report: Report) -> tuple[CommentEdit, ...]:
    """Return the comments of ours whose finding is gone, with what they say from now on.

    Only a plan that was read now can tell: what a broken rule or an unreadable plan no longer reports is not fixed.
    """
    if report.crashed_rules:
        return ()
    read = [plan for plan in report.plans if plan.parsed]
    paths = {path for plan in read for path in (plan.path, plan.base_path) if path is not None}
    standing = {finding.fingerprint for finding in report.findings}
    return tuple(
        CommentEdit(own, fixed(about.fingerprint, snapshot.pull.head_sha))
        for own, about in standing_comments(snapshot.pull)
        if own.path in paths and about.fingerprint not in standing
    )


def standing_comments(pull: PullRequest) -> Iterator[tuple[OwnComment, Said]]:
    for own in pull.review_comments:
        about = said(own.body)
        if about is not None and not about.fixed:
            yield own, about
