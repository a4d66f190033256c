"""Settings of pytest and Hypothesis for the tests of durable work."""

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("tests.work.conformance", "tests.work.harness")
settings.register_profile("thorough")
