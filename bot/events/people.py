"""Who did something, as the payload tells. Pure."""

from dataclasses import dataclass
from typing import Any

from bot.events.payload import Cause, Object


@dataclass(frozen=True, slots=True)
class Sender:
    """Who caused the event: the only one whose authority counts. `id` 0: GitHub names nobody."""

    id: int = 0
    login: str = ""
    bot: bool = False

    @property
    def note(self) -> dict[str, Any]:
        return {"id": self.id, "login": self.login, "bot": self.bot}


def sender(root: Object) -> Sender:
    if not root.has("sender"):
        return Sender()
    who = root.at("sender")
    return Sender(who.number("id"), who.text("login"), who.members.get("type") != "User")


def may_speak(remark: Object, who: Sender, cause: Cause) -> bool:
    """Return whether a comment may be a command at all: by a person, who wrote it himself, or by an App that is let in.

    An App may also speak through the account of a person: GitHub says then which one it was.
    """
    if not who.id or not remark.has("user") or remark.at("user").members.get("id") != who.id:
        return False
    if not remark.has("performed_via_github_app"):
        return not who.bot or slug(who.login) in cause.apps
    app = remark.at("performed_via_github_app")
    return app.number("id") != cause.app_id and app.members.get("slug") in cause.apps


def slug(login: str) -> str:
    """Return the name of an App from the login of its bot."""
    return login.removesuffix("[bot]")
