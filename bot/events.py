"""Interpret a delivery: which lanes it marks. Pure."""
