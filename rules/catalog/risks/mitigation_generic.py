"""The `mitigation-generic` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.around import titled
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.concrete import is_concrete
from rules.plan.model import Answer, State
from rules.quoting import quoted
from rules.rule import Context

JUDGED = frozenset({State.SUBSTANTIVE, State.VAGUE, State.RESTATED})
WORD = lazy(r"[^\W_]+(?:'[^\W_]+)?")
LONGEST = 20
"""Words of an answer that can be empty of content; a longer one says something somewhere."""

LITTLE = frozenset(
    "the a an of to on in for with and or is are be will we it its our their this that as by at all any every each very "  # noqa: SIM905 - a list of 60 strings reads worse
    "more up out where when possible needed necessary required appropriate during throughout before after early often "
    "always through via using use have do make take keep".split()
)
EMPTY = frozenset(
    "ensure ensuring monitor monitoring monitored follow following best practice practices industry standard "  # noqa: SIM905 - a list of 150 strings reads worse
    "standards careful carefully care thorough thoroughly proper properly appropriately adequate adequately good "
    "better strong solid robust comprehensive extensive regular regularly continuous continuously frequent "
    "frequently periodic periodically constant constantly ongoing close closely sufficient clear effective "
    "effectively test tests testing tested review reviews reviewing reviewed check checks checking audit audits "
    "audited plan planning planned manage management managed handle handling handled improve improvement "
    "improvements maintain maintained maintenance communicate communication quality assurance qa attention pay "
    "diligence awareness vigilance stay watch observe track tracking mitigate mitigation mitigations prevent "
    "prevention minimize minimise reduce reducing avoid address risk risks issue issues problem problems code "
    "security documentation document documented process processes procedure procedures measure measures steps "
    "strategy strategies approach guidelines policies policy development implementation implement situation things "
    "everything system application team work works high engineering clean proactive release launch deployment "
    "coordinate coordination stakeholders meetings sure happen happens extra additional focus developers effort "
    "prepare preparation respond quickly promptly immediately fix bugs bug resolve occur occurs arise arises not".split()
)
"""Words of good intentions, and of what they are about when they are about nothing in particular."""


class MitigationGeneric:
    """A mitigation is a good intention: "careful testing", "follow best practices", "monitor the system".

    Such words fit every risk of every plan, so nobody can tell whether it was done; asked for evidence afterwards, all
    point to the same test run. What lowers this risk has an object: the query with its time-out, the comparison of which
    totals, the alert with its threshold. Any word of the plan's own subject, a number, a tool, a link or a name in code is
    enough. This is a rule about words: it cannot tell a good mitigation, only one that is obviously none.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Impact: High
        - Mitigation: careful testing, follow best practices and monitor closely

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Impact: High
        - Mitigation: a pool of its own with at most 5 connections
    """

    name: ClassVar[str] = "mitigation-generic"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "risks"

    def applies(self, context: Context) -> bool:
        return any(not risk.mitigation.missing for risk in context.plan.risks)

    def check(self, context: Context) -> Iterator[Problem]:
        told: set[int] = set()
        for risk in context.plan.risks:
            answer = risk.mitigation
            if answer.span.start in told or not says_nothing(answer):
                continue
            told.add(answer.span.start)
            name = titled("Risk", risk)
            yield Problem(
                answer.span,
                f"The mitigation of {quoted(name)} would fit any risk: {quoted(answer.text)}",
                subject=name,
                concept="risks.mitigation",
                fix="Say what is done to what: the limit, the check, the alert or the test that lowers this risk",
            )


def says_nothing(answer: Answer) -> bool:
    if answer.state not in JUDGED or answer.code or answer.links or not answer.text.isascii():
        return False
    words = WORD.findall(answer.text.lower())
    content = [word for word in words if word not in LITTLE]
    return (
        words != ["plan"]
        and 0 < len(content) <= LONGEST
        and EMPTY.issuperset(content)
        and not is_concrete(answer.text, code=False, steps=0)
    )
