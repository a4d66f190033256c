"""Reviews, review comments, comments and reactions as JSON."""

from tests.standin.model.conversation import IssueComment, Reaction, Review, ReviewComment, Text
from tests.standin.render.accounts import Json, app, user
from tests.standin.render.pulls import pull_page, pull_url
from tests.standin.render.repositories import repository_url

_REACTIONS = ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")


def review(found: Review) -> Json:
    pull = found.pull
    page = f"{pull_page(pull)}#pullrequestreview-{found.id}"
    return {
        "id": found.id,
        "node_id": found.node_id,
        "user": user(found.author, pull.world.url),
        "body": found.body,
        "state": found.state,
        "html_url": page,
        "pull_request_url": pull_url(pull),
        "_links": {"html": {"href": page}, "pull_request": {"href": pull_url(pull)}},
        "submitted_at": found.created_at,
        "commit_id": found.commit,
        "author_association": "CONTRIBUTOR",
    }


def review_comment(comment: ReviewComment) -> Json:
    """`line` is null when the thread is outdated; `original_line` stays."""
    pull = comment.pull
    thread = comment.home
    anchor = thread.anchor
    place = pull.place(thread)
    page = f"{pull_page(pull)}#discussion_r{comment.id}"
    url = f"{repository_url(pull.base_repository)}/pulls/comments/{comment.id}"
    found: Json = {
        "url": url,
        "pull_request_review_id": comment.review.id if comment.review else None,
        "id": comment.id,
        "node_id": comment.node_id,
        "diff_hunk": thread.diff_hunk,
        "path": anchor.path,
        "commit_id": pull.head_sha if place else anchor.commit,
        "original_commit_id": anchor.commit,
        "user": user(comment.author, pull.world.url),
        "body": comment.body,
        "created_at": comment.created_at,
        "updated_at": comment.updated_at,
        "html_url": page,
        "pull_request_url": pull_url(pull),
        "author_association": "CONTRIBUTOR",
        "_links": {"self": {"href": url}, "html": {"href": page}, "pull_request": {"href": pull_url(pull)}},
        "reactions": reactions(comment, url),
        "start_line": place.start_line if place else None,
        "original_start_line": anchor.start_line,
        "start_side": anchor.start_side or (anchor.side if anchor.start_line else None),
        "line": place.line if place else None,
        "original_line": anchor.line,
        "side": anchor.side,
        "position": place.line if place else None,
        "original_position": anchor.line or 1,
        "subject_type": "file" if anchor.line is None else "line",
    }
    if thread.comments and comment is not thread.comments[0]:
        found["in_reply_to_id"] = thread.comments[0].id
    return found


def issue_comment(comment: IssueComment) -> Json:
    pull = comment.pull
    url = f"{repository_url(pull.base_repository)}/issues/comments/{comment.id}"
    return {
        "url": url,
        "html_url": f"{pull_page(pull)}#issuecomment-{comment.id}",
        "issue_url": f"{repository_url(pull.base_repository)}/issues/{pull.number}",
        "id": comment.id,
        "node_id": comment.node_id,
        "user": user(comment.author, pull.world.url),
        "created_at": comment.created_at,
        "updated_at": comment.updated_at,
        "author_association": "CONTRIBUTOR",
        "body": comment.body,
        "reactions": reactions(comment, url),
        "performed_via_github_app": app(comment.app, pull.world.url) if comment.app else None,
    }


def reactions(text: Text, url: str) -> Json:
    counts = {name: sum(reaction.content == name for reaction in text.reactions) for name in _REACTIONS}
    return {"url": f"{url}/reactions", "total_count": len(text.reactions), **counts}


def reaction(found: Reaction, api: str) -> Json:
    return {
        "id": found.id,
        "node_id": f"REA_{found.id}",
        "user": user(found.author, api),
        "content": found.content,
        "created_at": found.created_at,
    }
