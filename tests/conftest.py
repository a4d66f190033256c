"""Fixtures for every room's tests."""

import pytest

from tests.standin import schemas
from tests.standin.fixtures import github

__all__ = ["github"]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test marked `schemas`, with the reason, where GitHub's published schemas are not at hand."""
    if item.get_closest_marker("schemas") is not None:
        schemas.require(*schemas.ALL)


@pytest.fixture(autouse=True)
def no_cache_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep verdicts of earlier runs away from tests, and those of tests away from whoever runs them."""
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
