"""`/sp.fix`: commit the safe fixes of the changed plans."""

from collections import Counter

from bot.commands.acts.committing import Change, commit
from bot.commands.desk import NOTHING, Case, Desk
from bot.commands.verbs import fix as words
from bot.github.port import NewFile
from bot.review.gather import around
from bot.review.tasks import Fixes, FixTask
from bot.review.waivers import in_force
from bot.store.port import Outcome


async def fix(desk: Desk, case: Case) -> Outcome:
    snapshot = await around(desk.github, case.pull)
    task = FixTask(
        plans=snapshot.plans,
        repository=snapshot.repository,
        config=case.config,
        today=desk.today,
        waivers=await in_force(desk.store, case.given.order.repository_id, case.given.order.number),
        rules=case.arguments.rules,
    )
    fixes = await desk.workshop.do(task, Fixes)
    if not fixes.plans:
        return Outcome(NOTHING, words.nothing(fixes.left), head=case.pull.head_sha)
    counts = Counter(rule for plan in fixes.plans for rule in plan.rules)
    patch = "".join(plan.patch for plan in fixes.plans)
    change = Change(
        headline=words.headline(sum(counts.values()), len(fixes.plans)),
        body="\n".join(f"{count} {rule}" for rule, count in sorted(counts.items())),
        files=tuple(NewFile(plan.path, plan.data) for plan in fixes.plans),
        done=lambda made: words.done(counts, len(fixes.plans), made.sha, made.url),
        instead=lambda why: words.instead(why, patch),
    )
    return await commit(desk, case, change)
