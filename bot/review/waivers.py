"""Waivers of a pull request: the engine is given those that nobody has ended, and says which have ended by themselves."""

from datetime import date

from bot.review.snapshot import Snapshot
from bot.review.tasks import JudgeTask, Workshop
from bot.store.port import KeptWaiver, Store
from rules.finding import Report
from rules.waivers import State, Waiver


async def judged(workshop: Workshop, store: Store, snapshot: Snapshot, today: date, *, bind: bool = False) -> Report:
    """Return the report of a snapshot with its waivers, and end those for good that hold no more.

    `bind`: say for each finding what a waiver of it would be bound to. Raise `bot.review.judge.Unjudged`.
    """
    pull = snapshot.pull.ref
    task = JudgeTask(
        plans=snapshot.plans,
        repository=snapshot.repository,
        config=snapshot.settings.config,
        today=today,
        waivers=await in_force(store, pull.repository.id, pull.number),
        bind=bind,
    )
    report = await workshop.do(task, Report)
    if all(plan.parsed for plan in report.plans) and not report.crashed_rules:
        await end(store, report)
    return report


async def end(store: Store, report: Report) -> None:
    """End the waivers whose words changed, whose fault is gone or whose day has passed, so that none comes back."""
    ended = {key: state for key, state in report.waivers.items() if state != State.HELD}
    for state in sorted(set(ended.values())):
        await store.end_waivers([key for key, why in ended.items() if why == state], state)


async def in_force(store: Store, repository_id: int, number: int) -> tuple[Waiver, ...]:
    """Return the waivers of a pull request as the engine knows them."""
    return tuple(map(waiver, await store.waivers(repository_id, number)))


def waiver(kept: KeptWaiver) -> Waiver:
    return Waiver(
        id=kept.id,
        path=kept.path,
        rule=kept.rule,
        fingerprint=kept.fingerprint,
        bound=kept.bound,
        subject=kept.subject,
        until=kept.until,
        reason=kept.reason,
        by=kept.by,
    )
