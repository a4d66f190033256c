"""`planwarden --version`: what exactly is running, enough to repeat a verdict."""

import argparse
import hashlib
import json
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bot import __version__
from bot.checkout.usage import Usage
from bot.cli.terminal import emit
from rules.registry import RULES


def run(arguments: argparse.Namespace) -> int:
    facts = {"version": __version__, "commit": commit(), "rules": len(RULES), "rule_set": rule_set()}
    if arguments.json:
        emit(json.dumps(facts) + "\n")
    else:
        at = f" at {facts['commit']}" if facts["commit"] else ""
        emit(f"planwarden {__version__}{at}, {len(RULES)} rules, rule set {facts['rule_set']}\n")
    return 0


def rule_set() -> str:
    """Return a digest of the engine, rules and data included: equal digests judge equal input equally."""
    digest = hashlib.sha256()
    for name, data in sorted(contents(files("rules"))):
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:16]


def contents(directory: Traversable, prefix: str = "") -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in directory.iterdir():
        if entry.is_dir():
            found += contents(entry, f"{prefix}{entry.name}/")
        elif not entry.name.endswith(".pyc"):
            found.append((f"{prefix}{entry.name}", entry.read_bytes()))
    return found


def commit() -> str | None:
    """Return the commit that this was installed from (PEP 610), or that of the checkout it runs from, or None."""
    try:
        origin = json.loads(distribution("planwarden").read_text("direct_url.json") or "{}")
    except PackageNotFoundError:
        origin = {}
    recorded = origin.get("vcs_info", {}).get("commit_id")
    return str(recorded) if recorded else commit_of_checkout(Path(__file__).parents[2])


def commit_of_checkout(top: Path) -> str | None:
    if not (top / ".git").exists():
        return None
    from bot.checkout.git_command import git  # noqa: PLC0415 - only a checkout needs git

    try:
        return git(str(top), "rev-parse", "HEAD").decode().strip()
    except Usage:  # no git on this machine, or no commit yet: then it is not known
        return None
