"""One pull request: gather, judge, compose, publish."""
