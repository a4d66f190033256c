"""The whole story in a minute: a pull request with faults, what appeared on it, a fix, a green check."""
