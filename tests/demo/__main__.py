"""`python -m tests.demo`: what `make demo` runs.

On a terminal a page on localhost keeps showing the pull request until Ctrl-C; without a terminal it ends with 0, or with 1
when the story did not come out as it must.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from aiohttp import web

from tests.demo import story
from tests.demo.app import serving
from tests.standin.model.checks import CheckRun
from tests.standin.model.pulls import PullRequest
from tests.standin.server import StandIn
from tests.standin.view.page import as_page
from tests.standin.view.text import as_text

PATIENCE_SECONDS = 60.0


def say(text: str = "") -> None:
    print(text, flush=True)  # noqa: T201 - a command


async def checked(github: StandIn, pull: PullRequest) -> CheckRun:
    """Wait until the head has its completed check and the App has nothing more to say, and return the check."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (run := github.shown_run(pull)) is None or run.conclusion is None:  # noqa: ASYNC110 - another process works
            await asyncio.sleep(0.1)
        said = -1
        while said != (said := len(github.exchanges)):  # noqa: ASYNC110 - likewise
            await asyncio.sleep(1.5)
    return run


def cost(github: StandIn, before: int) -> str:
    counted = github.counted()[before:]
    return f"{len(counted)} requests: " + ", ".join(f"{each.kind} {each.method} {each.template}" for each in counted)


async def tell(github: StandIn, pull: PullRequest) -> bool:
    """Tell the story; return whether it came out as it must: red first, green after the fix."""
    first = await checked(github, pull)
    say(as_text(pull))
    say(f"What it cost: {cost(github, 0)}\n")
    before = len(github.counted())
    say(
        "Now the author pushes a fix: kill switch, rollback trigger, rollback plan, error budget, flag name, and the ADR.\n"
    )
    pull.push({story.PLAN: story.repaired(), story.ADR: story.ADR_TEXT}, message="Answer Planwarden")
    second = await checked(github, pull)
    say(as_text(pull))
    say(f"What it cost: {cost(github, before)}")
    wrong = github.problems()
    for problem in wrong:
        say(f"GitHub would object: {problem}")
    return (first.conclusion, second.conclusion, wrong) == ("failure", "success", [])


async def show_page(pull: PullRequest) -> None:
    """Keep the pull request on a page on localhost until Ctrl-C."""

    async def page(_request: web.Request) -> web.Response:
        return web.Response(text=as_page(pull, refresh=5), content_type="text/html")

    application = web.Application()
    application.router.add_get("/", page)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    say(f"\nThe same as a page: http://127.0.0.1:{runner.addresses[0][1]}/   (Ctrl-C ends the demo)")
    try:
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


async def demo() -> int:
    with tempfile.TemporaryDirectory(prefix="planwarden-demo-") as directory:
        async with StandIn() as github, serving(github, Path(directory)) as address:
            say(f"A stand-in for GitHub answers at {github.url}, Planwarden at {address}.")
            github.app.webhook_url = f"{address}/webhook"
            github.hooks.automatic = True
            repository = github.repository(story.REPOSITORY, story.START)
            say(f"alice opens a pull request with a plan in {story.PLAN}.\n")
            pull = repository.pull_request(story.BRANCH, {story.PLAN: story.FAULTY}, title=story.TITLE)
            right = await tell(github, pull)
            if right and sys.stdout.isatty():
                await show_page(pull)
    say("\nRed, fixed, green." if right else "\nThe story did not come out as it must: see above.")
    return 0 if right else 1


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(demo()))
    except KeyboardInterrupt:
        sys.exit(0)
