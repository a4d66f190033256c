"""The parent's side of `tests.work.child`: starts, commands and kills it, and judges what it left behind."""

import contextlib
import json
import multiprocessing
import signal
from collections import Counter
from multiprocessing.context import ForkServerProcess  # noqa: TC003 - as everywhere here, types are imported plainly
from pathlib import Path
from typing import Any, Self

from tests.work import child
from tests.work.child import Pipe, lines

START = 1_780_000_000.0
PATIENCE = 60.0
"""Seconds after which a child that hangs is killed, so that the test fails instead of hanging too."""

# A fork server imports what a child needs once; a child then starts in milliseconds, from a process without threads.
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([child.__name__])


class Died(Exception):
    """The child was killed before it answered."""


class Nursery:
    """One store and the processes that work on it, one after the other."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.now = START
        self.told: dict[str, str] = {}
        self._child: tuple[ForkServerProcess, Pipe] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self, **traps: int) -> None:
        """Start a process on the store. A trap is a step ("accept_committed") and how often it may be reached."""
        steps = {step.replace("_", "."): count for step, count in traps.items()}
        ours, theirs = _context.Pipe()
        process = _context.Process(target=child.main, args=(theirs, self.directory, self.now, steps), daemon=True)
        process.start()
        theirs.close()
        self._child = process, ours

    @property
    def alive(self) -> bool:
        return self._child is not None

    def ask(self, do: str, **more: object) -> Any:
        """Send a command and return its answer, or raise `Died`."""
        if self._child is None:
            self.start()
            if self.told:
                self.ask("tell", told=self.told)
        self.send(do, **more)
        assert self._child is not None
        process, pipe = self._child
        try:
            if not pipe.poll(PATIENCE):
                process.kill()
            answer, self.now = pipe.recv()
        except (EOFError, ConnectionResetError):
            self._bury()
            raise Died(do) from None
        return answer

    def send(self, do: str, **more: object) -> None:
        """Send a command without waiting for the answer."""
        assert self._child is not None
        with contextlib.suppress(BrokenPipeError):  # it died before: the missing answer tells
            self._child[1].send((do, more))

    def tell(self, **told: str) -> None:
        """Say how the handler shall treat lanes from now on, in this process and the next."""
        self.told = told
        if self.alive:
            self.ask("tell", told=told)

    def change(self, lane: str, number: int) -> None:
        """Let GitHub know something new about the lane."""
        with (self.directory / "truth.jsonl").open("a") as truth:
            truth.write(json.dumps({"lane": lane, "number": number}) + "\n")

    def kill(self) -> None:
        """Kill -9."""
        if self._child is not None:
            self._child[0].kill()
            self._bury()

    def stop(self) -> None:
        """End in good order."""
        if self._child is not None:
            self._bury()

    def _bury(self) -> None:
        assert self._child is not None
        (process, pipe), self._child = self._child, None
        pipe.close()
        process.join()
        code = process.exitcode
        process.close()
        if code not in {0, -signal.SIGKILL}:
            raise AssertionError((self.directory / "log.txt").read_text())

    @property
    def journal(self) -> list[Any]:
        return lines(self.directory / "journal.jsonl")

    @property
    def done(self) -> set[str]:
        """The deliveries that a job brought to its end."""
        return {name for line in self.journal if line["kind"] == "done" for name in line["deliveries"]}

    def effect(self, lane: str) -> int:
        """Return the newest number that reached the outside."""
        return max((e["number"] for e in self.journal if e["kind"] == "effect" and e["lane"] == lane), default=0)

    def check(self) -> None:
        """Assert what must hold at every moment: no effect twice, no two jobs of a lane at once."""
        effects = Counter((line["lane"], line["number"]) for line in self.journal if line["kind"] == "effect")
        assert [effect for effect, times in effects.items() if times > 1] == []
        running: set[tuple[int, str]] = set()
        for line in self.journal:
            run = (line["process"], line["lane"])
            if line["kind"] == "begin":
                assert run not in running, f"two jobs of {line['lane']} at once"
                running.add(run)
            elif line["kind"] in {"end", "done"}:
                running.remove(run)
