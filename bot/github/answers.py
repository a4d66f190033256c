"""What an HTTP answer of GitHub means: its data, or the error by what can be done about it. Pure.

gidgethub reads the answer; what it lets through or stumbles over (statuses above 511, HTML, JSON that stops half-way, an
unknown charset, an empty 200) is caught around it. Limits are read in `limits` before an answer comes here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import gidgethub
from gidgethub import sansio

from bot.github.errors import Denied, GitHubError, Gone, Refused, Unreachable

_SERVER_ERRORS = range(500, 600)


class Unauthorized(Denied):
    """401: the credential is not valid (any more). Those who hold it may try a new one before this is a `Denied`."""


class TooMuch(Refused):
    """The answer would be larger, or costlier for GitHub, than allowed: ask for less at a time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer. `request` names what was asked, without ids; `headers` are case-insensitive."""

    request: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def date(self) -> datetime | None:
        """GitHub's clock when it answered (UTC, whole seconds)."""
        return parse_date(self.headers.get("date", ""))


@dataclass(frozen=True, slots=True)
class Page:
    """The JSON data of an answer; `following` is the URL of the next page as GitHub gave it."""

    data: Any
    following: str | None = None


def parse_date(text: str) -> datetime | None:
    """Read an HTTP date; None when it is not one."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read(answer: Answer) -> Page:
    """Return the data of a good answer. Raises the matching error of `bot.github.errors` for any other."""
    if answer.status in _SERVER_ERRORS or answer.status == HTTPStatus.REQUEST_TIMEOUT:
        raise _error(Unreachable, answer, "GitHub is in trouble")
    if answer.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        raise _error(Unreachable, answer, "the proxy wants a user name and password: put them into the proxy's URL")
    try:
        data, _, following = sansio.decipher_response(answer.status, answer.headers, answer.body)
    except gidgethub.HTTPException as failure:
        raise _translate(answer, failure) from failure
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as broken:
        final = answer.status in range(400, 500)
        raise _error(
            _kind(answer.status, Refused if final else Unreachable), answer, "the answer is broken"
        ) from broken
    if not isinstance(data, dict | list) and answer.status != HTTPStatus.NO_CONTENT:
        raise _error(Unreachable, answer, "the answer is not JSON")
    return Page(data, following)


def _translate(answer: Answer, failure: gidgethub.HTTPException) -> GitHubError:
    words = "; ".join(str(arg) for arg in failure.args if isinstance(arg, str)) or HTTPStatus(answer.status).phrase
    kind = _kind(answer.status, Refused)
    if kind is Refused:
        return Refused(
            f"GitHub refused: {words}",
            request=answer.request,
            status=answer.status,
            errors=tuple(_words(getattr(failure, "errors", None))) or (words,),
        )
    return _error(kind, answer, words)


def _kind(status: int, otherwise: type[GitHubError]) -> type[GitHubError]:
    match status:
        case HTTPStatus.UNAUTHORIZED:
            return Unauthorized
        case HTTPStatus.FORBIDDEN:
            return Denied
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE | HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS:
            return Gone
    return otherwise


def _error(kind: type[GitHubError], answer: Answer, words: str) -> GitHubError:
    return kind(f"{words} ({answer.status} to {answer.request})", request=answer.request, status=answer.status)


def _words(errors: Any) -> list[str]:
    """Flatten the `errors` of a 422, which are strings, objects or a mix, into GitHub's own words."""
    if isinstance(errors, str):
        return [errors]
    if not isinstance(errors, list):
        return []
    return [
        error if isinstance(error, str) else str(error.get("message") or error.get("code") or error)
        for error in errors
        if isinstance(error, str | dict)
    ]
