"""The App in a process of its own, made to be killed: `python -m tests.end_to_end.child`, settings as JSON on its input."""

import asyncio
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.review.lane import Clock
from tests.end_to_end.house import QUICK, Inline, running, settings_for


async def main() -> None:
    """Print the URL once it is up, and then work until killed."""
    told = json.loads(sys.stdin.readline())
    settings = settings_for(told["url"], told["app_id"], told["private_key"], told["secret"], Path(told["folder"]))
    clock = Clock(now=lambda: datetime.now(UTC))
    async with running(settings, judge=Inline(), policy=QUICK, clock=clock, grace=0.0) as (_, url):
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
