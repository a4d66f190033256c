"""What goes between the bot and a judging process: MessagePack with its length in front.

The process has read hostile text, so its answers are not trusted: decoding by type builds the values that the task is
to bring and nothing else, of no more than a bounded size, and refuses whatever does not fit.
"""

from typing import Any, TypeVar

import msgspec

from bot.review.tasks import Task

T = TypeVar("T")

HEADER = 8
"""Bytes that say how long the rest is."""

LONGEST = 256 * 1024 * 1024


class Answer(msgspec.Struct, frozen=True):
    """What a task came to, in MessagePack of its own; None where it raised.

    `error` is the exception's type alone, for its text may quote the plan.
    """

    result: bytes | None = None
    error: str = ""


_ENCODER = msgspec.msgpack.Encoder()


def request(task: Task) -> bytes:
    return _ENCODER.encode(task)


def read_request(data: bytes) -> Task:
    task: Task = msgspec.msgpack.decode(data, type=Task)
    return task


def result(value: Any) -> Answer:
    """Return the answer that brings a value."""
    return Answer(_ENCODER.encode(value))


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
    return _decoded(data, Answer)


def value_of(answer: Answer, kind: type[T]) -> T:
    """Return the value that an answer brings. Raises `EOFError` for one of another kind."""
    return _decoded(answer.result or b"", kind)


def _decoded(data: bytes, kind: type[T]) -> T:
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise EOFError(f"the answer cannot be read ({type(error).__name__})") from error
