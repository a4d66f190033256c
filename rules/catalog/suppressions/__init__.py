"""Rules about the suppressions that a plan carries."""
