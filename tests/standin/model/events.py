"""What happened, told to whoever listens: the webhook sender, and the oracle of notifications."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.standin.model.accounts import Account, Installation
    from tests.standin.model.repository import Repository


@dataclass(frozen=True, slots=True)
class Event:
    """`subject`: what it happened to; `details`: what only this payload carries (`changes`, `before`)."""

    name: str
    action: str | None
    sender: Account
    repository: Repository | None = None
    subject: Any = None
    details: Mapping[str, Any] = field(default_factory=dict)
    installation: Installation | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A text that somebody put on GitHub. `place`: check run, review, review comment, comment, pull request or commit."""

    place: str
    author: Account
    body: str
    edited: bool = False
