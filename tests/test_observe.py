import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog

from bot.observe import BETWEEN_LOOKS, context, measure_lag, observed
from bot.web.metrics import Metrics
from bot.work.port import Again, Hopeless, Job, Paused

JOB = Job(
    "pull:7:3",
    99,
    notes=(
        {"owner": "octo", "name": "old-name", "number": 3, "head_sha": "a" * 40, "received": 1000.0},
        {"owner": "octo", "name": "checkout", "number": 3, "head_sha": "b" * 40, "received": 1010.0},
    ),
    deliveries=("d-1", "d-2"),
)


def value(metrics: Metrics, name: str, **labels: str) -> float:
    return metrics._registry.get_sample_value(name, labels) or 0.0


async def test_a_job_that_succeeds_is_counted_from_its_first_delivery() -> None:
    metrics = Metrics()
    seen: dict[str, Any] = {}

    async def handle(_job: Job) -> None:
        seen.update(structlog.contextvars.get_contextvars())

    await observed(handle, metrics, clock=lambda: 1015.0)(JOB)

    assert value(metrics, "planwarden_jobs_total", kind="pull", result="done") == 1
    assert value(metrics, "planwarden_job_duration_seconds_count", kind="pull") == 1
    assert value(metrics, "planwarden_delivery_to_check_seconds_sum") == 15
    assert seen == {
        "lane": "pull:7:3",
        "installation": 99,
        "deliveries": ["d-1", "d-2"],
        "repository": "octo/checkout",
        "pull_request": 3,
        "head": "b" * 40,
    }


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (Again("later"), "again"),
        (Paused("limit", until=datetime(2026, 1, 1, tzinfo=UTC)), "paused"),
        (Hopeless("gone"), "hopeless"),
        (RuntimeError("ours"), "failed"),
        (asyncio.CancelledError(), "released"),
    ],
)
async def test_a_job_that_does_not_is_counted_by_why(error: BaseException, result: str) -> None:
    metrics = Metrics()

    async def handle(_job: Job) -> None:
        raise error

    with pytest.raises(type(error)):
        await observed(handle, metrics)(JOB)
    assert value(metrics, "planwarden_jobs_total", kind="pull", result=result) == 1
    assert value(metrics, "planwarden_delivery_to_check_seconds_count") == 0


def test_a_job_without_notes_has_its_lane() -> None:
    job = Job(f"commit:7:{'a' * 40}", 99, notes=(), deliveries=())

    assert context(job) == {"lane": job.lane, "installation": 99, "deliveries": []}


async def test_the_lag_of_the_loop_is_measured() -> None:
    metrics = Metrics()
    measuring = asyncio.create_task(measure_lag(metrics))
    await asyncio.wait([measuring], timeout=3 * BETWEEN_LOOKS)
    measuring.cancel()

    assert value(metrics, "planwarden_event_loop_lag_seconds_count") >= 1
