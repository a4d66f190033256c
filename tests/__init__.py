"""Tests of Planwarden."""
