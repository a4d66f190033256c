"""Measurements, each with a command in the README."""
