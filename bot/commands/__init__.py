"""Slash commands: their grammar, who may give them, and what each of them does."""
