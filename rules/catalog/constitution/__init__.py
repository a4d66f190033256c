"""Rules about the check of the plan against the constitution."""
