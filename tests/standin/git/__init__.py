"""Git as GitHub stores it: real object ids, trees, history and diffs, without a git binary."""
