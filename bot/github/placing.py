"""Where a review comment may stand: inside one hunk of the diff, as GitHub itself shows it."""

import re
from collections.abc import Iterable, Sequence

from bot.github.access import Access
from bot.github.errors import Refused
from bot.github.port import PullRequest, ReviewComment
from bot.github.reading import scope_of
from bot.github.transport import Request

_HUNK = re.compile(r"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_PLACE = re.compile(r"\b(line|path|diff|hunk|position|thread|start_line|side)\b", re.IGNORECASE)


async def in_diff(access: Access, pull: PullRequest, comments: Sequence[ReviewComment]) -> tuple[ReviewComment, ...]:
    """Return the comments whose lines lie in one hunk of the diff that GitHub shows."""
    hunks: dict[str, list[range]] = {}
    repository = pull.ref.repository
    request = Request(
        "GET",
        "/repos/{owner}/{repo}/pulls/{pull_number}/files{?per_page}",
        {"owner": repository.owner, "repo": repository.name, "pull_number": pull.ref.number, "per_page": 100},
    )
    async for page in access.pages(scope_of(repository), request):
        hunks |= {file["filename"]: head_ranges(file.get("patch") or "") for file in page}
        if all(comment.path in hunks for comment in comments):
            break
    return tuple(comment for comment in comments if _fits(comment, hunks.get(comment.path, ())))


def head_ranges(patch: str) -> list[range]:
    """Return the lines of each hunk of a patch on the head side, 1-based."""
    starts = ((int(start), int(count or 1)) for start, count in _HUNK.findall(patch))
    return [range(start, start + count) for start, count in starts]


def is_about_place(refusal: Refused) -> bool:
    """Whether GitHub refused a review for where one of its comments stands; it does not say which."""
    return any(_PLACE.search(words) for words in refusal.errors)


def _fits(comment: ReviewComment, hunks: Iterable[range]) -> bool:
    return any(comment.line in hunk and (comment.start_line or comment.line) in hunk for hunk in hunks)
