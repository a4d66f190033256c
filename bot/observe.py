"""What operators see of the work: context in its log lines, figures in the metrics."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from structlog.contextvars import bound_contextvars

from bot.web.metrics import Metrics
from bot.work.port import Handler, Job, Outcome

BETWEEN_LOOKS = 0.5


def observed(handle: Handler, metrics: Metrics, *, clock: Callable[[], float] = time.time) -> Handler:
    """Return `handle` with its jobs counted and timed, and their lane in every log line below it.

    `clock`: Unix time, as in the `received` of a note, which the door wrote.
    """

    async def run(job: Job) -> None:
        kind = job.lane.partition(":")[0]
        with bound_contextvars(**context(job)), metrics.job_duration.labels(kind).time():
            try:
                await handle(job)
            except BaseException as error:
                metrics.jobs.labels(kind, _result(error)).inc()
                raise
        metrics.jobs.labels(kind, "done").inc()
        # Marks that the bot schedules itself carry on the time of the delivery that began it.
        if received := [note["received"] for note in job.notes if "received" in note]:
            metrics.delivery_to_check.observe(max(0.0, clock() - min(received)))

    return run


def context(job: Job) -> dict[str, Any]:
    """Return what tells one job from another, from the newest note."""
    note = job.notes[-1] if job.notes else {}
    known = {
        "repository": f"{note['owner']}/{note['name']}" if "owner" in note and "name" in note else None,
        "pull_request": note.get("number"),
        "head": note.get("head_sha"),
    }
    found = {name: value for name, value in known.items() if value is not None}
    return {"lane": job.lane, "installation": job.installation, "deliveries": list(job.deliveries), **found}


def _result(error: BaseException) -> str:
    if isinstance(error, asyncio.CancelledError):
        return "released"
    return type(error).__name__.lower() if isinstance(error, Outcome) else "failed"


async def measure_lag(metrics: Metrics) -> None:
    """Measure for ever how late the event loop wakes its sleepers: everything that blocks it shows here."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + BETWEEN_LOOKS
        await asyncio.sleep(BETWEEN_LOOKS)
        metrics.lag.observe(max(0.0, loop.time() - due))
