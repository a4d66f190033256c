"""Rules about the interfaces that a plan offers."""
