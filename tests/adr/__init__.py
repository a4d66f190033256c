"""Records of decisions: names, matching, filling, linking."""
