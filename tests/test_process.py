import asyncio

from bot.process import ended


async def crashes() -> None:
    raise RuntimeError("out of luck")


async def returns() -> None:
    return


async def works() -> None:
    await asyncio.Event().wait()


async def test_workers_that_end_by_themselves_end_the_process() -> None:
    """A process that only acknowledges deliveries would look healthy; its supervisor can restart one that is gone."""
    for body in (crashes, returns):
        async with asyncio.timeout(5):
            assert await ended(asyncio.create_task(body()), asyncio.Event())


async def test_a_signal_ends_it_in_order() -> None:
    workers, stop = asyncio.create_task(works()), asyncio.Event()
    stop.set()
    async with asyncio.timeout(5):
        assert not await ended(workers, stop)
    workers.cancel()
