"""The pytest fixture `github`, for whoever imports it."""

from collections.abc import AsyncIterator

import pytest

from tests.standin.server import StandIn


@pytest.fixture
async def github() -> AsyncIterator[StandIn]:
    """Give a fresh GitHub; the test fails when something happened there that must never happen (`StandIn.problems`)."""
    async with StandIn() as standin:
        yield standin
        if problems := standin.problems():
            pytest.fail("on GitHub this must never be:\n" + "\n".join(problems))
