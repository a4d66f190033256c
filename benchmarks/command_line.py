"""`planwarden check` as a whole process: how soon one plan is answered, and how many plans a second a corpus takes."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, table

ROOT = Path(__file__).parent.parent
ONE_PLAN = ROOT / "specs/001-main-job/plan.md"
COMMAND = (sys.executable, "-m", "bot")
MIB = 1024 * 1024

PLAN_NAMES = ("plan.md", "base.md", "head.md")
"""Files of a corpus that are plans, where it has no `index.jsonl` that names them."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds on the clock, seconds of processor, most memory in bytes."""

    wall: float
    processor: float
    memory: int


LAUNCHER = """
import json, resource, subprocess, sys, time
began = time.perf_counter()
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""
"""Starts the command from a small process: until it runs, a child counts the memory of its parent as its own."""


def run(*command: str, cwd: Path, environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end and measure it alone; raise `RuntimeError` where it could not do its work."""
    own = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "", "XDG_CACHE_HOME": "/dev/null"}
    launched = (sys.executable, "-c", LAUNCHER, *command)
    everything = {**os.environ, **own, **(environment or {})}
    done = subprocess.run(launched, cwd=cwd, env=everything, stdout=subprocess.PIPE, check=True)
    code, wall, processor, memory = json.loads(done.stdout)
    if code not in {0, 1}:
        raise RuntimeError(f"{' '.join(command[:5])} ended with {code}")
    return Run(wall, processor, memory * 1024)


def measure(corpus: Path | None = None, *, runs: int = 11) -> list[Figure]:
    """Return the figures of one plan, and of a directory of plans when one is given."""
    with tempfile.TemporaryDirectory() as empty:
        found = one_plan(Path(empty), runs)
        return found if corpus is None else [*found, *many_plans(Path(empty), plans_of(corpus), runs=3)]


def one_plan(cwd: Path, runs: int) -> list[Figure]:
    # The first run compiles the modules, which an installation has done already.
    run(*COMMAND, "check", str(ONE_PLAN), cwd=cwd)
    timed = [run(*COMMAND, "check", str(ONE_PLAN), cwd=cwd) for _ in range(runs)]
    bare = [run(sys.executable, "-c", "", cwd=cwd) for _ in range(runs)]
    of = f"median of {runs} processes, {ONE_PLAN.stat().st_size:,} bytes"
    return [
        Figure("check one plan, wall", statistics.median(each.wall for each in timed), "s", of),
        Figure("check one plan, processor", statistics.median(each.processor for each in timed), "s", of),
        Figure("check one plan, memory", max(each.memory for each in timed) / MIB, "MiB", "peak"),
        Figure("Python that does nothing, wall", statistics.median(each.wall for each in bare), "s", "to compare with"),
    ]


def many_plans(cwd: Path, plans: Sequence[Path], runs: int) -> list[Figure]:
    timed = [run(*COMMAND, "check", "--format", "json", *map(str, plans), cwd=cwd) for _ in range(runs)]
    best = min(timed, key=lambda each: each.wall)
    size = sum(plan.stat().st_size for plan in plans)
    of = f"{len(plans)} plans, {size / MIB:.1f} MiB, best of {runs} processes"
    return [
        Figure("check a corpus", len(plans) / best.wall, "plans/s", of),
        Figure("check a corpus, wall", best.wall, "s", of),
        Figure("check a corpus, processor", best.processor, "s", of),
        Figure("check a corpus, memory", max(each.memory for each in timed) / MIB, "MiB", "peak"),
    ]


def plans_of(corpus: Path) -> list[Path]:
    """Return the plans of a corpus: those that its `index.jsonl` names, and whatever has a plan's name."""
    index = corpus / "index.jsonl"
    rows = index.read_text(encoding="utf-8").splitlines() if index.exists() else []
    named = {corpus / json.loads(row)["file"] for row in rows}
    return sorted(
        {file for file in named if file.is_file()} | {file for name in PLAN_NAMES for file in corpus.rglob(name)}
    )


if __name__ == "__main__":
    print(table(measure(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None)))
