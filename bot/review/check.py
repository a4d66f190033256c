"""The check run: the verdict with its summary and annotations, under an id that tells one verdict from another. Pure."""

import hashlib
from dataclasses import dataclass

from bot.events import FIX, RECHECK
from bot.github.port import Action, Annotation, CheckRun, Level, PullRequest
from bot.review.site import Site
from bot.review.snapshot import Snapshot
from bot.review.verdict import LONGEST_TITLE, MOST_CONFIG_ERRORS, Conclusion, Verdict
from rules.finding import Report
from rules.report.annotations import Annotation as Found
from rules.report.annotations import annotations
from rules.report.echo import echo, plain
from rules.report.prose import plain_sentence, sentence
from rules.report.summary import Wording, summary

RECHECK_BUTTON = Action("Re-check", "Run the plan checks again", RECHECK)
FIX_BUTTON = Action("Apply fixes", "Commit what can be fixed safely", FIX)
WORKING = "working"
"""Stands in the external id of a run in progress where the digest of the verdict will stand."""

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
class Obstacle:
    """Why there is no verdict, in our own words. `reason` finishes "Could not check: "; `delivery` is the event's id."""

    reason: str
    advice: str
    delivery: str = ""


def check_run(snapshot: Snapshot, report: Report, verdict: Verdict, site: Site, recheck: str) -> CheckRun:
    """Return the run that tells the verdict. `recheck`: the delivery that asked for another look, "" for none."""
    pull = snapshot.pull
    gate = snapshot.settings.config.gate
    mistakes = config_annotations(snapshot)
    base = f"base {echo(pull.base_ref)} at {pull.base_sha[:7]}"
    day = f", dates as of {report.today}" if report.today is not None else ""
    wording = Wording(verdict.headline, verdict.notes, f"Head {pull.head_sha[:7]}, {base}, rules {site.version}{day}.")
    return CheckRun(
        head_sha=pull.head_sha,
        external_id=external_id(Head.of(pull), verdict.own, digest(pull, report, verdict), recheck),
        conclusion=verdict.conclusion,
        title=verdict.title,
        summary=summary(report, gate, wording, site.links(pull)),
        details_url=site.rules,
        annotations=(*mistakes, *(ported(each) for each in annotations(report, gate, len(mistakes)))),
        actions=buttons(snapshot, report),
    )


def buttons(snapshot: Snapshot, report: Report) -> tuple[Action, ...]:
    """Return the buttons: that for fixes only where there are some and the branch can be written to."""
    fixable = any(each.fixable and each.waived is None for each in report.findings)
    return (RECHECK_BUTTON, FIX_BUTTON) if fixable and snapshot.pull.is_own_branch else (RECHECK_BUTTON,)


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
        Annotation(error.path, error.line, error.line, Level.FAILURE, "configuration", plain_sentence(error.message))
        for error in errors[:MOST_CONFIG_ERRORS]
    )


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


def in_progress(head: Head, title: str, why: str, site: Site) -> CheckRun:
    """Return the run that shows that work goes on, when it takes long. `why` is a sentence of ours."""
    return CheckRun(
        head_sha=head.sha,
        external_id=f"{head.prefix}{WORKING}",
        conclusion="",
        title=title,
        summary=f"Head {head.sha[:7]} is being checked. {why}",
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
