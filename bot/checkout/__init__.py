"""Plans on a disk: find them, read them, read the version to compare them with. The command line's half of gathering."""
