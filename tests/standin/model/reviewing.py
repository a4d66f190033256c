"""Reviews, threads in the diff and comments below it, with GitHub's rules about where they may stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.standin.git.diff import FileChange, changed_files
from tests.standin.model.accounts import Account, App
from tests.standin.model.conversation import Anchor, IssueComment, Reaction, Review, ReviewComment, Text, Thread
from tests.standin.model.events import Event
from tests.standin.model.places import hunk_of
from tests.standin.model.pulls import PullRequest
from tests.standin.model.refused import Refused, invalid, too_long

LONGEST_BODY = 65_536
NOT_IN_DIFF = (
    "Pull request review thread line must be part of the diff and Pull request review thread diff hunk can't be blank"
)
"""GitHub's words (parkerbxyz/suggest-changes#28)."""
NO_PATH = "Path could not be resolved"
START_AFTER_END = "Pull request review thread start line must precede the end line."
REVIEW_STATES = {"COMMENT": "COMMENTED", "APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "": "PENDING"}
REACTIONS = ("+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes")


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: a person, or an App as its bot."""

    account: Account
    app: App | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A comment of a review that is to be posted."""

    anchor: Anchor
    body: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A review that is to be posted. `event`: COMMENT, APPROVE, REQUEST_CHANGES or "" (it stays pending)."""

    commit: str
    body: str
    event: str
    drafts: Sequence[Draft] = ()


def anchor_from(wanted: Mapping[str, Any], commit: str) -> Anchor:
    """Read an anchor from the REST form of a review comment."""
    whole_file = wanted.get("subject_type") == "file"
    return Anchor(
        wanted["path"],
        commit,
        None if whole_file else wanted.get("line"),
        wanted.get("side", "RIGHT"),
        wanted.get("start_line"),
        wanted.get("start_side"),
    )


def fault_of(pull: PullRequest, anchor: Anchor, *, whole_file: bool = False) -> str | None:
    """Return why no thread can be started there, in GitHub's words; None when it can."""
    files = files_at(pull, anchor.commit)
    if not any(change.path == anchor.path for change in files):
        return NO_PATH
    if whole_file:
        return None
    if anchor.start_line is not None and anchor.line is not None and anchor.start_line >= anchor.line:
        return START_AFTER_END
    return None if hunk_of(files, anchor) else NOT_IN_DIFF


def files_at(pull: PullRequest, commit: str) -> tuple[FileChange, ...]:
    """Return the diff of the pull request as it is at one of its commits."""
    if commit == pull.head_sha:
        return pull.files()
    store = pull.base_repository.store
    start = pull.base_repository.merge_base(pull.base_sha, commit) or pull.base_sha
    return changed_files(store, store.commits[start].tree, store.commits[commit].tree)


def verify_commit(pull: PullRequest, commit: str) -> None:
    if commit not in {each.oid for each in pull.commits()}:
        raise Refused("Validation Failed", [invalid("PullRequestReview", "commit_id", "custom",
                                                    "commit_id is not part of the pull request")])  # fmt: skip


def post_review(pull: PullRequest, author: Author, wanted: Submission) -> Review:
    """Post a review with all its comments or none: one bad line refuses the whole."""
    verify_commit(pull, wanted.commit)
    if wanted.event in {"COMMENT", "REQUEST_CHANGES"} and not wanted.body and not wanted.drafts:
        raise Refused("Unprocessable Entity", ["Review body can't be blank"])
    for text in (wanted.body, *(draft.body for draft in wanted.drafts)):
        too_long("body", text, LONGEST_BODY)
    if faults := [fault for draft in wanted.drafts if (fault := fault_of(pull, draft.anchor))]:
        raise Refused("Unprocessable Entity", faults)
    review = _add_review(pull, author, wanted)
    for draft in wanted.drafts:
        _start_thread(pull, author, draft, review)
    if wanted.event:
        _tell_of(review, "pull_request_review", "submitted")
        for comment in review.comments:
            _tell_of(comment, "pull_request_review_comment", "created")
    return review


def _add_review(pull: PullRequest, author: Author, wanted: Submission) -> Review:
    state = REVIEW_STATES[wanted.event]
    review = Review(**_text(pull, author, wanted.body, "review"), state=state, commit=wanted.commit)
    pull.reviews.append(review)
    _remember(pull, review, "review")
    return review


def _start_thread(pull: PullRequest, author: Author, draft: Draft, review: Review) -> ReviewComment:
    hunk = hunk_of(files_at(pull, draft.anchor.commit), draft.anchor)
    text = "\n".join([hunk.header, *(line.sign + line.text for line in hunk.lines)]) if hunk else ""
    thread = Thread(pull.world.next_id("thread"), pull, draft.anchor, text)
    pull.threads.append(thread)
    pull.world.nodes[thread.node_id] = thread
    return _add_to(pull, author, thread, draft.body, review)


def _add_to(pull: PullRequest, author: Author, thread: Thread, body: str, review: Review) -> ReviewComment:
    comment = ReviewComment(**_text(pull, author, body, "comment"), review=review, thread=thread)
    thread.comments.append(comment)
    review.comments.append(comment)
    _remember(pull, comment, "review comment")
    return comment


def comment_on_line(pull: PullRequest, author: Author, draft: Draft, *, whole_file: bool = False) -> ReviewComment:
    """Post a single review comment; GitHub wraps it in a review of its own."""
    verify_commit(pull, draft.anchor.commit)
    too_long("body", draft.body, LONGEST_BODY)
    if fault := fault_of(pull, draft.anchor, whole_file=whole_file):
        raise Refused("Validation Failed", [invalid("PullRequestReviewComment", "pull_request_review_thread.line",
                                                    "custom", fault)])  # fmt: skip
    comment = _start_thread(pull, author, draft, _wrapping_review(pull, author, draft.anchor.commit))
    _tell_of(comment, "pull_request_review_comment", "created")
    return comment


def reply(author: Author, thread: Thread, body: str) -> ReviewComment:
    pull = thread.pull
    too_long("body", body, LONGEST_BODY)
    comment = _add_to(pull, author, thread, body, _wrapping_review(pull, author, pull.head_sha))
    _tell_of(comment, "pull_request_review_comment", "created")
    return comment


def _wrapping_review(pull: PullRequest, author: Author, commit: str) -> Review:
    review = _add_review(pull, author, Submission(commit, "", "COMMENT"))
    _tell_of(review, "pull_request_review", "submitted")
    return review


def comment_below(pull: PullRequest, author: Author, body: str) -> IssueComment:
    """Post a comment in the conversation."""
    too_long("body", body, LONGEST_BODY)
    comment = IssueComment(**_text(pull, author, body, "comment"))
    pull.comments.append(comment)
    _remember(pull, comment, "comment")
    _tell_of(comment, "issue_comment", "created")
    return comment


def edit_text(author: Author, text: Text, body: str) -> None:
    """Give a comment another body. An edit notifies nobody who was not told before."""
    pull = text.pull
    _mind(author, text)
    too_long("body", body, LONGEST_BODY)
    before, text.body, text.edited = text.body, body, True
    text.updated_at = pull.world.clock.text()
    pull.world.note(_kind(text)[1], author.account, body, edited=True)
    details = {"changes": {"body": {"from": before}}}
    pull.world.emit(Event(_kind(text)[0], "edited", author.account, pull.base_repository, text, details))


def delete_text(author: Author, text: IssueComment | ReviewComment) -> None:
    """Delete a comment; a thread goes with its last one."""
    pull = text.pull
    _mind(author, text)
    if isinstance(text, IssueComment):
        pull.comments.remove(text)
    else:
        text.home.comments.remove(text)
        if not text.home.comments:
            pull.threads.remove(text.home)
            del pull.world.nodes[text.home.node_id]
        if text.review is not None:
            text.review.comments.remove(text)
    del pull.world.nodes[text.node_id]
    pull.world.emit(Event(_kind(text)[0], "deleted", author.account, pull.base_repository, text))


def react(author: Author, text: Text, content: str) -> tuple[Reaction, bool]:
    """Add a reaction; return it and whether it is new (a second one of the same kind changes nothing)."""
    if content not in REACTIONS:
        raise Refused("Validation Failed", [invalid("Reaction", "content")])
    for known in text.reactions:
        if known.author is author.account and known.content == content:
            return known, False
    made = Reaction(text.pull.world.next_id("reaction"), author.account, content, text.pull.world.clock.text())
    text.reactions.append(made)
    return made, True


def _text(pull: PullRequest, author: Author, body: str, kind: str) -> dict[str, Any]:
    now = pull.world.clock.text()
    return {
        "id": pull.world.next_id(kind), "author": author.account, "body": body, "created_at": now, "updated_at": now,
        "app": author.app, "pull": pull,
    }  # fmt: skip


def _remember(pull: PullRequest, text: IssueComment | Review | ReviewComment, place: str) -> None:
    pull.world.nodes[text.node_id] = text
    pull.world.note(place, text.author, text.body)


def _mind(author: Author, text: Text) -> None:
    """Remember when an App changes what somebody else wrote: GitHub lets it, ours must not."""
    if author.app is not None and text.author is not author.account:
        text.pull.world.touched_foreign.append(text)


def _kind(text: Text) -> tuple[str, str]:
    """Return the event and the place of a text."""
    if isinstance(text, IssueComment):
        return "issue_comment", "comment"
    if isinstance(text, ReviewComment):
        return "pull_request_review_comment", "review comment"
    return "pull_request_review", "review"


def _tell_of(text: Text, event: str, action: str) -> None:
    text.pull.world.emit(Event(event, action, text.author, text.pull.base_repository, text))
