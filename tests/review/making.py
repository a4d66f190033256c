"""Values for the tests of this room: a pull request with plans, findings and what we said before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.github.port import OwnCheckRun, OwnComment, PullRequest, PullRequestRef, RepositoryRef
from bot.review.configuration import Settings
from bot.review.site import Site
from bot.review.snapshot import Snapshot
from rules.config import Config
from rules.finding import Edit, Finding, PlanReport, Report, Severity, Totals
from rules.plan.source import Source
from rules.repository import PlanVersions

HEAD, BASE = "4f1c9a2" + "0" * 33, "1a2b3c4" + "0" * 33
PATH = "specs/001-login/plan.md"
TEXT = "".join(f"line {number}\n" for number in range(1, 41)).encode()
SITE = Site("https://planwarden.test", "0.1.0")
REPOSITORY = RepositoryRef(7, 42, "octo", "shop")

PULL = PullRequest(
    ref=PullRequestRef(REPOSITORY, 5),
    node_id="PR_5",
    title="Add login",
    author="alice",
    state="open",
    draft=False,
    head_sha=HEAD,
    head_ref="login",
    head_repository="octo/shop",
    base_sha=BASE,
    base_ref="main",
    fork_point=BASE,
    file_count=1,
    files=(),
    url="https://github.test/octo/shop/pull/5",
    config_revision=BASE,
)


def finding(
    line: int = 4, *, rule: str = "no-kill-switch", severity: Severity = Severity.ERROR, **changes: Any
) -> Finding:
    values: dict[str, Any] = {
        "rule": rule,
        "severity": severity,
        "path": PATH,
        "span": Source(PATH, TEXT).line_span(line),
        "section": "risks",
        "subject": "ledger drift",
        "message": 'Risk "ledger drift" has no kill switch',
        "fingerprint": f"{rule}-{line}",
        "fix": "Name the flag that turns it off",
    }
    return Finding(**(values | changes))


def warning(line: int = 9, **changes: Any) -> Finding:
    return finding(line, **({"rule": "too-few-risks", "severity": Severity.WARNING} | changes))


def edit(line: int, replacement: str) -> Edit:
    """Return an edit that replaces the text of one line of `TEXT`."""
    return Edit(Source(PATH, TEXT).line_span(line), replacement)


def plan_report(*findings: Finding, path: str = PATH, **changes: Any) -> PlanReport:
    values: dict[str, Any] = {"profile": "architect", "status": "approved", "findings": tuple(findings)}
    return PlanReport(path=path, **(values | changes))


def report(*findings: Finding, **changes: Any) -> Report:
    return report_of([plan_report(*findings)], **changes)


def report_of(plans: Sequence[PlanReport], **changes: Any) -> Report:
    totals = Totals(plans_found=len(plans), plans_parsed=len(plans), rules_run=18, rules_applicable=18)
    found = [each for plan in plans for each in plan.findings]
    return Report(plans=tuple(plans), totals=totals.counting(found), **changes)


def snapshot(
    config: Config | None = None,
    *,
    text: bytes = TEXT,
    starts: Mapping[str, tuple[bytes | None, ...]] | None = None,
    pull: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Snapshot:
    """Return a pull request that adds one plan."""
    values: dict[str, Any] = {
        "settings": Settings(config or Config()),
        "plans": (PlanVersions(PATH, text),),
        "starts": {PATH: (None,)} if starts is None else starts,
    }
    return Snapshot(pull=replace(PULL, **(pull or {})), **(values | changes))


def own_run(
    external_id: str, *, run_id: int = 1, status: str = "completed", conclusion: str = "failure"
) -> OwnCheckRun:
    return OwnCheckRun(run_id, external_id, status, conclusion if status == "completed" else "")


def own_comments(bodies: Iterable[str], path: str = PATH) -> tuple[OwnComment, ...]:
    return tuple(OwnComment(number, f"C_{number}", body, path=path, line=4) for number, body in enumerate(bodies, 1))
