"""The `endpoint-without-errors` rule."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.interface import offered, operation, operations, written_elsewhere
from rules.lazy import lazy
from rules.plan.model import Answer, Endpoint, Plan
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context

CONCEPT = "interfaces.errors"

OTHER_FIELDS = frozenset({
    "interfaces.versioning", "interfaces.idempotency", "interfaces.timeouts", "interfaces.request_timeout",
    "interfaces.retry_policy",
})  # fmt: skip
ABOUT_ERRORS = lazy(
    r"\b(?:errors?|status codes?|response codes?|failures?|exceptions?|error handling)\b", re.IGNORECASE
)
STATUS = lazy(
    r"[45]\d\d(?!\w)(?<![\w.,/-]\d\d\d)(?!\s?(?:ms|s|mb|kb|gb|users?|requests?|items?|rows?|characters|chars|bytes|px)\b)|[45]xx\b"
)
ENTRY = lazy(
    r"\b[A-Z]\w+(?:Error|Exception)\b|\b(?:INVALID|NOT|MISSING|DUPLICATE|ALREADY|BAD|UNKNOWN)_[A-Z_]+\b"
    r"|\b[A-Z_]+_(?:ERROR|INVALID|DENIED|FAILED|FOUND|EXCEEDED|EXISTS|CONFLICT|REQUIRED|EXPIRED)\b"
    r"|\b(?:UNAUTHORIZED|UNAUTHENTICATED|FORBIDDEN|CONFLICT)\b|problem\+json|\bRFC\s?(?:7807|9457)"
)
"""A status code, the name of an error, or a standard for both."""

LISTED = lazy(
    r"^\W*(?:errors?|error (?:codes?|responses?|cases?)|throws|raises)\s*[:=]\s*(\S[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)

GENERIC = lazy(
    r"\W*(?:(?:the|all|any|an?|standard|appropriate|proper|suitable|usual|common|generic|relevant|http|status|error|errors|codes?"
    r"|messages?|responses?|handling|handled|returns?|returned|with|and|descriptive|meaningful|clear|friendly|user|is|are|on"
    r"|failure|gracefully)\b\W*)+",
    re.IGNORECASE,
)


class EndpointWithoutErrors:
    """An operation of the interface does not say how it fails.

    Whoever calls an interface has to tell "try again" from "give up" from "ask the user", and can only do that by codes
    that are promised; what is not written down is guessed, and then depended upon. Zalando's guidelines for REST APIs ask
    for the error responses of every operation, and the plan template asks for a taxonomy. A status code or the name of an
    error is enough. A list of errors that stands apart covers every operation, a contract beside the plan
    (`contracts/`, OpenAPI) too.

    ## Bad
        # Implementation Plan: export of invoices

        ## Interfaces and API Contracts

        ### Public APIs

        **Endpoint: POST /api/exports**

        **Outputs:** the export with its state

    ## Good
        # Implementation Plan: export of invoices

        ## Interfaces and API Contracts

        ### Public APIs

        **Endpoint: POST /api/exports**

        **Outputs:** the export with its state

        **Error Taxonomy:**
        - `INVALID_DAY` (400): the day is in the future
    """

    name: ClassVar[str] = "endpoint-without-errors"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "interfaces"

    def applies(self, context: Context) -> bool:
        return bool(offered(context))

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        if written_elsewhere(context):
            return
        text = without_other_fields(plan)
        apart, inside = by_endpoint(plan)
        said = [each for index, each in enumerate(plan.endpoints) if tells(text, each, inside.get(index, ()))]
        fail = {operation(each) for each in said}
        silent = [each for each in plan.endpoints if operation(each) not in fail]
        if not silent or any(each.missing or says_something(each) for each in apart) or said_below_all(plan, fail):
            return
        if not listed_apart(plan, text):
            for named in [silent] if not fail else one_each(silent):
                yield unsaid(plan, named)


def without_other_fields(plan: Plan) -> bytes:
    """Return the plan with blanks for what it says of versions, repeats and retries, which name status codes too."""
    data = bytearray(plan.source.data)
    for answer in plan.answers:
        if answer.concept in OTHER_FIELDS:
            data[answer.span.start : answer.span.end] = b" " * (answer.span.end - answer.span.start)
    return bytes(data)


def listed_apart(plan: Plan, text: bytes) -> bool:
    """Whether codes stand in a section about errors, or in one about interfaces outside of any operation."""
    kept = bytearray(text)
    for each in plan.endpoints:
        kept[each.extent.start : each.extent.end] = b" " * (each.extent.end - each.extent.start)
    about = (
        each.span for each in plan.sections if each.concept.startswith("interfaces") or ABOUT_ERRORS.search(each.title)
    )
    return any(codes(kept[span.start : span.end].decode()) for span in about)


def codes(text: str) -> bool:
    return STATUS.search(text) is not None or ENTRY.search(text) is not None


def by_endpoint(plan: Plan) -> tuple[list[Answer], dict[int, list[Answer]]]:
    """Return the answers about errors that stand apart from the operations, and those of each operation by its index."""
    starts = [each.span.start for each in plan.endpoints]
    apart: list[Answer] = []
    inside: dict[int, list[Answer]] = {}
    for answer in plan.all(CONCEPT):
        at = bisect_right(starts, answer.span.start) - 1
        own = at >= 0 and answer.span.start < plan.endpoints[at].extent.end
        (inside.setdefault(at, []) if own else apart).append(answer)
    return apart, inside


def tells(text: bytes, endpoint: Endpoint, answers: Sequence[Answer]) -> bool:
    """Whether what belongs to an operation says how it fails, or has the field for it, which other rules judge."""
    if any(each.missing or says_something(each) for each in answers):
        return True
    own = text[endpoint.extent.start : endpoint.extent.end].decode()
    return codes(own) or any(not GENERIC.fullmatch(each[1]) for each in LISTED.finditer(own))


def said_below_all(plan: Plan, fail: set[str]) -> bool:
    """Whether errors are listed once, below the last of several operations."""
    last = plan.endpoints[-1]
    return fail == {operation(last)} and len(operations(plan.endpoints)) > 1 and last.form != "heading"


def one_each(endpoints: Sequence[Endpoint]) -> list[list[Endpoint]]:
    return [[each] for each in {operation(each): each for each in reversed(endpoints)}.values()][::-1]


def says_something(answer: Answer) -> bool:
    """Whether an answer about errors is one that says how things fail; a reason why nothing does is one too."""
    return not answer.missing and (bool(answer.code) or not GENERIC.fullmatch(answer.text))


def unsaid(plan: Plan, silent: Sequence[Endpoint]) -> Problem:
    names = operations(silent)
    first = silent[0]
    said = next((each for each in plan.all(CONCEPT) if not each.missing), None)
    words = f"; {quoted(said.text)} names none" if said is not None and not says_something(said) else ""
    return Problem(
        first.span,
        f"{listed(quoted(name, TITLE) for name in names)} {'does' if len(names) == 1 else 'do'} not say how "
        f"{'it fails' if len(names) == 1 else 'they fail'}{words}",
        subject=names[0] if len(names) == 1 else "endpoints",
        concept=CONCEPT,
        fix="List the errors of each operation with their status code and when they occur",
        parts=tuple((CONCEPT, name) for name in names) if len(names) > 1 else (),
    )
