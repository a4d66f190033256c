"""Rules about the plan's header."""
