"""Writing check runs: annotations in batches, each once, however often the connection breaks."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.github.access import Access
from bot.github.errors import Gone, Unreachable
from bot.github.port import CHECK_NAME, Annotation, CheckRun, RepositoryRef
from bot.github.reading import scope_of
from bot.github.transport import Request

BATCH = 50
"""Annotations that GitHub takes in one request. It appends those of later ones."""
_RUNS = "/repos/{owner}/{repo}/check-runs"


class CheckWriter:
    """Writes through `access` as the App `app`."""

    def __init__(self, access: Access, app: int) -> None:
        self._access = access
        self._app = app

    async def create(self, repository: RepositoryRef, run: CheckRun) -> int:
        """See `bot.github.port.GitHub.create_check_run`.

        With more annotations than one request holds it is in progress until the last batch, so that a run that was
        cut off never passes for a whole one.
        """
        whole = len(run.annotations) <= BATCH
        body = {"name": CHECK_NAME, "head_sha": run.head_sha}
        body |= _state(run, run.annotations[:BATCH], finish=whole)
        request = Request("POST", _RUNS, _names(repository), body)
        try:
            run_id = int((await self._access.rest(scope_of(repository), request))["id"])
        except Unreachable:
            await self._access.settle()
            found = await self._find(repository, run)
            if found is None:
                run_id = int((await self._access.rest(scope_of(repository), request))["id"])
            else:
                await self.complete(repository, found, run)
                return found
        if not whole:
            await self._append(repository, run_id, run, sent=BATCH)
        return run_id

    async def complete(self, repository: RepositoryRef, run_id: int, run: CheckRun) -> None:
        """See `bot.github.port.GitHub.complete_check_run`: sends the annotations after those that GitHub counts."""
        run_id = run_id or await self._find(repository, run) or 0
        if not run_id:
            raise Gone("there is no such check run of ours", request=f"GET {_RUNS}")
        now = await self._access.rest(scope_of(repository), self._one("GET", repository, run_id))
        sent = _annotated(now)
        settled = now["status"] == "completed" or not run.conclusion
        if settled and sent >= len(run.annotations):
            return
        await self._append(repository, run_id, run, sent=sent)

    async def _append(self, repository: RepositoryRef, run_id: int, run: CheckRun, *, sent: int) -> None:
        """Send the annotations after the first `sent`, the conclusion with the last of them."""
        for end in _ends(sent, len(run.annotations)):
            finish = end >= len(run.annotations)
            batch = _state(run, run.annotations[sent:end], finish=finish)
            request = self._one("PATCH", repository, run_id, batch)
            try:
                await self._access.rest(scope_of(repository), request)
            except Unreachable:
                await self._access.settle()
                now = await self._access.rest(scope_of(repository), self._one("GET", repository, run_id))
                arrived = _annotated(now) >= end and (not finish or now["status"] == "completed")
                if not arrived:
                    await self._access.rest(scope_of(repository), request)
            sent = end

    async def _find(self, repository: RepositoryRef, run: CheckRun) -> int | None:
        """Return the id of our run with this external id, the newest of them."""
        query = {"check_name": CHECK_NAME, "app_id": self._app, "filter": "all", "per_page": 100}
        request = Request(
            "GET",
            "/repos/{owner}/{repo}/commits/{ref}/check-runs{?check_name,app_id,filter,per_page}",
            _names(repository) | {"ref": run.head_sha} | query,
        )
        ids = [
            int(found["id"])
            async for page in self._access.pages(scope_of(repository), request)
            for found in page["check_runs"]
            if found["external_id"] == run.external_id and found["app"]["id"] == self._app
        ]
        return max(ids, default=None)

    def _one(
        self, method: str, repository: RepositoryRef, run_id: int, body: Mapping[str, Any] | None = None
    ) -> Request:
        return Request(method, _RUNS + "/{check_run_id}", _names(repository) | {"check_run_id": run_id}, body)


def _names(repository: RepositoryRef) -> dict[str, Any]:
    return {"owner": repository.owner, "repo": repository.name}


def _ends(sent: int, total: int) -> Iterator[int]:
    """Yield where each batch ends; at least one, for the conclusion has to be sent even with no annotation left."""
    yield from itertools.chain(range(sent + BATCH, total, BATCH), [max(total, sent)])


def _annotated(run: Mapping[str, Any]) -> int:
    return int(run["output"]["annotations_count"])


def _state(run: CheckRun, annotations: Sequence[Annotation], *, finish: bool) -> dict[str, Any]:
    finish = finish and bool(run.conclusion)
    state: dict[str, Any] = {
        "external_id": run.external_id,
        "status": "completed" if finish else "in_progress",
        "output": {
            "title": run.title,
            "summary": run.summary,
            "annotations": [_annotation(annotation) for annotation in annotations],
        },
    }
    if finish:
        state["conclusion"] = run.conclusion
    if run.details_url:
        state["details_url"] = run.details_url
    if run.actions:
        state["actions"] = [
            {"label": action.label, "description": action.description, "identifier": action.identifier}
            for action in run.actions
        ]
    return state


def _annotation(annotation: Annotation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "path": annotation.path,
        "start_line": annotation.start_line,
        "end_line": annotation.end_line,
        "annotation_level": annotation.level.value,
        "title": annotation.title,
        "message": annotation.message,
    }
    if annotation.raw_details:
        told["raw_details"] = annotation.raw_details
    return told
