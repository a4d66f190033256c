"""The `degradation-missing` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.dependencies import dependencies, said_without
from rules.finding import Problem, Severity
from rules.interface import NO_INTERFACE
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context

CONCEPT = "nfr.degradation"


class DegradationMissing:
    """The plan depends on other systems and does not say what it does without them.

    Every system that is called will be down one day, and then somebody finds out whether the caller waits, fails, or shows
    something old. Google's launch checklist asks for each external dependency how the service behaves without it, and the
    Kubernetes production readiness review asks the same. "Fails closed" is an answer. Libraries and what only the build
    needs are not asked for; a line anywhere that names the system and what happens without it counts.

    ## Bad
        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        ### External Dependencies

        | System/Service | Ownership | Integration Point | Status |
        |----------------|-----------|-------------------|--------|
        | Ledger | @acme/ledger | `GET /internal/invoices` | Ready |

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Reliability

        - **SLO:** 99.5 % of exports finish by 06:00

    ## Good
        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        ### External Dependencies

        | System/Service | Ownership | Integration Point | Status |
        |----------------|-----------|-------------------|--------|
        | Ledger | @acme/ledger | `GET /internal/invoices` | Ready |

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Reliability

        - **SLO:** 99.5 % of exports finish by 06:00
        - **Degradation Strategy:** while the ledger is unreachable, exports stay queued
    """

    name: ClassVar[str] = "degradation-missing"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "nfrs"

    def applies(self, context: Context) -> bool:
        plan = context.plan
        return plan.kind not in NO_INTERFACE and plan.has("nfr") and plan.has("scope.dependencies")

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        if plan.all(CONCEPT) or not (needed := dependencies(plan)):
            return
        said = said_without(plan, needed)
        open_ = [each.name for each in needed if each.name not in said]
        if open_:
            reliability = plan.section("nfr.reliability")
            yield Problem(
                reliability.heading if reliability is not None else plan.anchor(CONCEPT),
                f"The plan does not say what it does without {listed(quoted(name, TITLE) for name in open_)}",
                subject="degradation",
                concept=CONCEPT,
                fix='Write "Degradation Strategy:" with what users see while each of these is down',
                parts=tuple((CONCEPT, name) for name in open_),
            )
