"""The App and one repository that it watches."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.end_to_end.house import House, planwarden
from tests.end_to_end.plans import CONFIG
from tests.standin.model.repository import Repository
from tests.standin.server import StandIn


@pytest.fixture
async def house(github: StandIn, tmp_path: Path) -> AsyncIterator[House]:
    async with planwarden(github, tmp_path) as running:
        yield running


@pytest.fixture
def shop(github: StandIn) -> Repository:
    """Give a repository whose configuration leaves out the sections that our short plans do not have."""
    return github.repository("octo/shop", {"README.md": "# Shop\n", ".github/planwarden.yml": CONFIG})
