"""What goes between the bot and a judging process: pickles with their length in front.

The process has read hostile text, so its answers are not trusted: unpickling builds values of the report and nothing
else, and of no more than a bounded size.
"""

import io
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rules.config import Config
from rules.finding import Edit, Finding, PlanReport, Report, Severity, Totals
from rules.plan.model import Status
from rules.plan.source import Span
from rules.repository import PlanVersions, Repository

HEADER = 8
"""Bytes that say how long the rest is."""

LONGEST = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Failed:
    """The engine raised; `error` is the exception's type alone, for its text may quote the plan."""

    error: str


Answer = Report | Failed

BUILDABLE = {
    (kind.__module__, kind.__qualname__): kind
    for kind in (Edit, Failed, Finding, PlanReport, Report, Severity, Span, Status, Totals)
}


def request(plans: Sequence[PlanVersions], repository: Repository, config: Config) -> bytes:
    return pickle.dumps((tuple(plans), repository, config), protocol=5)


def read_request(data: bytes) -> tuple[tuple[PlanVersions, ...], Repository, Config]:
    """Read a request of the bot: the process trusts it."""
    plans, repository, config = pickle.loads(data)  # noqa: S301 - from our own parent process
    return plans, repository, config


def pack(answer: Answer) -> bytes:
    return pickle.dumps(answer, protocol=5)


def framed(data: bytes) -> bytes:
    return len(data).to_bytes(HEADER, "big") + data


def length(header: bytes) -> int:
    """Read the length. Raises `EOFError` for one that no answer has."""
    size = int.from_bytes(header, "big")
    if size > LONGEST:
        raise EOFError(f"an answer of {size} bytes")
    return size


def answer(data: bytes) -> Answer:
    """Read an answer. Raises `EOFError` for anything that is none."""
    try:
        found = _Answers(io.BytesIO(data)).load()
    except Exception as error:
        # A broken pickle can raise anything; all of it means the same.
        raise EOFError(f"the answer cannot be read ({type(error).__name__})") from error
    if not isinstance(found, Report | Failed):
        raise EOFError("the answer is no report")  # noqa: TRY004 - the worker is at fault, not the caller
    return found


class _Answers(pickle.Unpickler):
    """Builds values of the report only."""

    def find_class(self, module: str, name: str) -> Any:
        if (kind := BUILDABLE.get((module, name))) is not None:
            return kind
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a report")
