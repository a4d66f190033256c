"""Each command over HTTP against the stand-in for GitHub: right use, each refusal, crashes and lost answers."""
