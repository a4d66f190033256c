"""`/rules/` and `/rules/<name>`: where the links in check runs lead."""

import difflib
from functools import cache

import pyromark
from aiohttp import web

from bot.web.pages import page
from rules.options import BY_NAME
from rules.registry import RULES
from rules.report import page as markdown

_CACHED = {"Cache-Control": "public, max-age=300"}
"""The pages change with a release only."""


async def index(_request: web.Request) -> web.Response:
    """Answer with all rules."""
    return _cached(page("Rules", _index()))


async def show(request: web.Request) -> web.Response:
    """Answer with the page of one rule. A name with ".md" is the one that the files in `docs/rules` link to."""
    name = request.match_info["name"].removesuffix(".md")
    if name not in BY_NAME:
        return page("No such rule", _unknown(name), status=404)
    return _cached(page(name, _rule(name)))


def _cached(response: web.Response) -> web.Response:
    response.headers.update(_CACHED)
    return response


@cache
def _index() -> str:
    return _html(markdown.index(RULES))


@cache
def _rule(name: str) -> str:
    return _html(markdown.page(BY_NAME[name])) + '<p><a href="./">All rules</a></p>'


def _unknown(name: str) -> str:
    """Never shows `name` itself: whoever writes the link could write anything."""
    near = difflib.get_close_matches(name[:100], BY_NAME, n=3)
    links = "".join(f'<li><a href="{each}">{each}</a></li>' for each in near)
    advice = f"<p>Did you mean:</p>\n<ul>{links}</ul>\n" if near else ""
    return f'<h1>There is no such rule</h1>\n{advice}<p><a href="./">All rules</a></p>'


def _html(text: str) -> str:
    return pyromark.html(text, options=pyromark.Options.ENABLE_TABLES)
