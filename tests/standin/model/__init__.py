"""What exists on this GitHub and how it changes. Nothing here knows HTTP."""
