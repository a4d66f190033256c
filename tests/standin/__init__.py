"""A stand-in for GitHub that behaves as GitHub does where it bites. README.md says how to use it."""
