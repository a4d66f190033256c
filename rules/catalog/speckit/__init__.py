"""Rules about what spec-kit's template asks and the others do not."""
