"""The `idempotency-missing-for-mutations` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.interface import offered, operations, written_elsewhere
from rules.lazy import lazy
from rules.plan.model import Answer, Endpoint, Plan, State
from rules.plan.source import Span
from rules.quoting import TITLE, listed, quoted
from rules.repeats import GUARD, IDEMPOTENCY
from rules.rule import Context
from rules.severity import SPECKIT_FAMILY
from rules.text_lines import written

MUTATIONS = frozenset({"POST", "PATCH"})
"""PUT and DELETE are idempotent by definition (RFC 9110, 9.2.2)."""

HARMLESS = lazy(
    r"/(?:log-?(?:in|out)|sign-?(?:in|out)|sessions?|tokens?|refresh|search|query|graphql|validate|verify|preview|estimate|calculate|"
    r"check|export\.csv)/?(?:\?.*)?$",
    re.IGNORECASE,
)
"""Operations that are written as POST and change nothing that a repeat would change again."""

STATED = ("idempoten", "dedup", "exactly once", "exactly-once", "safe to repeat", "safe to retry", "upsert")
BESIDE = lazy(
    r"\bif-match\b|\brepeat(?:ed|s|ing)?\b|\btwice\b|\bsecond (?:call|request|post|submission)\b|\bsame (?:request|body|key)\b"
    r"|\breplay",
    re.IGNORECASE,
)
"""Words about a second call, where operations are described."""
ABOUT_OTHER_THINGS = lazy(
    r"\b(?:migrations?|scripts?|seed\w*|install\w*|deploy\w*|terraform|setup|examples?|re-?runs?|bootstrap\w*|backfill\w*)\b"
    r"|^\W*GET (?:requests|endpoints|calls) are idempotent\W*$",
    re.IGNORECASE,
)
OTHER_METHODS = lazy(r"\b(?:GET|PUT|DELETE|HEAD|reads?|queries)\b")
THESE = lazy(
    r"\b(?:POST|PATCH|all|every|each|any|mutations?|mutating|writes?|creat\w+|updates?|keys?)\b", re.IGNORECASE
)


class IdempotencyMissingForMutations:
    """An operation that changes something does not say what happens when it is called twice.

    A caller whose answer got lost repeats the call; without a promise it pays, books or sends twice. Amazon's Builders'
    Library ("Making retries safe with idempotent APIs") makes it a part of the contract, and so does the plan template.
    Only POST and PATCH are asked for: GET, PUT and DELETE are idempotent by definition. "Not idempotent" is an answer. Signing
    in, searching and the like are not asked for. An error; in the spec-kit family, whose plans keep interfaces elsewhere, a
    hint.

    ## Bad
        # Implementation Plan: export of invoices

        ## Interfaces and API Contracts

        ### Public APIs

        **Endpoint: POST /api/exports**

        **Error Taxonomy:**
        - `INVALID_DAY` (400): the day is in the future

    ## Good
        # Implementation Plan: export of invoices

        ## Interfaces and API Contracts

        ### Public APIs

        **Endpoint: POST /api/exports**

        **Error Taxonomy:**
        - `INVALID_DAY` (400): the day is in the future

        **Idempotency:**
        - tenant and day are unique, so a repeated call returns the first export
    """

    name: ClassVar[str] = "idempotency-missing-for-mutations"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "interfaces"

    def applies(self, context: Context) -> bool:
        return any(each.method in MUTATIONS for each in offered(context))

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        mutations = [each for each in plan.endpoints if each.method in MUTATIONS and not HARMLESS.search(each.path)]
        if not mutations or written_elsewhere(context):
            return
        answers = plan.all(IDEMPOTENCY)
        said = " ".join(each.text for each in answers)
        if answers and not speaks_of_others(answers, said):
            return
        if not answers and stated(plan):
            return
        yield unsaid(mutations, answers[0].span if answers else mutations[0].span, said, context.plan.profile)


def speaks_of_others(answers: tuple[Answer, ...], said: str) -> bool:
    """Whether the answers name only methods that are idempotent anyway."""
    judged = all(each.state in {State.SUBSTANTIVE, State.VAGUE} for each in answers)
    return judged and OTHER_METHODS.search(said) is not None and not THESE.search(said) and not GUARD.search(said)


def stated(plan: Plan) -> bool:
    """Whether the section about interfaces, or any line of the plan, says it outside of a field of its own."""
    described = (each.span for each in plan.sections if each.concept == "interfaces")
    return any(BESIDE.search(plan.source.slice(span)) for span in described) or any(
        not ABOUT_OTHER_THINGS.search(line) for line in written(plan, STATED)
    )


def unsaid(mutations: list[Endpoint], span: Span, said: str, profile: str) -> Problem:
    names = operations(mutations)
    what = listed(quoted(name, TITLE) for name in names)
    only = f"; {quoted(said)} speaks of other methods" if said else ""
    return Problem(
        span,
        f"The plan does not say what happens when {what} {'is' if len(names) == 1 else 'are'} called twice{only}",
        subject="idempotency",
        concept=IDEMPOTENCY,
        fix='Write "Idempotency:" with how a repeat is recognised, for example by an Idempotency-Key, or that it is not',
        severity=Severity.INFO if profile in SPECKIT_FAMILY else None,
        parts=tuple((IDEMPOTENCY, name) for name in names),
    )
