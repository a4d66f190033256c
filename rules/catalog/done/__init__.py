"""Rules about the definition of done."""
