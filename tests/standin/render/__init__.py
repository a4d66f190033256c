"""What exists, in the JSON of GitHub's REST API; webhook payloads hold the same objects."""
