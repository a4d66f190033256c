"""The modelled schema with its resolvers. A field without one is found when the stand-in starts, not by a null."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import graphql

from tests.standin.graphql import check_fields, git_fields, mutations, pull_fields, query
from tests.standin.graphql.connections import CONNECTION, PAGE_INFO
from tests.standin.graphql.context import BlobIn, CommitIn, Context, Need, Resolver, TreeIn, item, repository_of
from tests.standin.model.accounts import Account, App
from tests.standin.model.checks import CheckRun, CheckSuite
from tests.standin.model.conversation import IssueComment, Review, ReviewComment, Thread
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository

SDL = Path(__file__).with_name("modelled.graphql")

RESOLVERS: Mapping[str, Mapping[str, Resolver]] = {
    "Query": query.QUERY,
    "RateLimit": query.RATE_LIMIT,
    "PageInfo": PAGE_INFO,
    "User": query.ACCOUNT,
    "Organization": query.ACCOUNT,
    "Bot": query.BOT,
    "App": query.APP,
    "Repository": git_fields.REPOSITORY,
    "Ref": git_fields.REF,
    "Blob": git_fields.BLOB,
    "Tree": git_fields.TREE,
    "TreeEntry": git_fields.TREE_ENTRY,
    "GitActor": git_fields.GIT_ACTOR,
    "Commit": {**git_fields.COMMIT, "checkSuites": check_fields.suites_of},
    "CheckSuite": check_fields.CHECK_SUITE,
    "CheckRun": check_fields.CHECK_RUN,
    "CheckAnnotation": check_fields.CHECK_ANNOTATION,
    "CheckAnnotationSpan": check_fields.CHECK_ANNOTATION_SPAN,
    "CheckAnnotationPosition": check_fields.CHECK_ANNOTATION_POSITION,
    "PullRequest": pull_fields.PULL_REQUEST,
    "PullRequestChangedFile": pull_fields.CHANGED_FILE,
    "PullRequestCommit": pull_fields.PULL_COMMIT,
    "PullRequestReviewThread": pull_fields.THREAD,
    "PullRequestReviewComment": pull_fields.REVIEW_COMMENT,
    "PullRequestReview": pull_fields.REVIEW,
    "IssueComment": pull_fields.ISSUE_COMMENT,
    "Mutation": mutations.MUTATION,
    "AddPullRequestReviewPayload": mutations.payload("pullRequestReview"),
    "UpdatePullRequestReviewCommentPayload": mutations.payload("pullRequestReviewComment"),
    "DeletePullRequestReviewCommentPayload": mutations.payload("pullRequestReview", "pullRequestReviewComment"),
    "AddCommentPayload": mutations.payload("subject"),
    "UpdateIssueCommentPayload": mutations.payload("issueComment"),
    "DeleteIssueCommentPayload": mutations.payload(),
    "MinimizeCommentPayload": mutations.payload("minimizedComment"),
    "ResolveReviewThreadPayload": mutations.payload("thread"),
    "CreateCommitOnBranchPayload": mutations.payload("commit", "ref"),
    "AddReactionPayload": mutations.payload("reaction"),
    "Reaction": {"content": item("content")},
}
NEEDS: Mapping[tuple[str, str], tuple[Need, ...]] = {
    ("Repository", "object"): (("contents", "read"),),
    ("Repository", "ref"): (("contents", "read"),),
    ("Repository", "defaultBranchRef"): (("contents", "read"), ("metadata", "read")),
    ("Repository", "pullRequest"): (("pull_requests", "read"),),
    ("Repository", "pullRequests"): (("pull_requests", "read"),),
    ("PullRequest", "comments"): (("pull_requests", "read"), ("issues", "read")),
    ("Commit", "checkSuites"): (("checks", "read"),),
    ("Commit", "associatedPullRequests"): (("pull_requests", "read"),),
    ("Ref", "target"): (("contents", "read"), ("pull_requests", "read")),
}
KINDS: tuple[tuple[type, str], ...] = (
    (BlobIn, "Blob"),
    (TreeIn, "Tree"),
    (CommitIn, "Commit"),
    (Repository, "Repository"),
    (PullRequest, "PullRequest"),
    (Thread, "PullRequestReviewThread"),
    (ReviewComment, "PullRequestReviewComment"),
    (Review, "PullRequestReview"),
    (IssueComment, "IssueComment"),
    (CheckRun, "CheckRun"),
    (CheckSuite, "CheckSuite"),
    (App, "App"),
)


@cache
def schema() -> graphql.GraphQLSchema:
    """Build the executable schema, once in a process."""
    built = graphql.build_schema(SDL.read_text())
    for name, kind in built.type_map.items():
        if isinstance(kind, graphql.GraphQLObjectType) and not name.startswith("__"):
            _give_resolvers(name, kind)
        elif isinstance(kind, graphql.GraphQLInterfaceType):
            kind.resolve_type = _type_name
    # Ids of checks passed 32 bits long ago, and their type has no other field for them.
    wide = graphql.GraphQLScalarType("Int64", serialize=int)
    for name in ("CheckRun", "CheckSuite"):
        owner = built.type_map[name]
        if isinstance(owner, graphql.GraphQLObjectType):
            owner.fields["databaseId"].type = wide
    return built


def _give_resolvers(name: str, kind: graphql.GraphQLObjectType) -> None:
    known = CONNECTION if name.endswith("Connection") else RESOLVERS[name]
    if known.keys() != kind.fields.keys():
        raise LookupError(f"{name}: fields and resolvers differ in {sorted(known.keys() ^ kind.fields.keys())}")
    for field, definition in kind.fields.items():
        definition.resolve = _guarded(known[field], NEEDS.get((name, field), ()))


def _guarded(resolver: Resolver, needs: tuple[Need, ...]) -> graphql.GraphQLFieldResolver:
    def resolve(source: Any, info: graphql.GraphQLResolveInfo[Context], **args: Any) -> Any:
        context = info.context
        repository = repository_of(source) if needs else None
        if repository is not None:
            context.need(repository, *needs)
        return resolver(source, context, args)

    return resolve


def _type_name(source: Any, _info: graphql.GraphQLResolveInfo[Context], _kind: Any) -> str:
    if isinstance(source, Account):
        return source.kind
    return next(name for kind, name in KINDS if isinstance(source, kind))
