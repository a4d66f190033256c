"""Rules about non-functional requirements."""
