"""Check suites and check runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.standin.model.accounts import App, node_id

if TYPE_CHECKING:
    from tests.standin.model.repository import Repository

CONCLUSIONS = ("action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out")
"""What an App may say; `stale` is GitHub's alone."""


@dataclass(frozen=True, slots=True)
class Annotation:
    path: str
    start_line: int
    end_line: int
    annotation_level: str
    message: str
    title: str | None = None
    raw_details: str | None = None
    start_column: int | None = None
    end_column: int | None = None


@dataclass(slots=True, eq=False)
class CheckRun:
    """`status`: queued, in_progress or completed. `annotations` only ever grows, as GitHub's does."""

    id: int
    suite: CheckSuite
    name: str
    external_id: str = ""
    status: str = "queued"
    conclusion: str | None = None
    started_at: str = ""
    completed_at: str | None = None
    details_url: str = ""
    title: str | None = None
    summary: str | None = None
    text: str | None = None
    annotations: list[Annotation] = field(default_factory=list)
    actions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def node_id(self) -> str:
        return node_id("CR", self.id)

    @property
    def repository(self) -> Repository:
        return self.suite.repository

    @property
    def head_sha(self) -> str:
        return self.suite.head_sha

    @property
    def app(self) -> App:
        return self.suite.app


@dataclass(slots=True, eq=False)
class CheckSuite:
    """All runs of one App on one commit. `asked_again`: how often a person pressed a button that asks for another run."""

    id: int
    repository: Repository
    app: App
    head_sha: str
    head_branch: str | None
    before: str | None
    created_at: str
    asked_again: int = 0
    runs: list[CheckRun] = field(default_factory=list)

    @property
    def node_id(self) -> str:
        return node_id("CS", self.id)

    def latest(self) -> list[CheckRun]:
        """Return the newest run of each name, as GitHub shows them."""
        return list({run.name: run for run in self.runs}.values())

    @property
    def status(self) -> str:
        waiting = {run.status for run in self.latest()} - {"completed"}
        if not self.runs:
            return "queued"
        return "in_progress" if waiting else "completed"

    @property
    def conclusion(self) -> str | None:
        if self.status != "completed":
            return None
        found = {run.conclusion for run in self.latest()}
        for worst in ("failure", "timed_out", "action_required", "cancelled", "success", "neutral", "skipped"):
            if worst in found:
                return worst
        return None
