"""The check run: the verdict with its summary and annotations, written only when it says something new. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.events import RECHECK
from bot.github.port import Action, Annotation, CheckRun, Level, OwnCheckRun, PullRequest
from bot.review.site import Site
from bot.review.snapshot import Snapshot
from bot.review.verdict import LONGEST_TITLE, MOST_CONFIG_ERRORS, Conclusion, Verdict
from rules.finding import Report
from rules.report.annotations import Annotation as Found
from rules.report.annotations import annotations
from rules.report.echo import echo, plain
from rules.report.groups import counted
from rules.report.prose import sentence
from rules.report.summary import Frame, summary

RECHECK_BUTTON = Action("Re-check", "Run the plan checks again", RECHECK)
WORKING = "working"
"""Stands in the external id of a run in progress where the digest of the verdict will stand."""

COMPLETED = "completed"
FAILS, PASSES = "f", "p"


@dataclass(frozen=True, slots=True)
class Head:
    """What a run is about: one commit as the head of one pull request, for it may be the head of several."""

    number: int
    sha: str

    @classmethod
    def of(cls, pull: PullRequest) -> "Head":
        return cls(pull.ref.number, pull.head_sha)

    @property
    def prefix(self) -> str:
        """How the external ids of its runs begin."""
        return f"sp1:{self.number}:{self.sha}:"


@dataclass(frozen=True, slots=True)
class CheckWrite:
    """What to do about check runs on the head: `run` is what ours shall say, None when it says so already.

    `instead_of`: a run of ours in progress that becomes it, None to create one. `leftovers`: further ones in progress,
    which a crash left behind and nobody would complete.
    """

    run: CheckRun | None = None
    instead_of: int | None = None
    leftovers: tuple[int, ...] = ()


def check_run(snapshot: Snapshot, report: Report, verdict: Verdict, site: Site, recheck: str) -> CheckRun:
    """Return the run that tells the verdict. `recheck`: the delivery that asked for another look, "" for none."""
    pull = snapshot.pull
    gate = snapshot.settings.config.gate
    base = f"base {echo(pull.base_ref)} at {pull.base_sha[:7]}"
    frame = Frame(verdict.headline, verdict.notes, f"Head {pull.head_sha[:7]}, {base}, rules {site.version}.")
    return CheckRun(
        head_sha=pull.head_sha,
        external_id=external_id(Head.of(pull), verdict.own, digest(pull, report, verdict), recheck),
        conclusion=verdict.conclusion,
        title=verdict.title,
        summary=summary(report, gate, frame, site.links(pull)),
        details_url=site.rules,
        annotations=(*config_annotations(snapshot), *(ported(each) for each in annotations(report, gate))),
        actions=(RECHECK_BUTTON,),
    )


def ported(found: Found) -> Annotation:
    return Annotation(
        path=found.path,
        start_line=found.start_line,
        end_line=found.end_line,
        level=Level(found.level),
        title=found.title,
        message=found.message,
        raw_details=found.details,
    )


def config_annotations(snapshot: Snapshot) -> tuple[Annotation, ...]:
    """Return the mistakes that the pull request makes in the configuration file, on its lines."""
    errors = snapshot.proposal.errors if snapshot.proposal else ()
    return tuple(
        Annotation(error.path, error.line, error.line, Level.FAILURE, "configuration", sentence(error.message))
        for error in errors[:MOST_CONFIG_ERRORS]
    )


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why there is no verdict, in our own words. `reason` finishes "Could not check: "; `delivery` is the event's id."""

    reason: str
    advice: str
    delivery: str = ""


def could_not_check(head: Head, obstacle: Obstacle, site: Site, recheck: str) -> CheckRun:
    """Return the run that says why there is no verdict."""
    said = f"**Failed: could not check.** {sentence(obstacle.reason)} {sentence(obstacle.advice)}"
    nothing = "Nothing is known about the plans of this pull request: this is not a verdict on them."
    details = f"Head {head.sha[:7]}, rules {site.version}, delivery {echo(obstacle.delivery)}."
    return CheckRun(
        head_sha=head.sha,
        external_id=external_id(head, Conclusion.FAILURE, hashlib.sha256(said.encode()).hexdigest(), recheck),
        conclusion=Conclusion.FAILURE,
        title=plain(f"Could not check: {obstacle.reason}", LONGEST_TITLE),
        summary=f"{said}\n\n{nothing}\n\n{details}",
        details_url=site.rules,
        actions=(RECHECK_BUTTON,),
    )


def in_progress(pull: PullRequest, plans: int, site: Site) -> CheckRun:
    """Return the run that shows that work goes on, when it takes long."""
    return CheckRun(
        head_sha=pull.head_sha,
        external_id=f"{Head.of(pull).prefix}{WORKING}",
        conclusion="",
        title=f"Checking {counted(plans, 'plan')}",
        summary=f"Head {pull.head_sha[:7]} is being checked; this takes longer than usual.",
        details_url=site.rules,
    )


def check_write(pull: PullRequest, run: CheckRun) -> CheckWrite:
    """Compare a run with ours on the head and return what has to be written."""
    ours = [each for each in pull.check_runs if each.external_id.startswith(Head.of(pull).prefix)]
    newest = ours[0] if ours else None
    if newest is None:
        return CheckWrite(run)
    if newest.status == COMPLETED:
        return CheckWrite(None if says(newest, run) else told_apart(run, ours), leftovers=unfinished(ours))
    # A run that was cut off while its annotations were sent goes on; one with another verdict cannot.
    if says(newest, run):
        again = replace(run, external_id=newest.external_id)
        return CheckWrite(again, instead_of=newest.id, leftovers=unfinished(ours[1:]))
    if newest.external_id == f"{Head.of(pull).prefix}{WORKING}":
        return CheckWrite(told_apart(run, ours), instead_of=newest.id, leftovers=unfinished(ours[1:]))
    return CheckWrite(told_apart(run, ours), leftovers=unfinished(ours))


def says(newest: OwnCheckRun, run: CheckRun) -> bool:
    """Return whether a run tells the same verdict; one that a re-run wrote counts for every later event."""
    return newest.external_id == run.external_id or newest.external_id.startswith(f"{run.external_id}:")


def told_apart(run: CheckRun, ours: Sequence[OwnCheckRun]) -> CheckRun:
    """Return the run under an id of its own: a verdict may come back (red, green, red), and then it is a new run."""
    if any(each.external_id == run.external_id for each in ours):
        return replace(run, external_id=f"{run.external_id}:{len(ours)}")
    return run


def unfinished(runs: Sequence[OwnCheckRun]) -> tuple[int, ...]:
    return tuple(run.id for run in runs if run.status != COMPLETED)


def superseded(pull: PullRequest, site: Site) -> CheckRun:
    """Return what a leftover run says in the end."""
    return CheckRun(
        head_sha=pull.head_sha,
        external_id=f"{Head.of(pull).prefix}superseded",
        conclusion="cancelled",
        title="Superseded",
        summary="This run was interrupted; a newer one on the same commit has the verdict.",
        details_url=site.rules,
    )


def digest(pull: PullRequest, report: Report, verdict: Verdict) -> str:
    """Return what tells two verdicts apart. The base branch moving on without changing anything is not a new verdict."""
    plans = [(plan.path, plan.base_path, plan.profile, plan.parsed, plan.fixed) for plan in report.plans]
    found = [
        (each.fingerprint, each.severity, each.new, each.waived, each.span.line, each.message, each.fix)
        for each in report.findings
    ]
    said = (verdict.conclusion, verdict.title, verdict.notes, pull.base_ref, plans, found, report.totals)
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()


def external_id(head: Head, own: Conclusion, told: str, recheck: str) -> str:
    """Return the id of a run. Its first letter tells other pull requests with the same head whether this one fails."""
    return f"{head.prefix}{FAILS if own is Conclusion.FAILURE else PASSES}{told[:15]}" + (
        f":{recheck}" if recheck else ""
    )
