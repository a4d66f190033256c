"""Fixtures for the tests of this folder."""

from tests.checkout.working_directory import here

__all__ = ["here"]
