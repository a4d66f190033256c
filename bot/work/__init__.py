"""Durable work: accept deliveries, run lanes, schedule."""
