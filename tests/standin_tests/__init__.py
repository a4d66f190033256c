"""The stand-in for GitHub has tests of its own: whatever rests on it must not rest on sand."""
