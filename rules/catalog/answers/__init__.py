"""Rules about the kind of answer that any field holds."""
