"""The verdict of one pull request: a conclusion, a title, and the notes that explain them. Pure.

A failure of ours is a failure of the check. Neutral is for what was looked at and does not count: advice, drafts, plans
of no known form.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.review.configuration import ORGANISATION_FILE
from bot.review.snapshot import Snapshot
from rules.config import Config, ConfigError, Mode
from rules.finding import Report, Severity
from rules.report.echo import ELLIPSIS, echo, plain
from rules.report.groups import Groups, counted, groups
from rules.report.prose import sentence
from rules.report.summary import verdict_counts

LONGEST_TITLE = 80
MOST_CONFIG_ERRORS = 20


class Conclusion(StrEnum):
    """The conclusions of a check run that we use, in GitHub's spelling."""

    SUCCESS = "success"
    NEUTRAL = "neutral"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`title` is plain text, `headline` and `notes` are Markdown. `held`: fails only because another pull request does."""

    conclusion: Conclusion
    title: str
    headline: str
    notes: tuple[str, ...] = ()
    held: bool = False

    @property
    def own(self) -> Conclusion:
        """What the pull request would get if its head were in no other."""
        return Conclusion.SUCCESS if self.held else self.conclusion


def verdict(snapshot: Snapshot, report: Report, today: date) -> Verdict:
    """Judge the report of a snapshot by the configuration in force on a day (UTC)."""
    settings, proposal = snapshot.settings, snapshot.proposal
    notes = tuple(notes_of(snapshot, report, today))
    if settings.errors and not repaired(snapshot):
        return config_failure(settings.errors, "The configuration in force is not valid", notes)
    if proposal is not None and proposal.errors:
        return config_failure(proposal.errors, "This pull request makes the configuration invalid", notes)
    if settings.config.mode is Mode.OFF:
        headline = "**Not checked.** Planwarden is switched off for this repository."
        return Verdict(Conclusion.NEUTRAL, "Planwarden is switched off here", headline, notes)
    if not snapshot.plans:
        title = f"{counted(len(snapshot.deleted), 'plan')} removed" if snapshot.deleted else "No plan changed"
        return Verdict(Conclusion.SUCCESS, title, f"**Passed.** {title}.", notes)
    return plan_verdict(snapshot, report, notes, lenient=leniency(snapshot, today))


def repaired(snapshot: Snapshot) -> bool:
    """Return whether the pull request mends the broken file; else no pull request could ever pass and mend it."""
    proposal = snapshot.proposal
    return proposal is not None and not proposal.errors and not snapshot.settings.of_organisation


def config_failure(errors: tuple[ConfigError, ...], why: str, notes: tuple[str, ...]) -> Verdict:
    first = errors[0]
    shown = [f"- {config_error(error)}" for error in errors[:MOST_CONFIG_ERRORS]]
    if len(errors) > MOST_CONFIG_ERRORS:
        shown.append(f"- and {len(errors) - MOST_CONFIG_ERRORS} more")
    headline = f"**Failed: {counted(len(errors), 'configuration error')}.** {why}, so no verdict can rest on it."
    return Verdict(Conclusion.FAILURE, f"Config error in {first.path} line {first.line}", headline, (*shown, *notes))


def config_error(error: ConfigError) -> str:
    """Return one mistake; of the organisation's file only the place, for its text may be private."""
    place = f"line {error.line}, column {error.column}"
    if error.path == ORGANISATION_FILE:
        return f"{ORGANISATION_FILE}, {place}. Ask its owners to open a pull request there: its check says more."
    return f"{echo(error.path)} {place}: {sentence(error.message)}"


def leniency(snapshot: Snapshot, today: date) -> str:
    """Return the word for why errors do not fail the check, "" where they do."""
    if is_advisory(snapshot.settings.config, today):
        return "advisory"
    return "draft" if snapshot.pull.draft else ""


def is_advisory(config: Config, today: date) -> bool:
    return config.mode is Mode.ADVISORY or (config.enforce_from is not None and today < config.enforce_from)


def plan_verdict(snapshot: Snapshot, report: Report, notes: tuple[str, ...], *, lenient: str) -> Verdict:
    found = groups(report, snapshot.settings.config.gate)
    counts = verdict_counts(found) or "no problems"
    compared = f"Compared with {echo(snapshot.pull.base_ref)} at {snapshot.pull.base_sha[:7]}."
    if report.crashed_rules or (found.blocking and not lenient):
        headline = f"**Failed: {counts}.** {compared}"
        return Verdict(Conclusion.FAILURE, failure_title(found), headline, notes)
    if found.blocking:
        title = failure_title(found, f" ({lenient})")
        return Verdict(Conclusion.NEUTRAL, title, f"**Not blocking ({lenient}): {counts}.** {compared}", notes)
    if unrecognised(report):
        headline = f"**Hardly checked: {counts}.** {compared}"
        return Verdict(Conclusion.NEUTRAL, "The form of the plan is not known", headline, notes)
    return Verdict(Conclusion.SUCCESS, passing_title(report, found), f"**Passed: {counts}.** {compared}", notes)


def failure_title(found: Groups, suffix: str = "") -> str:
    counts = counted(len(found.blocking), "error")
    paths = {finding.path for finding in found.blocking}
    if len(paths) > 1:
        return f"{counts} in {len(paths)} plans{suffix}"
    room = LONGEST_TITLE - len(f"{counts} in {suffix}")
    path = plain(paths.pop(), 1000) if paths else "a plan"
    return f"{counts} in {path if len(path) <= room else ELLIPSIS + path[1 - room :]}{suffix}"


def passing_title(report: Report, found: Groups) -> str:
    others = (*found.advice, *found.existing)
    if not others:
        return f"{counted(len(report.plans), 'plan')}, no problems"
    if not found.advice:
        return f"No new problems ({len(found.existing)} existing)"
    if all(finding.severity is Severity.INFO for finding in others):
        return f"{counted(len(report.plans), 'plan')}, {counted(len(others), 'note')}"
    return verdict_counts(Groups(advice=found.advice, existing=found.existing))


def unrecognised(report: Report) -> bool:
    return any(plan.parsed and plan.profile == "unknown" for plan in report.plans)


def notes_of(snapshot: Snapshot, report: Report, today: date) -> Iterator[str]:
    yield from config_notes(snapshot)
    config = snapshot.settings.config
    if config.mode is Mode.ENFORCE and is_advisory(config, today):
        yield f"Advisory until {config.enforce_from}: from that day on errors fail the check."
    elif config.mode is Mode.ADVISORY:
        yield "Advisory: errors are shown and do not fail the check (`mode: advisory`)."
    elif snapshot.pull.draft and config.mode is not Mode.OFF:
        yield "A draft: errors fail the check once the pull request is ready for review."
    for path in snapshot.deleted[:MOST_CONFIG_ERRORS]:
        yield f"{echo(path)} is a plan no more."
    if len(snapshot.deleted) > MOST_CONFIG_ERRORS:
        yield f"{len(snapshot.deleted) - MOST_CONFIG_ERRORS} more plans were removed."
    if unrecognised(report):
        yield "A plan has no form that is known, so few rules apply: set `profile` in `.github/planwarden.yml`."


def config_notes(snapshot: Snapshot) -> Iterator[str]:
    settings, proposal = snapshot.settings, snapshot.proposal
    if proposal is None:
        return
    file = echo(proposal.path)
    if settings.errors and repaired(snapshot):
        yield f"{file} is not valid on the base branch and this pull request mends it."
        yield "Until it is merged the defaults and the organisation's settings hold."
    elif proposal.removed:
        yield f"{file} is removed; that takes effect after the merge."
    elif not proposal.errors:
        yield f"{file} is changed and valid; the change takes effect after the merge. This check used the base branch's."
