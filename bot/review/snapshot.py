"""One pull request as it was when we looked: everything that judging and composing need, and nothing to fetch."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.github.port import PullRequest
from bot.review.configuration import Proposal, Settings
from rules.repository import PlanVersions, Repository


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`plans`: those that the pull request changes, in GitHub's order; `deleted`: paths of those that it takes away.

    `starts`: for each plan the versions that its diff may begin with (None: none there), for the lines that can carry
    comments; a plan that is no key has no such line. `proposal`: what the pull request makes of the configuration file.
    `unread`: how many plans it changes that nobody has read, as the configuration in force is broken.
    """

    pull: PullRequest
    settings: Settings
    plans: tuple[PlanVersions, ...] = ()
    deleted: tuple[str, ...] = ()
    starts: Mapping[str, tuple[bytes | None, ...]] = field(default_factory=dict)
    repository: Repository = field(default_factory=Repository)
    proposal: Proposal | None = None
    unread: int = 0
