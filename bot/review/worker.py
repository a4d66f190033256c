"""The judging process: reads requests from its standard input, answers on its standard output, until that ends.

It gives up what it does not need before it reads the first byte of a plan.
"""

import os
import resource
import signal
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO

from bot.plugins import load
from bot.review import frames
from bot.watchdog import Watchdog
from rules.rule import Rule

MEMORY = 2 * 1024**3
"""Bytes of address space; judging the largest plan takes a small part of it."""

NICE = 10
"""How far behind the bot's own process, which answers GitHub, a judging process stands in line for a processor."""

PROCESSOR_SECONDS = 60
"""Of one request. The bot's own deadline comes first unless the machine sleeps or the bot is gone."""


def main(plugins: Sequence[str] = ()) -> None:
    """Serve until the bot closes its end. `plugins`: packages of rules, imported before anything of a stranger is read."""
    rules = load(plugins)
    restrict()
    yield_to_the_door()
    source, sink = private_ends()
    while header := source.read(frames.HEADER):
        allow_more_time()
        data = source.read(frames.length(header))
        with Watchdog() as watchdog:
            answer = answered(data, rules, watchdog)
        sink.write(frames.framed(frames.pack(answer)))
        sink.flush()


def answered(data: bytes, plugins: Sequence[type[Rule]], watchdog: Watchdog) -> frames.Answer:
    try:
        return frames.result(frames.read_request(data).perform(plugins, watchdog.started))
    except Exception as error:  # noqa: BLE001 - the bot tells it as a failed check
        return frames.Answer(error=type(error).__name__)


def private_ends() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes to the bot under other numbers, so that nothing that prints or reads can meddle with them."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nothing, number)
    os.close(nothing)
    return source, sink


def restrict() -> None:
    """No huge memory, no files written, no child processes, no core dumps with text of plans."""
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
    }
    for limit, most in limits.items():
        # macOS refuses to bound the address space; there the deadline alone holds.
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))


def yield_to_the_door() -> None:
    """Let acknowledgements go first, and a stop of the whole service leave the judging to end in order."""
    os.nice(NICE)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def allow_more_time() -> None:
    """Move the limit on processor time, which counts from the start of the process, ahead for one more request."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + PROCESSOR_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
