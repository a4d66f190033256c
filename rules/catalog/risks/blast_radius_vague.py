"""The `blast-radius-vague` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.around import titled
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Plan, State
from rules.quoting import quoted
from rules.rule import Context

JUDGED = frozenset({State.SUBSTANTIVE, State.VAGUE, State.RESTATED})
WORD = lazy(r"[^\W_]+(?:'[^\W_]+)?")
CLEAR = lazy(r"\d|[-\u2010\u2011 ]wide\b|https?:")

EXTENTS = frozenset(
    "all every each entire whole full half single one two three only any both none no everyone everybody everything most "  # noqa: SIM905 - a list of 30 strings reads worse
    "majority anyone nobody nothing alone just total complete same".split()
)
"""Words that say how far; with a noun, or alone, they are an answer."""

SHAPELESS = frozenset(
    "the a an of to on in for with and or is are be may might could can will would by at its our their if very quite rather "  # noqa: SIM905 - a list of 100 strings reads worse
    "system systems user users service services application applications app apps platform platforms product software "
    "feature features functionality component components module modules business customers customer clients client people "
    "stakeholders team teams operations infrastructure environment production high higher low medium limited large larger "
    "small smaller minimal moderate significant severe critical major minor considerable big wide widespread broad unknown "
    "unclear varies variable depends impact impacts impacted impacting affect affects affected scope radius level potential "
    "potentially possible possibly some several many few various certain multiple number damage effect effects disruption "
    "problem problems issue issues area areas part parts thing things lot situation scale size extent blast".split()
)
"""Words that leave open who and how far."""

ADVICE = "Say who or what is hit and how far: which users, data, services or regions, what share, and what is not hit"


class BlastRadiusVague:
    """A blast radius names no limit: "system", "users", "high".

    It decides whom on-call warns, and whether the release goes out to everybody at once. "The system" tells neither; a
    noun with an extent does ("all users of `/export`", "one tenant", "writes of the ledger"). The AWS Well-Architected
    Framework asks the same question under the name of fault isolation (REL 10): how many components does a failure reach?
    A number, a name of the plan's own parts, or any word that narrows it down is enough: this is a rule about words, it
    cannot tell a good answer, only one that is obviously none.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Impact: High
        - Blast Radius: the system and its users

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Impact: High
        - Blast Radius: all writes to the ledger, about 3 % of requests at night
    """

    name: ClassVar[str] = "blast-radius-vague"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "risks"

    def applies(self, context: Context) -> bool:
        plan = context.plan
        return bool(plan.shared_blast_radii) or any(not risk.blast_radius.missing for risk in plan.risks)

    def check(self, context: Context) -> Iterator[Problem]:
        told: set[int] = set()
        for subject, answer in radii(context.plan):
            if answer.span.start not in told and limitless(answer):
                told.add(answer.span.start)
                yield Problem(
                    answer.span,
                    f"The blast radius of {quoted(subject)} says neither whom nor how far: {quoted(answer.text)}",
                    subject=subject,
                    concept="risks.blast_radius",
                    fix=ADVICE,
                )


def radii(plan: Plan) -> Iterator[tuple[str, Answer]]:
    for risk in plan.risks:
        yield titled("Risk", risk), risk.blast_radius
    for answer in plan.shared_blast_radii:
        yield "all risks", answer


def limitless(answer: Answer) -> bool:
    if answer.state not in JUDGED or answer.code or answer.links or CLEAR.search(answer.text):
        return False
    words = WORD.findall(answer.text.lower())
    return bool(words) and EXTENTS.isdisjoint(words) and SHAPELESS.issuperset(words)
