"""Comments in the conversation, and reactions."""

from tests.standin.model.conversation import IssueComment, Text
from tests.standin.model.reviewing import comment_below, delete_text, edit_text, react
from tests.standin.render.comments import issue_comment, reaction
from tests.standin.rest.call import Call, Problem, Reply, not_found
from tests.standin.rest.reviews import find_comment
from tests.standin.rest.routing import Route


def list_comments(call: Call) -> Reply:
    return call.page([issue_comment(comment) for comment in call.pull.comments])


def create_comment(call: Call) -> Reply:
    pull = call.pull
    if pull.locked:
        raise Problem(403, "Unable to create comment because issue is locked.")
    return Reply(201, issue_comment(comment_below(pull, call.author, call.body["body"])))


def show_comment(call: Call) -> Reply:
    return Reply(200, issue_comment(_comment(call)))


def update_comment(call: Call) -> Reply:
    comment = _comment(call)
    edit_text(call.author, comment, call.body["body"])
    return Reply(200, issue_comment(comment))


def delete_comment(call: Call) -> Reply:
    comment = _comment(call)
    delete_text(call.author, comment)
    return Reply(204)


def react_to_comment(call: Call) -> Reply:
    return _react(call, _comment(call))


def react_to_review_comment(call: Call) -> Reply:
    return _react(call, find_comment(call, call.number("comment_id")))


def list_reactions(call: Call) -> Reply:
    return call.page([reaction(each, call.world.url) for each in _comment(call).reactions])


def _react(call: Call, text: Text) -> Reply:
    if text.pull.locked:
        raise Problem(403, "Reactions are not allowed on locked issues.")
    made, new = react(call.author, text, call.body["content"])
    return Reply(201 if new else 200, reaction(made, call.world.url))


def _comment(call: Call) -> IssueComment:
    wanted = call.number("comment_id")
    for pull in call.repo.pulls.values():
        for comment in pull.comments:
            if comment.id == wanted:
                return comment
    raise not_found()


READ = (("issues", "read"), ("pull_requests", "read"))
WRITE = (("issues", "write"), ("pull_requests", "write"))
COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}"
ROUTES = [
    Route("GET", "/repos/{owner}/{repo}/issues/{issue_number}/comments", list_comments, needs=READ),
    Route("POST", "/repos/{owner}/{repo}/issues/{issue_number}/comments", create_comment, needs=WRITE, content=True),
    Route("GET", COMMENT, show_comment, needs=READ),
    Route("PATCH", COMMENT, update_comment, needs=WRITE),
    Route("DELETE", COMMENT, delete_comment, needs=WRITE),
    Route("GET", f"{COMMENT}/reactions", list_reactions, needs=READ),
    Route("POST", f"{COMMENT}/reactions", react_to_comment, needs=WRITE),
    Route("POST", "/repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions", react_to_review_comment,
          needs=(("pull_requests", "write"),)),
]  # fmt: skip
