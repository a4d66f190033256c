"""Tests of the whole process, started as its users start it."""
