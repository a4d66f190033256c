"""Rules about deployment and rollback."""
