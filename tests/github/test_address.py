import pytest
from yarl import URL

from bot.github.address import Address


@pytest.mark.parametrize(
    ("url", "rest", "graphql"),
    [
        ("https://api.github.com", "https://api.github.com", "https://api.github.com/graphql"),
        ("https://api.github.com/", "https://api.github.com", "https://api.github.com/graphql"),
        ("https://ghe.corp.test/api/v3", "https://ghe.corp.test/api/v3", "https://ghe.corp.test/api/graphql"),
        ("https://ghe.corp.test/api/v3/", "https://ghe.corp.test/api/v3", "https://ghe.corp.test/api/graphql"),
        ("https://api.octo.ghe.com", "https://api.octo.ghe.com", "https://api.octo.ghe.com/graphql"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "http://127.0.0.1:8080/graphql"),
        ("http://localhost:1/api/v3", "http://localhost:1/api/v3", "http://localhost:1/api/graphql"),
        ("http://[::1]:1", "http://[::1]:1", "http://[::1]:1/graphql"),
    ],
)
def test_rest_and_graphql_of_an_api_url(url: str, rest: str, graphql: str) -> None:
    address = Address.parse(url)
    assert (str(address.rest).rstrip("/"), str(address.graphql)) == (rest, graphql)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "must look like"),
        ("api.github.com", "must look like"),
        ("ftp://api.github.com", "must look like"),
        ("https://", "must look like"),
        ("https://host:port", "not a URL"),
        ("http://api.github.com", "must use https"),
        ("http://localhost.evil.test", "must use https"),
        ("http://10.0.0.1", "must use https"),
        ("https://me@api.github.com", "user name"),
        ("https://me:secret@api.github.com", "user name"),
        ("https://api.github.com?x=1", "query"),
        ("https://api.github.com/#x", "fragment"),
    ],
)
def test_an_api_url_that_is_refused_says_why(url: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        Address.parse(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "covered"),
    [
        ("https://ghe.test/api/v3/repositories/1", True),
        ("https://ghe.test/api/graphql", True),
        ("https://ghe.test/login", False),
        ("https://ghe.test/api/v33/repos", False),
        ("https://ghe.test/api/v3/../../login", False),
        ("https://ghe.test:444/api/v3/repos", False),
        ("http://ghe.test/api/v3/repos", False),
        ("https://ghe.test.evil.test/api/v3/repos", False),
        ("https://me@ghe.test/api/v3/repos", False),
    ],
)
def test_a_token_may_go_only_to_the_api_itself(url: str, covered: object) -> None:
    assert Address.parse("https://ghe.test/api/v3").covers(URL(url)) is covered
