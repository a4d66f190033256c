"""Rules about risks and their kill switches."""
