"""Why GitHub would not do something, in its own words."""

from collections.abc import Sequence
from typing import Any


class Refused(Exception):
    """Asked for what GitHub does not accept (REST: 422). `errors` as in GitHub's answer: texts or objects."""

    def __init__(self, message: str, errors: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.errors = list(errors)


class Forbidden(Exception):
    """The permission is there, the thing is not allowed (REST: 403)."""


def invalid(resource: str, field: str, code: str = "invalid", message: str = "") -> dict[str, str]:
    """Return one entry of `errors` for a field."""
    found = {"resource": resource, "field": field, "code": code}
    return {**found, "message": message} if message else found


def too_long(what: str, text: str | None, most: int) -> None:
    """Refuse a text of more than `most` characters."""
    if text is not None and len(text) > most:
        raise Refused("Validation Failed", [f"{what} is too long (maximum is {most} characters)"])
