"""Reviews and review comments."""

from tests.standin.model.conversation import ReviewComment
from tests.standin.model.refused import Refused, invalid
from tests.standin.model.reviewing import (
    Draft,
    Submission,
    anchor_from,
    comment_on_line,
    delete_text,
    edit_text,
    post_review,
    reply,
)
from tests.standin.render.comments import review, review_comment
from tests.standin.rest.call import Call, Problem, Reply, not_found
from tests.standin.rest.routing import Route


def create_review(call: Call) -> Reply:
    pull = call.pull
    wanted = call.body or {}
    commit = wanted.get("commit_id") or pull.head_sha
    drafts = [Draft(anchor_from(each, commit), each["body"]) for each in wanted.get("comments") or ()]
    submission = Submission(commit, wanted.get("body") or "", wanted.get("event", ""), drafts)
    return Reply(200, review(post_review(pull, call.author, submission)))


def list_reviews(call: Call) -> Reply:
    return call.page([review(each) for each in call.pull.reviews])


def show_review(call: Call) -> Reply:
    wanted = call.number("review_id")
    for each in call.pull.reviews:
        if each.id == wanted:
            return Reply(200, review(each))
    raise not_found()


def list_comments(call: Call) -> Reply:
    pull = call.pull
    comments = [comment for thread in pull.threads for comment in thread.comments]
    comments.sort(key=lambda comment: comment.id, reverse=call.query.get("direction") == "desc")
    return call.page([review_comment(comment) for comment in comments])


def create_comment(call: Call) -> Reply:
    pull = call.pull
    wanted = call.body
    if "in_reply_to" in wanted:
        thread = find_comment(call, wanted["in_reply_to"]).home
        return Reply(201, review_comment(reply(call.author, thread, wanted["body"])))
    whole_file = wanted.get("subject_type") == "file"
    if not whole_file and "line" not in wanted:
        raise Refused("Validation Failed", [invalid("PullRequestReviewComment", "line", "missing_field")])
    draft = Draft(anchor_from(wanted, wanted["commit_id"]), wanted["body"])
    return Reply(201, review_comment(comment_on_line(pull, call.author, draft, whole_file=whole_file)))


def create_reply(call: Call) -> Reply:
    comment = _comment(call)
    if comment.pull.locked:
        raise Problem(403, "Unable to create comment because issue is locked.")
    if comment is not comment.home.comments[0]:
        raise not_found()
    return Reply(201, review_comment(reply(call.author, comment.home, call.body["body"])))


def show_comment(call: Call) -> Reply:
    return Reply(200, review_comment(_comment(call)))


def update_comment(call: Call) -> Reply:
    comment = _comment(call)
    edit_text(call.author, comment, call.body["body"])
    return Reply(200, review_comment(comment))


def delete_comment(call: Call) -> Reply:
    comment = _comment(call)
    delete_text(call.author, comment)
    return Reply(204)


def _comment(call: Call) -> ReviewComment:
    return find_comment(call, call.number("comment_id"))


def find_comment(call: Call, wanted: int) -> ReviewComment:
    for pull in call.repo.pulls.values():
        for thread in pull.threads:
            for comment in thread.comments:
                if comment.id == wanted:
                    return comment
    raise not_found()


READ, WRITE = (("pull_requests", "read"),), (("pull_requests", "write"),)
PULL = "/repos/{owner}/{repo}/pulls/{pull_number}"
COMMENT = "/repos/{owner}/{repo}/pulls/comments/{comment_id}"
ROUTES = [
    Route("POST", f"{PULL}/reviews", create_review, needs=WRITE, content=True),
    Route("GET", f"{PULL}/reviews", list_reviews, needs=READ),
    Route("GET", f"{PULL}/reviews/{{review_id}}", show_review, needs=READ),
    Route("GET", f"{PULL}/comments", list_comments, needs=READ),
    Route("POST", f"{PULL}/comments", create_comment, needs=WRITE, content=True),
    Route("POST", f"{PULL}/comments/{{comment_id}}/replies", create_reply, needs=WRITE, content=True),
    Route("GET", COMMENT, show_comment, needs=READ),
    Route("PATCH", COMMENT, update_comment, needs=WRITE),
    Route("DELETE", COMMENT, delete_comment, needs=WRITE),
]
