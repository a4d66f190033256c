"""The `deferred-answer` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.around import Around
from rules.clarification import asks
from rules.finding import Problem, Severity
from rules.plan.model import Answer, Marker, State
from rules.quoting import quoted
from rules.rule import Context


class DeferredAnswer:
    """An answer is put off: TBD, TODO, ???, "to be determined", "coming soon".

    A plan is read when the work starts; what is open then is decided by whoever happens to write the code, or by
    nobody. Kubernetes asks its enhancement proposals the same questions before production, and 0.4 % of 8,476 answers
    were put off (production readiness review, https://github.com/kubernetes/community). A deferral that names who
    answers it and by when, or the issue that tracks it, is a warning. `NEEDS CLARIFICATION` is for `needs-clarification`.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Deployment and Rollback

        - **Deployment Strategy:** TBD

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Deployment and Rollback

        - **Deployment Strategy:** canary, 5 % of `export-worker` for one hour
    """

    name: ClassVar[str] = "deferred-answer"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "answers"

    def applies(self, context: Context) -> bool:  # noqa: ARG002 - any plan may hold one
        return True

    def check(self, context: Context) -> Iterator[Problem]:
        around = Around(context.plan)
        seen: set[int] = set()
        items: tuple[Answer | Marker, ...] = (*context.plan.answers, *context.plan.markers)
        for item in items:
            if item.state is not State.DEFERRED or item.span.start in seen or asks(item.text):
                continue
            seen.add(item.span.start)
            section = around.section(item.span)
            subject = around.subject(item) if isinstance(item, Answer) else around.record(item.span)
            subject = subject or (section.title if section is not None else "")
            yield Problem(
                item.span,
                f"{subject or 'The plan'} is put off: {quoted(item.text)}",
                subject=subject,
                concept=item.concept,
                fix="Answer it now, or write who answers it and by when: TBD - owner @name, due YYYY-MM-DD, issue #n",
                severity=Severity.WARNING if item.owned else None,
            )
