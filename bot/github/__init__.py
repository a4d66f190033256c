"""The GitHub side: a port in our words, a client over gidgethub behind it."""
