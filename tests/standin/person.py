"""What people do on the website: comment, review, answer, press buttons."""

from dataclasses import dataclass

from tests.standin.model.accounts import Account
from tests.standin.model.checks import CheckRun, CheckSuite
from tests.standin.model.conversation import Anchor, IssueComment, Review, ReviewComment, Thread
from tests.standin.model.events import Event
from tests.standin.model.pulls import PullRequest
from tests.standin.model.reviewing import (
    Author,
    Draft,
    Submission,
    comment_below,
    comment_on_line,
    delete_text,
    edit_text,
    post_review,
    reply,
)


@dataclass(frozen=True, slots=True)
class Person:
    account: Account

    @property
    def _author(self) -> Author:
        return Author(self.account)

    def comment(self, pull: PullRequest, body: str) -> IssueComment:
        """Comment in the conversation."""
        return comment_below(pull, self._author, body)

    def comment_on(self, pull: PullRequest, path: str, line: int, body: str) -> ReviewComment:
        """Comment on a line of the diff, as a single comment."""
        return comment_on_line(pull, self._author, Draft(Anchor(path, pull.head_sha, line), body))

    def review(self, pull: PullRequest, body: str, *, event: str = "COMMENT") -> Review:
        return post_review(pull, self._author, Submission(pull.head_sha, body, event))

    def reply(self, thread: Thread, body: str) -> ReviewComment:
        return reply(self._author, thread, body)

    def edit(self, comment: IssueComment | Review | ReviewComment, body: str) -> None:
        edit_text(self._author, comment, body)

    def delete(self, comment: IssueComment | ReviewComment) -> None:
        delete_text(self._author, comment)

    def resolve(self, thread: Thread) -> None:
        """Press "Resolve conversation"."""
        thread.resolved_by = self.account

    def rerun(self, run: CheckRun) -> None:
        """Press "Re-run" beside one check."""
        self._tell("check_run", "rerequested", run)

    def rerun_all(self, suite: CheckSuite) -> None:
        """Press "Re-run all checks": GitHub tells of the suite, not of its runs."""
        self._tell("check_suite", "rerequested", suite)

    def press(self, run: CheckRun, identifier: str) -> None:
        """Press one of the run's own buttons."""
        if identifier not in {action["identifier"] for action in run.actions}:
            raise LookupError(f"check run {run.name} shows no button {identifier}")
        self._tell("check_run", "requested_action", run, requested_action={"identifier": identifier})

    def _tell(self, name: str, action: str, subject: CheckRun | CheckSuite, **details: object) -> None:
        suite = subject if isinstance(subject, CheckSuite) else subject.suite
        suite.asked_again += 1
        repository = subject.repository
        repository.world.emit(Event(name, action, self.account, repository, subject, details))
