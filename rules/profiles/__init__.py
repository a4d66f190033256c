"""Profiles: which concepts a kind of plan must have, as data."""
