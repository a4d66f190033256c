"""The `approved-plan-changed-without-review` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.changes import Change, changes, is_editorial
from rules.finding import Problem, Severity
from rules.plan.model import Plan, Status
from rules.quoting import listed, quoted
from rules.rule import Context

IN_FORCE = (Status.APPROVED, Status.IN_PROGRESS, Status.COMPLETED)
"""The statuses in which people rely on a plan, in order."""

WEIGHTY = frozenset({"risks", "decisions", "nfr", "security", "deployment"})
"""Sections whose answers somebody approved one by one."""

WEIGHTY_FIELDS = frozenset({"data.rollback_plan", "data.forward_migration", "data.migration_strategy"})

LIGHT_FIELDS = frozenset({"decisions.adr_required", "decisions.principles", "risks.owner"})
"""Fields of these sections that change without anything being decided anew."""


class ApprovedPlanChangedWithoutReview:
    """A risk, a rollback, a decision or a budget of an approved plan changed, and the plan did not go back to review.

    What was approved is no longer what the plan says, and those who approved it do not know. Change control asks that a
    changed design is reviewed before it is carried out (AWS Well-Architected, OPS 6: mitigate deployment risks). Going
    back to `review` is one word; a new ADR that records why also answers it. Edits of wording are left alone: no number
    changed and fewer than 15 % of the words. So are plans whose status goes forward, and reports of progress.

    ## Bad
        # Implementation Plan: export of invoices

        **Status:** approved

        ## Operational Readiness

        ### Deployment and Rollback

        - **Rollback Trigger:** failed exports > 20 % for 60 min

    ## Good
        # Implementation Plan: export of invoices

        **Status:** review

        ## Operational Readiness

        ### Deployment and Rollback

        - **Rollback Trigger:** failed exports > 20 % for 60 min
    """

    name: ClassVar[str] = "approved-plan-changed-without-review"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "header"

    def applies(self, context: Context) -> bool:
        return context.base is not None and context.base.status in IN_FORCE

    def check(self, context: Context) -> Iterator[Problem]:
        plan, base = context.plan, context.base
        if base is None or plan.status not in IN_FORCE or new_adr(context, base):
            return
        if IN_FORCE.index(plan.status) > IN_FORCE.index(base.status):
            return
        changed = [each for each in changes(base, plan) if is_weighty(each) and not is_editorial(each)]
        if changed:
            names = listed(dict.fromkeys(quoted(change.subject) for change in changed))
            yield Problem(
                plan.status_answer.span,
                f"{names} changed in a plan that stays {quoted(plan.status_answer.text)}",
                subject="status",
                concept="meta.status",
                fix="Set the status back to review, or record the change in an ADR and link it",
                parts=tuple(dict.fromkeys((change.concept, change.subject) for change in changed)),
            )


def is_weighty(change: Change) -> bool:
    if change.concept in LIGHT_FIELDS:
        return False
    return change.concept in WEIGHTY_FIELDS or change.concept.partition(".")[0] in WEIGHTY


def new_adr(context: Context, base: Plan) -> bool:
    """Whether the plan names an ADR that it did not name, or the pull request adds one."""
    known = {(adr.number, adr.path) for adr in base.adrs}
    if any((adr.number, adr.path) not in known for adr in context.plan.adrs if not adr.planned):
        return True
    places = tuple(f"{directory}/" for directory in context.adr_directories)
    changed = context.repository.changed or {}
    return any(how == "added" and path.startswith(places) for path, how in changed.items())
