"""The `slo-stricter-than-dependency` rule."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rules.dependencies import MOST, WITHOUT, Dependency, dependencies, key, said_without
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Plan, Target
from rules.quoting import TITLE, quoted
from rules.rule import Context

SHARE = lazy(r"(?<![\w.,])(?P<value>(?:9\d|100)(?:[.,]\d+)?)\s?%", needs=("%",))
LEAST = 90.0
"""Per cent; what is less is not an availability."""


class SloStricterThanDependency:
    """The plan promises more than a system that it depends on, and does not say how.

    A service cannot be up more than what it cannot do without: with a dependency at 99.5 %, 99.9 % needs a cache, a queue,
    a fallback or a second source ("The Calculus of Service Availability", Treynor, Dahlin, Rau and Beyer, 2017). Compared
    are the availabilities that the plan itself states, of itself and of its dependencies. Saying what happens without the
    system is an answer.

    ## Bad
        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        ### External Dependencies

        | System/Service | Ownership | Integration Point | Status |
        |----------------|-----------|-------------------|--------|
        | Ledger | @acme/ledger | `GET /internal/invoices` | Ready, SLO 99.5 % |

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Reliability

        - **SLO:** 99.9 % of requests over 30 days

    ## Good
        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        ### External Dependencies

        | System/Service | Ownership | Integration Point | Status |
        |----------------|-----------|-------------------|--------|
        | Ledger | @acme/ledger | `GET /internal/invoices` | Ready, SLO 99.5 % |

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Reliability

        - **SLO:** 99.9 % of requests over 30 days
        - **Degradation Strategy:** without the ledger the last export is served from the cache
    """

    name: ClassVar[str] = "slo-stricter-than-dependency"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "nfrs"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.targets) and context.plan.has("scope.dependencies")

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        if (promised := strictest(plan)) is None:
            return
        needed = dependencies(plan)
        weaker = [each for each in needed if (share := stated(each)) is not None and share < promised.value]
        if not weaker or said_for_all(plan, needed):
            return
        said = said_without(plan, weaker)
        for each in weaker:
            if each.name not in said and not WITHOUT.search(each.text):
                yield Problem(
                    each.span,
                    f"The plan promises {promised.value:g} %, but depends on {quoted(each.name, TITLE)}, "
                    f"which promises {stated(each):g} %",
                    subject=each.name,
                    concept="nfr.slo",
                    fix="Promise less, or write what keeps the promise while this system is down: a cache, a queue, a fallback",
                )


def strictest(plan: Plan) -> Target | None:
    found = [each for each in plan.targets if each.kind == "slo" and each.unit == "%" and LEAST <= each.value < 100]  # noqa: PLR2004 - "100 %" is no objective
    return max(found, key=lambda each: each.value, default=None)


def stated(dependency: Dependency) -> float | None:
    """Return the availability that the plan states for a system, the highest where several figures stand."""
    return max((float(found["value"].replace(",", ".")) for found in SHARE.finditer(dependency.text)), default=None)


def said_for_all(plan: Plan, needed: Sequence[Dependency]) -> bool:
    """Whether the degradation is described without naming any system, so that it means all of them."""
    texts = [each.text for each in plan.all("nfr.degradation")[:MOST] if not each.missing]
    return any(
        WITHOUT.search(text) is not None and not any(key(each.name) in text.lower() for each in needed)
        for text in texts
    )
