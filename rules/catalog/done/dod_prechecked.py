"""The `dod-prechecked` rule."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rules.finding import Edit, Problem, Severity
from rules.fingerprint import normalise
from rules.lazy import lazy
from rules.plan.model import DoneItem, Plan, Status
from rules.quoting import TITLE, listed, quoted
from rules.repository import Repository
from rules.rule import Context

BEFORE_WORK = frozenset({Status.DRAFT, Status.REVIEW, Status.APPROVED})
PLAN = lazy(
    r"\b(?:plan|planning|specs?|specification|design|requirements?|constitution|adrs?|decisions?|architecture|scope|research"
    r"|stakeholders?|clarifications?|dependencies|owners?)\b",
    re.IGNORECASE,
)
SETTLED = lazy(
    r"\b(?:review\w*|approv\w*|accept(?:ed)?\b(?! criteria)|sign\w*|written|agree\w*|align\w*|clarif\w*|trac(?:ed|eable)|drafted"
    r"|defined|identified|recorded|resolved|answered|named|linked)\b",
    re.IGNORECASE,
)
"""Said of the plan itself, it can be true before anything is built."""
NO_CODE = lazy(r"(?:^|/)(?:specs|kitty-specs|docs|history|\.specify|\.github|\.claude)/|\.(?:md|mdx|txt|rst|adoc)$")


class DodPrechecked:
    """The definition of done is ticked although nothing has been built yet.

    "Penetration test passed" with a tick on the day the plan is written is either a slip of a copied template or a lie,
    and whoever closes the feature later finds every box ticked and checks nothing. The definition of done describes the
    state of what was built (Schwaber and Sutherland, The Scrum Guide, 2020), and a plan has no such state yet. Found are
    ticks that a pull request brings without any code, and lists that are ticked as a whole while the status is before
    `in-progress`. Items about the plan itself ("design reviewed") can be done by then, a completed plan is all done, and
    where it is not known what changed, single ticks are left alone. The ticks can be taken back safely.

    ## Bad
        # Implementation Plan: export of invoices

        **Status:** approved

        ## Definition of Done

        - [x] All contract tests pass
        - [x] The runbook was walked through by on-call

    ## Good
        # Implementation Plan: export of invoices

        **Status:** approved

        ## Definition of Done

        - [ ] All contract tests pass
        - [ ] The runbook was walked through by on-call
    """

    name: ClassVar[str] = "dod-prechecked"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "done"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.done)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        work = [item for item in plan.done if not item.struck and not is_about_the_plan(item)]
        ticked = [item for item in work if item.checked]
        if not ticked or plan.status is Status.COMPLETED:
            return
        whole = len(ticked) == len(work)
        if adds_code(context.repository) and not (whole and plan.status in BEFORE_WORK and is_created(context)):
            return
        if told := self.without_work(context, ticked, whole=whole):
            yield problem(plan, told)

    def without_work(self, context: Context, ticked: Sequence[DoneItem], *, whole: bool) -> Sequence[DoneItem]:
        """Return the ticks that cannot be right: the whole list before the work, or what this change ticks without code."""
        early = context.plan.status in BEFORE_WORK
        known = context.repository.changed is not None and context.plan.path in context.repository.changed
        new = ticked if context.base is None else newly(ticked, context.base)
        if whole and (early or (known and new)):
            return ticked
        undone = context.base is not None and context.plan.status in {Status.DRAFT, Status.REVIEW}
        return new if known or undone else ()


def is_about_the_plan(item: DoneItem) -> bool:
    return PLAN.search(item.text) is not None and SETTLED.search(item.text) is not None


def is_created(context: Context) -> bool:
    return context.base is None and (context.repository.changed or {}).get(context.plan.path) == "added"


def newly(ticked: Sequence[DoneItem], base: Plan) -> list[DoneItem]:
    """Return the items that the version before had not ticked."""
    before = {normalise(item.text) for item in base.done if item.checked}
    return [item for item in ticked if normalise(item.text) not in before]


def adds_code(repository: Repository) -> bool:
    """Whether the pull request changes anything but documents, as far as that is known."""
    changed = repository.changed or {}
    return any(change != "removed" and not NO_CODE.search(path) for path, change in changed.items())


def problem(plan: Plan, ticked: Sequence[DoneItem]) -> Problem:
    names = listed(quoted(item.text, TITLE) for item in ticked)
    state = f"the status is {quoted(plan.status)}" if plan.status is not Status.UNKNOWN else "the plan is not completed"
    return Problem(
        ticked[0].span,
        f"Ticked although {state} and nothing shows that it was built: {names}",
        subject="definition of done",
        concept="dod",
        fix="Untick what is not done yet; it is ticked by the change that does it",
        edits=tuple(Edit(item.mark, " ") for item in ticked),
        parts=tuple(("dod", item.text) for item in ticked),
    )
