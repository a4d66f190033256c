"""The rules, one file each, in a folder for each section of the plan."""
