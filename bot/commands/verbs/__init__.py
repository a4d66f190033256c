"""The commands, one file each: its declaration, its arguments, its replies. Pure."""
