"""Rules about data and its migration."""
