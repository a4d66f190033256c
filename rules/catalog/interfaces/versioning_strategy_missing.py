"""The `versioning-strategy-missing` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.interface import offered, operations, written_elsewhere
from rules.lazy import lazy
from rules.plan.model import Plan
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context
from rules.severity import SPECKIT_FAMILY
from rules.text_lines import written

CONCEPT = "interfaces.versioning"

VERSIONED_PATH = lazy(r"/v\d+(?:\.\d+)?(?:/|$)")
INTERNAL_PATH = lazy(r"/(?:internal|health\w*|ready|live|metrics)\b")
SAID = lazy(
    r"version(?!s? of\b)|compatib|deprecat|/v\d+\b", re.IGNORECASE, needs=("version", "compatib", "deprecat", "/v")
)
SAID_ANYWHERE = lazy(
    r"\b(?:api|url|path|header|uri|endpoint|contract)s?[- ]version"
    r"|\bversion(?:ed|ing)\b[^.\n]{0,40}\b(?:apis?|endpoints?|urls?|routes?)\b"
    r"|\b(?:apis?|endpoints?|urls?|routes?)\b[^.\n]{0,30}\bversion(?:ed|ing)\b|/api/v\d",
    re.IGNORECASE,
)


class VersioningStrategyMissing:
    """The plan offers an interface and does not say how it changes.

    Sooner or later an interface has to change, and by then it has callers that cannot be updated on the same day. How they
    are kept working (a version in the path or a header, only adding fields, a period of notice) is decided before the
    first of them exists; Google's API design guide (AIP-180, AIP-185) asks for both, versions and what counts as
    compatible. A path with a version is enough, and so is any sentence about versions in the section. A warning; in the
    spec-kit family a hint.

    ## Bad
        # Implementation Plan: export of invoices

        ## Interfaces and API Contracts

        ### Public APIs

        **Endpoint: POST /api/exports**

    ## Good
        # Implementation Plan: export of invoices

        ## Interfaces and API Contracts

        ### Public APIs

        **Endpoint: POST /api/exports**

        **Versioning Strategy:**
        - fields are only added; a removal is announced 90 days ahead
    """

    name: ClassVar[str] = "versioning-strategy-missing"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "interfaces"

    def applies(self, context: Context) -> bool:
        return bool(offered(context))

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        public = [each for each in plan.endpoints if not INTERNAL_PATH.search(each.path)]
        if not public or plan.all(CONCEPT) or said(plan) or written_elsewhere(context):
            return
        names = operations(public)
        yield Problem(
            plan.anchor(CONCEPT),
            f"The plan does not say how {listed((quoted(name, TITLE) for name in names), 3)} may change once there are callers",
            subject="versioning",
            concept=CONCEPT,
            fix='Write "Versioning Strategy:" with where the version stands and how long an old one is served',
            severity=Severity.INFO if plan.profile in SPECKIT_FAMILY else None,
        )


def said(plan: Plan) -> bool:
    """Whether a path, the section about interfaces or a sentence elsewhere speaks of versions."""
    if any(VERSIONED_PATH.search(each.path) for each in plan.endpoints):
        return True
    own = (each for each in plan.sections if each.concept in {"interfaces", "interfaces.public_apis"})
    return any(SAID.search(plan.source.slice(each.span)) for each in own) or any(
        map(SAID_ANYWHERE.search, written(plan, ("version", "/api/v")))
    )
