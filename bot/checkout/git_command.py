"""Running git: quietly, without what the repository's own configuration may name, and with its complaints for the person."""

import posixpath
import subprocess
from collections.abc import Sequence

from bot.checkout.git_terms import SAFELY, environment
from bot.checkout.usage import Usage


def git(top: str, *arguments: str, given: bytes = b"", options: Sequence[str] = ()) -> bytes:
    """Run git in a repository and return what it writes; raise `Usage` with its own words when it fails.

    `options`: git's own, which stand before the command.
    """
    done = run(top, *options, *arguments, given=given)
    if done.returncode:
        raise Usage(f"git {arguments[0]} failed in {posixpath.relpath(top)}: {said(done)}")
    return done.stdout


def run(top: str, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ("git", "-C", top, *SAFELY, *arguments)
    try:
        return subprocess.run(command, input=given, capture_output=True, check=False, env=environment())  # noqa: S603 - no shell
    except FileNotFoundError as error:
        raise Usage("--base needs git, and there is none on the PATH: use --base-dir") from error
    except OSError as error:
        raise Usage(f"--base needs git, and it cannot be run: {error.strerror}: use --base-dir") from error


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return what git complained about, on one line."""
    return " ".join(done.stderr.decode("utf-8", "replace").split())
