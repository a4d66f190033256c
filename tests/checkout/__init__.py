"""Plans on a disk and in git."""
