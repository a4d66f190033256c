"""What goes between the bot and a judging process: MessagePack with its length in front.

The process has read hostile text, so its answers are not trusted: decoding by type builds values of the report and nothing
else, of no more than a bounded size, and refuses whatever does not fit.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from rules.config import Config
from rules.finding import Report
from rules.repository import PlanVersions, Repository

HEADER = 8
"""Bytes that say how long the rest is."""

LONGEST = 256 * 1024 * 1024


class Request(msgspec.Struct, frozen=True):
    """What the front door of the engine takes."""

    plans: tuple[PlanVersions, ...]
    repository: Repository
    config: Config
    today: date | None = None


class Answer(msgspec.Struct, frozen=True):
    """The report, or None where the engine raised: `error` is the exception's type alone, for its text may quote the plan."""

    report: Report | None = None
    error: str = ""


_ENCODER = msgspec.msgpack.Encoder()


def request(plans: Sequence[PlanVersions], repository: Repository, config: Config, today: date | None = None) -> bytes:
    return _ENCODER.encode(Request(tuple(plans), repository, config, today))


def read_request(data: bytes) -> Request:
    return msgspec.msgpack.decode(data, type=Request)


def pack(answer: Answer) -> bytes:
    return _ENCODER.encode(answer)


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
        return msgspec.msgpack.decode(data, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise EOFError(f"the answer cannot be read ({type(error).__name__})") from error
