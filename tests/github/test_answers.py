"""What an answer means, with every answer that gidgethub alone would let through or stumble over."""

import json
from typing import Any

import pytest

from bot.github.answers import Answer, Unauthorized, parse_date, read
from bot.github.errors import Denied, GitHubError, Gone, Refused, Unreachable

JSON = {"content-type": "application/json; charset=utf-8"}


def answer(status: int, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer("GET /repos/{owner}/{repo}", status, JSON if headers is None else headers, raw)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        pytest.param(answer(500, {"message": "x"}), Unreachable, id="500"),
        pytest.param(answer(502, b"<html>", {"content-type": "text/html"}), Unreachable, id="502 HTML"),
        pytest.param(answer(503, b"", {}), Unreachable, id="503 without anything"),
        pytest.param(answer(520, b"<html>", {"content-type": "text/html"}), Unreachable, id="520 of a CDN"),
        pytest.param(answer(599, {}), Unreachable, id="599"),
        pytest.param(answer(408, {}), Unreachable, id="408"),
        pytest.param(answer(200, b'{"a": '), Unreachable, id="truncated JSON"),
        pytest.param(answer(200, b""), Unreachable, id="empty body"),
        pytest.param(answer(200, b"{}", {}), Unreachable, id="no content type"),
        pytest.param(answer(200, b"null"), Unreachable, id="null"),
        pytest.param(answer(200, b"<html>", {"content-type": "text/html"}), Unreachable, id="200 HTML"),
        pytest.param(answer(200, b"{}", {"content-type": "application/json; charset=nope"}), Unreachable, id="charset"),
        pytest.param(answer(200, b"\xff{}"), Unreachable, id="not UTF-8"),
        pytest.param(answer(200, b"[" * 200_000), Unreachable, id="too deep"),
        pytest.param(answer(407, b"", {}), Unreachable, id="proxy"),
        pytest.param(answer(401, {"message": "Bad credentials"}), Unauthorized, id="401"),
        pytest.param(answer(401, b"<html>", {"content-type": "text/html"}), Unauthorized, id="401 HTML"),
        pytest.param(answer(403, {"message": "Resource not accessible by integration"}), Denied, id="403"),
        pytest.param(answer(403, b"{"), Denied, id="403 truncated"),
        pytest.param(answer(404, {"message": "Not Found"}), Gone, id="404"),
        pytest.param(answer(410, {"message": "Gone"}), Gone, id="410"),
        pytest.param(answer(451, {"message": "Unavailable"}), Gone, id="451"),
        pytest.param(answer(400, {"message": "Problems parsing JSON"}), Refused, id="400"),
        pytest.param(answer(409, {"message": "Conflict"}), Refused, id="409"),
        pytest.param(answer(422, b"<html>", {"content-type": "text/html"}), Refused, id="422 HTML"),
        pytest.param(answer(422, b"", {}), Refused, id="422 empty"),
        pytest.param(answer(422, {"message": "x", "errors": [3]}), Refused, id="422 with odd errors"),
        pytest.param(answer(400, b"{"), Refused, id="400 truncated"),
        pytest.param(answer(499, {}), Refused, id="a status that HTTP does not know"),
        pytest.param(answer(304, b"", {}), Refused, id="304 that nobody asked for"),
    ],
)
def test_every_bad_answer_is_the_error_that_says_what_to_do(given: Answer, kind: type[GitHubError]) -> None:
    with pytest.raises(GitHubError) as caught:
        read(given)
    assert type(caught.value) is kind
    assert caught.value.status == given.status
    assert caught.value.request == given.request


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        (["Line could not be resolved"], ("Line could not be resolved",)),
        ([{"resource": "Review", "code": "custom", "message": "Too long"}], ("Too long",)),
        ([{"resource": "Review", "field": "body", "code": "missing_field"}], ("missing_field",)),
        ([{"message": "One"}, "Two"], ("One", "Two")),
        ("Just a string", ("Just a string",)),
    ],
)
def test_a_refusal_keeps_githubs_own_words(errors: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as caught:
        read(answer(422, {"message": "Unprocessable Entity", "errors": errors}))
    assert caught.value.errors == words


def test_a_refusal_without_errors_keeps_the_message() -> None:
    with pytest.raises(Refused) as caught:
        read(answer(422, {"message": "No commit found for SHA"}))
    assert caught.value.errors == ("No commit found for SHA",)


def test_a_good_answer_and_where_it_goes_on() -> None:
    link = '<https://api.test/x?page=2>; rel="next", <https://api.test/x?page=9>; rel="last"'
    page = read(answer(200, [1, 2], JSON | {"link": link}))
    assert (page.data, page.following) == ([1, 2], "https://api.test/x?page=2")


def test_no_content_is_good_without_a_body() -> None:
    assert read(answer(204, b"", {})).data is None


@pytest.mark.parametrize("text", ["", "nonsense", "Mon, 99 Foo 2026 99:99:99 GMT"])
def test_a_broken_date_is_none(text: str) -> None:
    assert parse_date(text) is None
