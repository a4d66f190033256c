"""Rules about the timeline and its milestones."""
