"""Rules about what can be seen of the running system."""
