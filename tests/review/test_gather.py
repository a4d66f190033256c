"""What is gathered of a pull request, from the stand-in for GitHub, and what it costs."""

from collections.abc import AsyncIterator

import pytest

from bot.github.client import connect
from bot.github.limits import Limits
from bot.github.port import GitHub, PullRequestRef, RepositoryRef
from bot.review.gather import gather
from bot.review.snapshot import Snapshot
from rules.templates import template_for
from tests.standin.git.store import Content
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.server import StandIn

PLAN = "specs/001-pay/plan.md"
TEMPLATE = ".specify/templates/plan-template.md"
CONSTITUTION = ".specify/memory/constitution.md"
CHANGES: dict[str, Content | None] = {
    PLAN: "See [late](../../docs/runbooks/late.md), [gone](../../gone/x.md) and `docs/runbooks/`\n",
    TEMPLATE: "weaker\n",
    "history/adr/0002-b.md": "second, changed\n",
    "history/adr/0001-a.md": None,
    "src/new.py": "new\n",
}


@pytest.fixture
def shop(github: StandIn) -> Repository:
    return github.repository(
        "octo/shop",
        {
            "README.md": "# Shop\n",
            TEMPLATE: "template\n",
            CONSTITUTION: "constitution\n",
            "history/adr/0001-a.md": "first\n",
            "history/adr/0002-b.md": "second\n",
            "history/adr/picture.png": b"\x89PNG\0",
            "docs/runbooks/late.md": "late\n",
            "src/export/jobs/run.py": "run\n",
        },
    )


@pytest.fixture
async def client(github: StandIn) -> AsyncIterator[GitHub]:
    limits = Limits(write_seconds=0, creations_an_hour=0)
    async with connect(
        api_url=github.url, app_id=github.app.id, private_key=github.app.private_key, limits=limits
    ) as opened:
        yield opened


async def gathered(github: StandIn, client: GitHub, pull: PullRequest) -> tuple[Snapshot, int]:
    """Return the snapshot and how many requests it cost."""
    shop = pull.base_repository
    place = RepositoryRef(github.installation("octo").id, shop.id, "octo", "shop")
    await client.organisation_config(place)  # asked for once in a while, not for each pull request
    before = len(github.counted("read"))
    snapshot = await gather(client, PullRequestRef(place, pull.number), revision=pull.base_sha)
    assert isinstance(snapshot, Snapshot)
    assert github.problems() == []
    return snapshot, len(github.counted("read")) - before


async def test_records_and_what_changes_are_read_with_the_plans(
    github: StandIn, client: GitHub, shop: Repository
) -> None:
    snapshot, requests = await gathered(github, client, shop.pull_request("pay", CHANGES, draft=True))
    seen = snapshot.repository
    assert requests == 2
    assert seen.changed == {
        PLAN: "added",
        TEMPLATE: "modified",
        "history/adr/0002-b.md": "modified",
        "history/adr/0001-a.md": "removed",
        "src/new.py": "added",
    }
    assert seen.files == {TEMPLATE: b"weaker\n", "history/adr/0002-b.md": b"second, changed\n"}
    assert seen.base_files == {
        TEMPLATE: b"template\n",
        CONSTITUTION: b"constitution\n",
        "history/adr/0001-a.md": b"first\n",
        "history/adr/0002-b.md": b"second\n",
    }
    assert (seen.draft, seen.branch, seen.claimed) == (True, "pay", {})
    assert seen.exists("docs/runbooks/late.md") is True
    assert seen.exists("gone/x.md") is False
    assert seen.exists("src/export/jobs/run.py") is None


async def test_records_that_did_not_change_are_read_too(github: StandIn, client: GitHub, shop: Repository) -> None:
    snapshot, requests = await gathered(github, client, shop.pull_request("pay", {PLAN: "plan\n"}))
    assert requests == 2
    assert snapshot.repository.files == {"history/adr/0001-a.md": b"first\n", "history/adr/0002-b.md": b"second\n"}


async def test_a_directory_that_only_the_plan_names_costs_one_request_more(
    github: StandIn, client: GitHub, shop: Repository
) -> None:
    text = "Changes `src/export/jobs/run.py`, `src/export/gone/run.py` and `nowhere/at/all.py`\n"
    snapshot, requests = await gathered(github, client, shop.pull_request("pay", {PLAN: text}))
    assert requests == 3
    assert snapshot.repository.exists("src/export/jobs/run.py") is True
    assert snapshot.repository.exists("src/export/jobs/stop.py") is False
    assert snapshot.repository.exists("src/export/gone/run.py") is False


async def test_who_adds_a_record_learns_which_numbers_are_taken(
    github: StandIn, client: GitHub, shop: Repository
) -> None:
    first = shop.pull_request("first", {"history/adr/0003-first.md": "x\n", "history/adr/notes.txt": "x\n"})
    shop.pull_request("second", {"history/adr/0003-first.md": "x\n", "docs/adr/0003-second.md": "x\n"})
    closed = shop.pull_request("closed", {"history/adr/0003-closed.md": "x\n"})
    closed.close()
    pull = shop.pull_request("pay", {PLAN: "plan\n", "history/adr/0003-pay.md": "x\n"})
    shop.pull_request("later", {"history/adr/0003-later.md": "x\n"})
    snapshot, requests = await gathered(github, client, pull)
    assert requests == 2
    assert snapshot.repository.claimed == {
        "history/adr/0003-first.md": first.number,
        "docs/adr/0003-second.md": first.number + 1,
    }


async def test_templates_of_presets_are_read_when_there_are_any(
    github: StandIn, client: GitHub, shop: Repository
) -> None:
    home = ".specify/presets"
    shop.push(
        "main",
        {
            f"{home}/.registry": '{"presets": {"a": {}, "b": {}}}',
            f"{home}/a/preset.yml": "provides:\n  templates:\n    - name: plan-template\n      strategy: append\n"
            "      file: templates/addendum.md\n",
            f"{home}/a/templates/addendum.md": "addendum\n",
            f"{home}/b/templates/plan-template.md": "strict\n",
        },
    )
    files: dict[str, str] = {PLAN: "plan\n", f"{home}/b/templates/plan-template.md": "weak\n"}
    snapshot, requests = await gathered(github, client, shop.pull_request("pay", files))
    assert requests == 4
    assert template_for(snapshot.repository, PLAN) == b"strict\n\n\naddendum\n"
    assert template_for(snapshot.repository, PLAN, at_head=True) == b"weak\n\n\naddendum\n"
