"""`/sp.check`, `/sp.explain`, `/sp.help`, `/sp.risks`: commands that change nothing."""

from bot.authority import role_of
from bot.commands.desk import DONE, Case, Desk
from bot.commands.verbs import explain as explain_words
from bot.commands.verbs import help as help_words
from bot.commands.verbs import risks as risks_words
from bot.review.gather import around
from bot.review.tasks import Register, RisksTask
from bot.store.port import Outcome


async def check(_desk: Desk, case: Case) -> Outcome:
    """Ask for another look: the check itself says what there is to say."""
    return Outcome(DONE, look=True, head=case.pull.head_sha)


async def explain(desk: Desk, case: Case) -> Outcome:
    return Outcome(DONE, explain_words.page(case.arguments.rule, case.config, desk.site.rules), head=case.pull.head_sha)


async def show_help(desk: Desk, case: Case) -> Outcome:
    role = case.role or await role_of(desk.github, case.pull.ref.repository, case.given.person)
    return Outcome(DONE, help_words.table(case.config, role), head=case.pull.head_sha)


async def risks(desk: Desk, case: Case) -> Outcome:
    snapshot = await around(desk.github, case.pull)
    task = RisksTask(snapshot.plans, snapshot.repository, case.config)
    register = await desk.workshop.do(task, Register)
    links = desk.site.links(case.pull)
    return Outcome(DONE, risks_words.register(register.risks, links), head=case.pull.head_sha)
