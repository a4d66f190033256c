"""Rules about links and paths."""
