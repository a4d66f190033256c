"""The `constitution-check-missing` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.constitution import constitution, principles
from rules.finding import Problem, Severity
from rules.quoting import listed
from rules.rule import Context

CONCEPT = "constitution_check"


class ConstitutionCheckMissing:
    """The repository has a constitution and the plan is not checked against it.

    spec-kit calls the check a gate: it must pass before research begins and again after the design, because a principle
    that a design breaks is cheap to keep before the code exists and dear after. The constitution is read at base, from
    `.specify/memory/constitution.md` or `memory/constitution.md` of the plan's project; one that is still the template
    asks for nothing. A section under any of the usual names counts, "Charter Check" and translations too.

    ## Bad
        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        ### In Scope

        - The nightly export of invoices to the object store

    ## Good
        # Implementation Plan: export of invoices

        ## Constitution Check

        - [x] **Privacy by Design** - an object key holds the tenant, and a tenant's key never leaves its own prefix

        ## Scope and Dependencies

        ### In Scope

        - The nightly export of invoices to the object store
    """

    name: ClassVar[str] = "constitution-check-missing"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "constitution"

    def applies(self, context: Context) -> bool:
        return constitution(context) is not None

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        if plan.has(CONCEPT):
            return
        found = principles(constitution(context) or b"")
        names = listed((each.title for each in found), most=4)
        before = plan.section("technical_context")
        yield Problem(
            before.heading if before is not None else plan.source.line_span(1),
            f"The plan is not checked against the constitution{f': {names}' if names else ''}",
            subject="Constitution Check",
            concept=CONCEPT,
            fix='Add the section "Constitution Check" with one line for each principle: the verdict, and where in the plan',
        )
