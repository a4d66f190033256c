"""What a GraphQL answer means. GraphQL fails with status 200, in whole or field by field. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.github.answers import Answer, TooMuch, read
from bot.github.errors import Denied, GitHubError, Gone, Refused, Unreachable


class InvalidDocument(Refused):
    """Our GitHub does not know a field or type of the document (an older GitHub Enterprise Server)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry of `errors`. `kind` is GitHub's `type`; `path` the field names from the top, indices left out."""

    kind: str
    path: tuple[str, ...]
    message: str
    invalid: bool = False

    @property
    def exhausted(self) -> bool:
        return self.kind in {"RATE_LIMITED", "RATE_LIMIT"}

    @property
    def secondary(self) -> bool:
        return "secondary rate limit" in self.message.lower()


@dataclass(frozen=True, slots=True)
class Reply:
    """The data of an answer and what went wrong beside it. `request` and `status` are for errors."""

    request: str
    status: int
    data: Mapping[str, Any]
    problems: tuple[Problem, ...]

    def checked(self, *, optional: Collection[str] = (), absent: bool = False) -> Mapping[str, Any]:
        """Return the data, or raise for the first problem that may not be read as an answer.

        `optional`: fields that we can do without. `absent`: an object of a repository may be missing.
        """
        for problem in self.problems:
            skip = problem.path[-1:] and problem.path[-1] in optional
            missing = absent and problem.kind == "NOT_FOUND" and len(problem.path) > 1
            if not skip and not missing:
                raise self.error(problem)
        if not self.data:
            raise Unreachable(f"the answer holds no data ({self.request})", request=self.request, status=self.status)
        return self.data

    def error(self, problem: Problem) -> GitHubError:
        """Return the error that says what can be done about `problem`."""
        words = f"{problem.message} ({self.request})"
        if problem.invalid:
            return InvalidDocument(words, request=self.request, status=self.status, errors=(problem.message,))
        match problem.kind:
            case "NOT_FOUND":
                return Gone(words, request=self.request, status=self.status)
            case "FORBIDDEN" | "INSUFFICIENT_SCOPES":
                return Denied(words, request=self.request, status=self.status)
            case "RESOURCE_LIMITS_EXCEEDED" | "MAX_NODE_LIMIT_EXCEEDED":
                return TooMuch(words, request=self.request, status=self.status)
            case "" | "INTERNAL" | "SERVICE_UNAVAILABLE":
                return Unreachable(words, request=self.request, status=self.status)
        return Refused(words, request=self.request, status=self.status, errors=(problem.message,))


def reply(answer: Answer) -> Reply:
    """Read a GraphQL answer. Raises what `answers.read` raises; problems of single fields are left to the caller."""
    payload = read(answer).data
    if not isinstance(payload, dict):
        raise Unreachable(f"the answer is not GraphQL ({answer.request})", request=answer.request, status=answer.status)
    data = payload.get("data")
    errors = payload.get("errors") or ()
    problems = tuple(_problem(error, failed=data is None) for error in errors if isinstance(error, dict))
    return Reply(answer.request, answer.status, data if isinstance(data, dict) else {}, problems)


def _problem(error: Mapping[str, Any], *, failed: bool) -> Problem:
    """`failed`: nothing was executed. Then an error without a type that names a place in the document is about the document."""
    extensions = error.get("extensions")
    code = extensions.get("code") if isinstance(extensions, dict) else None
    kind = str(error.get("type") or "")
    return Problem(
        kind=kind,
        path=tuple(step for step in error.get("path") or () if isinstance(step, str)),
        message=str(error.get("message") or "no reason given"),
        invalid=failed and not kind and bool(code or error.get("locations")),
    )
