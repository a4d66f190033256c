"""Rules about what is in and out of scope, and what the work depends on."""
