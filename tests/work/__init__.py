"""Tests of durable work."""

import pytest

pytest.register_assert_rewrite("tests.work.conformance", "tests.work.harness")
