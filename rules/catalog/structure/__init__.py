"""Rules about which sections a plan has."""
