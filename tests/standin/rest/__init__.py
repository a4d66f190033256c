"""GitHub's REST API: one table of routes by subject."""

from tests.standin.rest import apps, checks, content, conversation, pulls, repositories, reviews, teams
from tests.standin.rest.routing import Router

ROUTER = Router(
    [
        *apps.ROUTES,
        *checks.ROUTES,
        *content.ROUTES,
        *conversation.ROUTES,
        *pulls.ROUTES,
        *repositories.ROUTES,
        *reviews.ROUTES,
        *teams.ROUTES,
    ]
)
