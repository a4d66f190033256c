"""`planwarden check` beside other linters, as whole processes over the same 1,000 plans in one run.

The plans are those of a corpus, repeated with a line of their own each, so that no two files are equal. The peers check the
form of Markdown and we check what plans say, so the figures compare what a person waits for, not the same work.

`make bench-linters CORPUS=path` writes `benchmarks/linters.md`.
"""

import gc
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.command_line import MIB, Run, plans_of, run
from benchmarks.figures import Figure, table
from rules.config import Config
from rules.engine import judge_plan, prepare
from rules.plan.markdown import parse
from rules.plan.reader import read
from rules.plan.source import Source
from rules.repository import PlanVersions, Repository

ROOT = Path(__file__).parent.parent
PEERS = ROOT / ".cache" / "peers"
RUMDL = "rumdl==0.3.0"
COUNT = 1_000
RUNS = 3
SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
PLANWARDEN = (sys.executable, "-m", "bot", "check")


def measure(corpus: Path | None = None) -> list[Figure]:
    """Return the figures; without a corpus only those that need none."""
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        found = list(growth(top / "growth"))
        if corpus is not None:
            found = [*side_by_side(top / "plans", plans_of(corpus)), *stages(plans_of(corpus)), *found]
        return found


def side_by_side(top: Path, plans: Sequence[Path]) -> Iterator[Figure]:
    size = repeat(plans, top)
    of = f"{COUNT:,} plans, {size / MIB:.1f} MiB, median of {RUNS} processes"
    first = next(top.rglob("plan.md"))
    linters = {
        "planwarden, one process, no cache": (*PLANWARDEN, "--no-cache", "--jobs", "1"),
        "planwarden, two processes, no cache": (*PLANWARDEN, "--no-cache", "--jobs", "2"),
        "planwarden, all known": (*PLANWARDEN, "--jobs", "2"),
        **peers(),
    }
    for name, command in linters.items():
        yield from figures(name, [measured(command, top) for _ in range(RUNS + 1)][1:], of)
        alone = (*command, str(first)) if "planwarden" in name else (*command[:-1], str(first))
        yield Figure(
            f"one plan, {name}", statistics.median(measured(alone, top).wall for _ in range(RUNS)), "s", "wall"
        )


def stages(plans: Sequence[Path]) -> Iterator[Figure]:
    """Yield how much of the processor each stage of judging takes, in this process, for plans whose texts were seen before."""
    run = prepare(Repository(), Config(), select=frozenset(), ignore=frozenset(), today=None)
    versions = [PlanVersions(f"specs/{number:03}-a/plan.md", plan.read_bytes()) for number, plan in enumerate(plans)]
    sources = [Source(each.path, each.head) for each in versions if isinstance(each.head, bytes)]
    steps: dict[str, Callable[[], object]] = {
        "parsing Markdown": lambda: [parse(source) for source in sources],
        "reading what it says": lambda: [read(source) for source in sources],
        "rules and findings": lambda: [judge_plan(run, each) for each in versions],
    }
    before = 0.0
    for name, step in steps.items():
        taken = min(processor(step) for _ in range(RUNS + 1)) / len(sources) * 1_000
        yield Figure(f"processor, one plan, {name}", taken - before, "ms", f"mean of {len(sources)} plans")
        before = taken


def processor(step: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()  # as good as off in a check
    began = time.process_time()
    step()
    taken = time.process_time() - began
    gc.enable()
    return taken


def figures(name: str, runs: Sequence[Run], of: str) -> Iterator[Figure]:
    yield Figure(f"wall, {name}", statistics.median(each.wall for each in runs), "s", of)
    yield Figure(f"processor, {name}", statistics.median(each.processor for each in runs), "s", of)
    yield Figure(f"memory, {name}", max(each.memory for each in runs) / MIB, "MiB", "peak of one process")


def measured(command: Sequence[str], top: Path) -> Run:
    return run(*command, cwd=top, environment={"XDG_CACHE_HOME": str(top.parent / "cache")})


def repeat(plans: Sequence[Path], top: Path) -> int:
    """Write `COUNT` plans, each with a line of its own, and return their bytes."""
    size = 0
    for number in range(COUNT):
        data = plans[number % len(plans)].read_bytes() + f"\n\nEdition {number} of this plan.\n".encode()
        file = top / "specs" / f"{number:04}-feature" / "plan.md"
        file.parent.mkdir(parents=True)
        file.write_bytes(data)
        size += len(data)
    return size


def peers() -> dict[str, tuple[str, ...]]:
    """Return the commands of the peers that this machine can have, installed into `.cache/peers`."""
    found: dict[str, tuple[str, ...]] = {}
    if (rumdl := installed_rumdl()) is not None:
        found[f"{RUMDL.replace('==', ' ')}, no cache"] = (str(rumdl), "check", "--no-cache", ".")
    if (markdownlint := installed_markdownlint()) is not None:
        found["markdownlint-cli2 0.24.1"] = ("node", str(markdownlint), "**/*.md")
    return found


def installed_rumdl() -> Path | None:
    program = PEERS / "rumdl" / "bin" / "rumdl"
    if not program.exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", str(PEERS / "rumdl")], check=True, capture_output=True)
            pip = [str(PEERS / "rumdl" / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", RUMDL]
            subprocess.run(pip, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"without rumdl: {error}", file=sys.stderr)
            return None
    return program


def installed_markdownlint() -> Path | None:
    home = PEERS / "markdownlint"
    program = home / "node_modules" / "markdownlint-cli2" / "markdownlint-cli2-bin.mjs"
    if not program.exists():
        try:
            home.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / "benchmarks" / "markdownlint" / "package.json", home)
            subprocess.run(["npm", "install", "--silent"], cwd=home, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"without markdownlint-cli2: {error}", file=sys.stderr)
            return None
    return program


def growth(top: Path) -> Iterator[Figure]:
    """Yield the time of one plan as it grows: the complete plan of our tests, its sections repeated under new titles."""
    text = (ROOT / "tests" / "rules" / "plans" / "complete.md").read_text(encoding="utf-8")
    for size in SIZES:
        copies = max(1, size // len(text))
        file = top / f"{size}" / "specs" / "001-a" / "plan.md"
        file.parent.mkdir(parents=True)
        file.write_text(
            "\n".join(text.replace("Risk ", f"Risk {number}.") for number in range(copies)), encoding="utf-8"
        )
        runs = [run(*PLANWARDEN, "--no-cache", str(file), cwd=file.parent) for _ in range(RUNS)]
        taken = statistics.median(each.processor for each in runs)
        yield Figure(f"processor, one plan of {size / 1000:,.0f} kB", taken, "s", f"{file.stat().st_size:,} bytes")


if __name__ == "__main__":
    from benchmarks.__main__ import facts

    text = f"# Beside other linters\n\n{facts()}\n\n{table(measure(Path(sys.argv[1]).resolve()))}\n"
    written = Path(__file__).parent / "linters.md"
    _, heading, said = written.read_text(encoding="utf-8").partition("\n## ")  # what people wrote below the table stays
    written.write_text(text.replace("`make bench`", "`make bench-linters`") + heading + said, encoding="utf-8")
