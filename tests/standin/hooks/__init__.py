"""Webhooks as GitHub sends them."""
