"""Every document against GitHub's own schema."""

import re
from functools import cache

import pytest
from graphql import GraphQLSchema, build_schema, parse, validate

from bot.github import queries
from tests.standin import schemas

DOCUMENTS = {
    "pull request": queries.PULL_REQUEST,
    "file": queries.FILE,
    "check runs": queries.CHECK_RUNS,
    "files": queries.FILES,
    "threads": queries.THREADS,
    "conversation": queries.CONVERSATION,
    "reviews": queries.REVIEWS,
    "open pull requests": queries.OPEN_PULL_REQUESTS,
    "open pull requests, their files": queries.OPEN_PULLS_WITH_FILES,
    "react": queries.REACT,
    "authors": queries.AUTHORS,
    "commit": queries.COMMIT,
    "commits": queries.COMMITS,
    "contents": queries.contents(("b0", "b1"), ("t0",)),
    "contents, texts of a directory": queries.contents((), ("t0", "t1"), ("t1",)),
    "contents, other pull requests": queries.contents(("b0",), ("t0",), open_pulls=True),
    "contents, directories alone": queries.contents((), ("t0",)),
    "converse": queries.converse(("edit0", "edit1"), review=True),
    "converse, edits alone": queries.converse(("edit0",), review=False),
}


@cache
def published() -> GraphQLSchema:
    return build_schema(schemas.GRAPHQL.path.read_text(encoding="utf-8"), assume_valid=True)


@pytest.mark.schemas
@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_github_knows_everything_that_a_document_asks_for(document: str) -> None:
    schemas.require(schemas.GRAPHQL)
    assert validate(published(), parse(document)) == []


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_page_stays_within_githubs_bounds(document: str) -> None:
    sizes = [int(size) for size in re.findall(r"(?:first|last): (\d+)", document)]
    assert all(1 <= size <= 100 for size in sizes)
