"""Faults by script: what the network and GitHub's front do to a request, before or after it had its effect."""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from tests.standin.limits import Limits
from tests.standin.rest.call import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

UNICORN = b"""<!DOCTYPE html><html><head><title>Unicorn! &middot; GitHub</title></head>
<body><p>We had issues producing the response to your request.</p></body></html>"""


class Damage(Enum):
    """What happens to the answer on its way."""

    NONE = auto()
    RESET = auto()
    """The connection is reset in place of an answer."""
    TRUNCATE = auto()
    """Half of the body, as if it were the whole."""
    CUT = auto()
    """Half of the body, then the connection ends."""
    EMPTY = auto()
    """The right status, no body."""


@dataclass(slots=True)
class Fault:
    """`after`: GitHub does what was asked first; the caller cannot know.

    `wait`: seconds for which the installation is told to stay away (`None`: not told). `stall`: seconds without an answer.
    """

    reply: Reply | None = None
    damage: Damage = Damage.NONE
    after: bool = False
    stall: float = 0.0
    wait: int | None = None


def status(code: int, *, after: bool = False) -> Fault:
    """Answer as GitHub's front does in trouble: 500, 502, 503, 504, or Cloudflare's 520."""
    return Fault(Reply(code, raw=UNICORN, headers={"Content-Type": "text/html"}), after=after)


def server_error(code: int = 500) -> Fault:
    """Answer with an error that GitHub's application tells in JSON."""
    return Fault(Reply(code, {"message": "Server Error"}))


def reset(*, after: bool = True) -> Fault:
    return Fault(damage=Damage.RESET, after=after)


def truncated(*, after: bool = True) -> Fault:
    return Fault(damage=Damage.TRUNCATE, after=after)


def cut(*, after: bool = True) -> Fault:
    return Fault(damage=Damage.CUT, after=after)


def empty(*, after: bool = True) -> Fault:
    return Fault(damage=Damage.EMPTY, after=after)


def html() -> Fault:
    """Answer with a page and status 200 in place of JSON."""
    return Fault(Reply(200, raw=UNICORN, headers={"Content-Type": "text/html"}))


def stall(seconds: float, *, after: bool = False) -> Fault:
    return Fault(stall=seconds, after=after)


def secondary_limit(retry_after: int | None = 60, *, code: int = 403) -> Fault:
    """Answer with the secondary limit, as 403 or 429; without `Retry-After` one is to wait at least a minute."""
    return Fault(Limits.secondary_reply(retry_after, code), wait=60 if retry_after is None else retry_after)


def forbidden() -> Fault:
    """Answer with a 403 that is no limit: it must not be tried again."""
    return Fault(Reply(403, {"message": "Resource not accessible by integration", "status": "403"}))


def unauthorized() -> Fault:
    return Fault(Reply(401, {"message": "Bad credentials", "status": "401"}))


def redirect(code: int, location: str) -> Fault:
    return Fault(Reply(code, {"message": "Moved Permanently", "url": location}, {"Location": location}))


@dataclass(slots=True)
class Script:
    """A fault that waits for its request. `containing`: text in the request's body; `skip`: let that many pass first."""

    method: str
    template: str
    fault: Fault
    times: int = 1
    skip: int = 0
    containing: str = ""


@dataclass(slots=True)
class Faults:
    scripts: list[Script] = field(default_factory=list)

    def add(self, method: str, template: str, fault: Fault, **how: int | str) -> Script:
        """Script a fault: `add("POST", "/repos/{owner}/{repo}/check-runs", faults.reset(), times=2)`.

        `template` is the path as GitHub's documentation writes it, or "*". `how`: `times`, `skip`, `containing`.
        """
        options: Mapping[str, object] = how
        script = Script(method, template, fault)
        for name in ("times", "skip", "containing"):
            setattr(script, name, options.get(name, getattr(script, name)))
        self.scripts.append(script)
        return script

    def pick(self, method: str, template: str, body: str) -> Fault | None:
        """Return the fault of this request and count it off."""
        for script in self.scripts:
            if script.method in {method, "*"} and script.template in {template, "*"} and script.containing in body:
                if script.skip:
                    script.skip -= 1
                elif script.times:
                    script.times -= 1
                    return script.fault
        return None

    def clear(self) -> None:
        """GitHub is well again."""
        self.scripts.clear()
