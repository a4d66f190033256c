"""The GraphQL documents we send. Every foreign string travels as a variable, never inside a document.

They keep to plain fields of GitHub's published schema; a test validates each of them. Cost: one point each, since GitHub
counts connections and divides by 100.
"""

from collections.abc import Collection, Sequence

_BLOB = "... on Blob { oid byteSize isBinary isTruncated text }"
_FILES = "pageInfo { hasNextPage endCursor } nodes { path changeType }"
_COMMENTS = """
          pageInfo { hasPreviousPage startCursor }
          nodes { id fullDatabaseId body isMinimized viewerDidAuthor }
"""
# Three comments a thread: the first may be ours, the others only tell whether somebody answered; more would multiply
# the size of the answer by bodies that nobody reads.
_THREADS = """
          pageInfo { hasPreviousPage startCursor }
          nodes {
            line
            comments(first: 3) {
              totalCount
              nodes { id fullDatabaseId body path isMinimized viewerDidAuthor }
            }
          }
"""
# An App has one check suite for each branch that the commit heads, so there may be several. Older runs count too: one that
# a crash left in progress, or a verdict that comes back, whose external id must be told from the earlier one's.
_CHECK_RUNS = """
          checkSuites(first: 10, filterBy: {appId: $app}) {
            nodes {
              checkRuns(first: 100, filterBy: {checkName: $check, checkType: ALL}) {
                nodes { databaseId externalId status conclusion title }
              }
            }
          }
"""

PULL_REQUEST = f"""
query PullRequest(
  $owner: String!, $name: String!, $number: Int!, $yml: String!, $yaml: String!, $app: Int!, $check: String!
) {{
  repository(owner: $owner, name: $name) {{
    databaseId
    nameWithOwner
    isPrivate
    isArchived
    defaultBranchRef {{ target {{ oid }} }}
    yml: object(expression: $yml) {{ {_BLOB} }}
    yaml: object(expression: $yaml) {{ {_BLOB} }}
    pullRequest(number: $number) {{
      id
      title
      state
      isDraft
      url
      locked
      author {{ login ... on User {{ databaseId }} ... on Bot {{ databaseId }} }}
      headRefOid
      headRefName
      headRepository {{ nameWithOwner }}
      baseRefOid
      baseRefName
      changedFiles
      files(first: 100) {{ {_FILES} }}
      opening: commits(first: 1) {{ nodes {{ commit {{ parents(first: 1) {{ nodes {{ oid }} }} }} }} }}
      tip: commits(last: 1) {{
        nodes {{ commit {{
          oid{_CHECK_RUNS}
        }} }}
      }}
      reviewThreads(last: 100) {{{_THREADS}}}
      comments(last: 100) {{{_COMMENTS}}}
      reviews(last: 50) {{ nodes {{ body viewerDidAuthor }} }}
    }}
  }}
}}
"""

FILE = f"""
query File($owner: String!, $name: String!, $expression: String!) {{
  repository(owner: $owner, name: $name) {{ object(expression: $expression) {{ {_BLOB} }} }}
}}
"""

CHECK_RUNS = f"""
query CheckRuns($owner: String!, $name: String!, $head: GitObjectID!, $app: Int!, $check: String!) {{
  repository(owner: $owner, name: $name) {{
    object(oid: $head) {{ ... on Commit {{{_CHECK_RUNS}}} }}
  }}
}}
"""


def _page(operation: str, cursor: str, connection: str) -> str:
    return f"""
query {operation}($owner: String!, $name: String!, $number: Int!, ${cursor}: String) {{
  repository(owner: $owner, name: $name) {{
    pullRequest(number: $number) {{ headRefOid {connection} }}
  }}
}}
"""


FILES = _page("Files", "after", f"files(first: 100, after: $after) {{ {_FILES} }}")
THREADS = _page("Threads", "before", f"reviewThreads(last: 100, before: $before) {{{_THREADS}}}")
CONVERSATION = _page("Conversation", "before", f"comments(last: 100, before: $before) {{{_COMMENTS}}}")

REVIEWS = """
query Reviews($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviews(last: 20) {
        nodes { body viewerDidAuthor commit { oid } comments(first: 100) { nodes { path body } } }
      }
    }
  }
}
"""

REACT = """
mutation React($input: AddReactionInput!) {
  addReaction(input: $input) { reaction { content } }
}
"""

AUTHORS = """
query Authors($ids: [ID!]!) {
  nodes(ids: $ids) { ... on PullRequestReviewComment { id viewerDidAuthor } }
}
"""

COMMIT = """
mutation Commit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid url } }
}
"""

COMMITS = """
query Commits($owner: String!, $name: String!, $branch: String!) {
  repository(owner: $owner, name: $name) {
    ref(qualifiedName: $branch) { target { ... on Commit { history(first: 20) { nodes { oid url message } } } } }
  }
}
"""

OPEN_PULLS_WITH_FILES = """
query OpenPullsWithFiles($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequests(states: [OPEN], first: 100, after: $after, orderBy: {field: CREATED_AT, direction: DESC}) {
      pageInfo { hasNextPage endCursor }
      nodes { number headRefName baseRefName files(first: 100) { nodes { path changeType } } }
    }
  }
}
"""

OPEN_PULL_REQUESTS = """
query OpenPullRequests($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequests(states: [OPEN], first: 100, after: $after, orderBy: {field: UPDATED_AT, direction: DESC}) {
      pageInfo { hasNextPage endCursor }
      nodes { number headRefOid }
    }
  }
}
"""


_OPEN_PULLS = """pullRequests(states: [OPEN], first: 100, orderBy: {field: UPDATED_AT, direction: DESC}) {
      nodes { number headRefName baseRefName files(first: 100) { nodes { path changeType } } }
    }"""


def contents(
    blobs: Sequence[str], trees: Sequence[str], full: Collection[str] = (), *, open_pulls: bool = False
) -> str:
    """Return the query for so many blobs and trees; each name is both an alias and the variable of its expression.

    `full`: the trees whose files are wanted with their texts. `open_pulls`: what other pull requests change as well.
    """
    variables = "".join(f", ${name}: String!" for name in (*blobs, *trees))
    objects = [f"{name}: object(expression: ${name}) {{ {_BLOB} }}" for name in blobs]
    for name in trees:
        texts = f" object {{ {_BLOB} }}" if name in full else ""
        objects.append(
            f"{name}: object(expression: ${name}) {{ ... on Tree {{ entries {{ name mode oid{texts} }} }} }}"
        )
    fields = "\n    ".join((*objects, _OPEN_PULLS) if open_pulls else objects)
    return f"""
query Contents($owner: String!, $name: String!{variables}) {{
  repository(owner: $owner, name: $name) {{
    {fields}
  }}
}}
"""


def converse(edits: Sequence[str], *, review: bool) -> str:
    """Return the mutation that edits review comments (an alias and an input variable each) and adds one review."""
    variables = [f"${name}: UpdatePullRequestReviewCommentInput!" for name in edits]
    fields = [
        f"{name}: updatePullRequestReviewComment(input: ${name}) {{ pullRequestReviewComment {{ id }} }}"
        for name in edits
    ]
    if review:
        variables.append("$review: AddPullRequestReviewInput!")
        fields.append(
            "review: addPullRequestReview(input: $review)"
            " { pullRequestReview { comments(first: 100) { nodes { path body } } } }"
        )
    body = "\n  ".join(fields)
    return f"mutation Converse({', '.join(variables)}) {{\n  {body}\n}}\n"
