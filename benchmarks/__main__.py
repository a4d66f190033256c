"""Run every benchmark and write `benchmarks/results.md`: `make bench`, or `make bench CORPUS=path`."""

import argparse
import datetime as dt
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import command_line, door, durable_work, pipeline
from benchmarks.figures import Figure, table

RESULTS = Path(__file__).parent / "results.md"

BENCHMARKS: tuple[tuple[str, Callable[[Path | None], list[Figure]]], ...] = (
    ("The door", door.measure),
    ("Durable work", lambda _corpus: durable_work.measure()),
    ("From events to checks", pipeline.measure),
    ("The command line", command_line.measure),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="a directory of plans, for the figures over many of them")
    arguments = parser.parse_args()
    parts = ["# Results", facts()]
    for title, measure in BENCHMARKS:
        print(f"{title} ...", file=sys.stderr)
        parts.append(f"## {title}\n\n{table(measure(arguments.corpus))}")
    RESULTS.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))
    return 0


def facts() -> str:
    """Return what the figures depend on: when, on what, with what."""
    load = os.getloadavg()[0]
    today = dt.datetime.now(tz=dt.UTC).date()
    return (
        f"Written by `make bench` on {today} at {commit()}: {os.cpu_count()} cores ({platform.machine()}), "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()}. "
        f"The load of the machine was {load:.1f} at the beginning; figures of a busy machine are worse than they need be."
    )


def commit() -> str:
    """Return the short name of the commit that is measured."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    found = subprocess.run(command, cwd=RESULTS.parent, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "an unknown commit"


if __name__ == "__main__":
    sys.exit(main())
