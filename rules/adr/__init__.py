"""The ADR of a decision: which decisions need one, what it is called, what stands in it, how the plan links it. Pure."""
