import logging
from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True, scope="session")
def _quiet() -> Iterator[None]:
    """Log as the product does, from INFO on: by default structlog draws every exception as a picture."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        processors=[structlog.contextvars.merge_contextvars, structlog.processors.JSONRenderer(default=str)],
    )
    yield
    structlog.reset_defaults()
