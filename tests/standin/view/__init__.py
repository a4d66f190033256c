"""What a person sees on a pull request: as plain text, and as one HTML page."""
