"""Write the files that are made from code, or with --check say which of them are not up to date (exit 1).

A generator yields the path and the text of every file that it is responsible for; add it to `GENERATORS`.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.generate_cli import cli_page
from tests.generate_commands import commands_page
from tests.generate_rules import rule_pages

ROOT = Path(__file__).parent.parent

GENERATORS: tuple[Callable[[], Iterator[tuple[str, str]]], ...] = (rule_pages, cli_page, commands_page)


def files() -> Iterator[tuple[Path, str]]:
    for generator in GENERATORS:
        for path, text in generator():
            yield ROOT / path, text


def stale() -> list[str]:
    """Return the paths whose text on disk is not what the code says now."""
    return [
        str(path.relative_to(ROOT))
        for path, text in files()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.generate", description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file is not up to date")
    if parser.parse_args().check:
        for path in (out_of_date := stale()):
            sys.stderr.write(f"{path} is not up to date: run `make docs`\n")
        return 1 if out_of_date else 0
    for file, text in files():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
