"""Findings as people and machines read them. Pure; shared by the command line and the bot."""
