"""The HTTP side: the webhook door, health and metrics."""
