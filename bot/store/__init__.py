"""What the bot remembers beyond its work: commands and what became of them, waivers, numbers that it has promised."""
