"""The summary comment of teams that switched it on: one, edited in place, its duplicates taken away. Pure."""

from dataclasses import dataclass

from bot.github.port import OwnComment, PullRequest
from bot.review.site import Site
from bot.review.snapshot import Snapshot
from bot.review.verdict import Verdict
from rules.finding import Report
from rules.report.bounds import fitted
from rules.report.groups import groups
from rules.report.summary import item

MARKER = "<!-- planwarden:summary -->"
"""The first line, which nothing that we quote can be."""

ROOM = 20_000


@dataclass(frozen=True, slots=True)
class Sticky:
    """`existing`: the comment to edit, None to write one. `surplus`: others of ours, to be deleted."""

    body: str
    existing: OwnComment | None = None
    surplus: tuple[OwnComment, ...] = ()


def sticky(snapshot: Snapshot, report: Report, verdict: Verdict, site: Site) -> Sticky | None:
    """Return the comment to write; None where it is switched off, no plan was judged or it says all this already."""
    if not snapshot.settings.config.comments.sticky or not report.plans:
        return None
    ours = own_summaries(snapshot.pull)
    found = groups(report, snapshot.settings.config.gate)
    if not ours and not found.blocking and not found.advice and not found.waived:
        return None
    written = body(snapshot, report, verdict, site)
    existing = ours[0] if ours else None
    if existing is not None and len(ours) == 1 and existing.body.replace("\r\n", "\n").strip() == written.strip():
        return None
    return Sticky(written, existing, ours[1:])


def own_summaries(pull: PullRequest) -> tuple[OwnComment, ...]:
    """Return our summary comments, the oldest first."""
    found = [own for own in pull.comments if own.body.startswith(MARKER)]
    return tuple(sorted(found, key=lambda own: own.id))


def body(snapshot: Snapshot, report: Report, verdict: Verdict, site: Site) -> str:
    found = groups(report, snapshot.settings.config.gate)
    if not found.blocking and not found.advice and not found.waived:
        return f"{MARKER}\nAll plan problems fixed in {snapshot.pull.head_sha[:7]}."
    links = site.links(snapshot.pull)
    findings = (*found.blocking, *found.advice, *found.waived)
    items = (f"- {item(finding, links)}" for finding in findings)
    listed = fitted(items, len(findings), ROOM, rest="\nand {} more, in the check")
    return "\n".join((MARKER, verdict.headline, "", *listed))
