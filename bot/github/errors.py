"""What can go wrong with GitHub, by what can be done about it."""

from datetime import datetime


class GitHubError(Exception):
    """Base of all. `request` names the call without secrets ("POST /repos/{owner}/{repo}/check-runs")."""

    def __init__(self, message: str, *, request: str = "", status: int = 0) -> None:
        super().__init__(message)
        self.request = request
        self.status = status


class Unreachable(GitHubError):
    """No answer, a broken one, or a 5xx (also 520-599): the outcome of a write is unknown. Try again later."""


class Limited(GitHubError):
    """A primary or secondary rate limit. Nothing may be sent for this installation before `until` (UTC)."""

    def __init__(self, message: str, *, until: datetime, request: str = "", status: int = 0) -> None:
        super().__init__(message, request=request, status=status)
        self.until = until


class Denied(GitHubError):
    """403 without limit headers, or 401 that a fresh token did not cure: a permission is missing or the key is revoked."""


class Gone(GitHubError):
    """404 or 410: the repository, pull request or installation is no longer there for us."""


class Moved(GitHubError):
    """A redirect that must not be followed (301/302 on a write, another origin): look the repository up by its id again."""


class Refused(GitHubError):
    """422 or another 4xx: GitHub will not take this request as it is. `errors` are GitHub's own words."""

    def __init__(self, message: str, *, request: str = "", status: int = 0, errors: tuple[str, ...] = ()) -> None:
        super().__init__(message, request=request, status=status)
        self.errors = errors


class HeadMoved(GitHubError):
    """The branch is no longer where the commit was to go on top: nothing was written."""


class Protected(Refused):
    """A rule of the repository forbids the commit (protected branch, required signature or check): nothing was written."""
