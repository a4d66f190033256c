"""Rules about architectural decision records."""
