"""GitHub's published descriptions of itself: fetched once with npm, checked, kept in `.cache/github/`.

They are too big to commit and change every week, so they are pinned by version and by the digest of the package. A machine
without npm or network runs every test that does not need them.

`python -m tests.standin.schemas` (a part of `make setup`) fetches what is missing and always exits 0.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

CACHE = Path(__file__).parents[2] / ".cache" / "github"
FETCH_SECONDS = 300


class Unavailable(Exception):
    """A description cannot be had; the text says why."""


@dataclass(frozen=True, slots=True)
class Published:
    """One file of an npm package. `integrity`: SHA-512 of the package's tarball, as npm writes it."""

    package: str
    version: str
    member: str
    integrity: str

    @property
    def path(self) -> Path:
        stem = self.package.removeprefix("@octokit/").replace("/", "-")
        return CACHE / f"{stem}-{self.version}{Path(self.member).suffix}"

    @property
    def at_hand(self) -> bool:
        return self.path.exists()


REST = Published(
    package="@octokit/openapi",
    version="23.0.2",
    member="generated/api.github.com.json",
    integrity="sha512-pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==",
)
GRAPHQL = Published(
    package="@octokit/graphql-schema",
    version="15.26.1",
    member="schema.graphql",
    integrity="sha512-RFDC2MpRBd4AxSRvUeBIVeBU7ojN/SxDfALUd7iVYOSeEK3gZaqR2MGOysj4Zh2xj2RY5fQAUT+Oqq7hWTraMA==",
)
PAYLOAD_EXAMPLES = Published(
    package="@octokit/webhooks-examples",
    version="7.6.1",
    member="api.github.com/index.json",
    integrity="sha512-De6U3XB6O3DtCa7bKgCMzTHdeopqqZ6SNivMYJnK65ierKL1AnNIA0tkRYCRS7lwGT792d+Ps1WbfHlso6MynQ==",
)
PAYLOADS = Published(
    package="@octokit/openapi-webhooks",
    version="12.1.0",
    member="generated/api.github.com.json",
    integrity="sha512-Z5eDsLCUNbx1zHpZb1LNQirADqdMTvWJQ/deahi0ws+tWWnwHXB+Pr4jfmM9OrETS9Y5iW8ZRu1fdbudObhLrg==",
)
SARIF = Published(
    package="@microsoft/jest-sarif",
    version="1.0.0-beta.0",
    member="lib/schemas/sarif-2.1.0-rtm.5.json",
    integrity="sha512-A1fOhPd6Ic5iDk4F9YPw1qNB4XF+7+IviR7xl8r2F6QzQkx5cpY9LsGk2rExiFIEcBbjpVnSmwWGBukASkiQ9A==",
)
"""The schema of OASIS for SARIF 2.1.0, which GitHub's code scanning checks uploads by."""

ALL = (REST, GRAPHQL, PAYLOAD_EXAMPLES, PAYLOADS, SARIF)


@cache
def load(published: Published) -> Any:
    """Return the parsed JSON of `published`; it is shared, so do not change it."""
    return json.loads(published.path.read_bytes())


def require(*wanted: Published) -> None:
    """Skip the running test, with the reason, unless everything `wanted` is at hand."""
    if missing := [published.package for published in wanted if not published.at_hand]:
        pytest.skip(f"needs GitHub's published schemas ({', '.join(missing)}): run `make setup` with npm and network")


def fetch(published: Published) -> None:
    """Download the package, check it and keep its one file. Raises `Unavailable`."""
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("npm is not installed")
    with tempfile.TemporaryDirectory() as folder:
        tarball = _pack(npm, published, Path(folder))
        found = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
        if found != published.integrity:
            raise Unavailable(f"{published.package}@{published.version} has the digest {found}, not the pinned one")
        _keep(tarball, published)


def _pack(npm: str, published: Published, folder: Path) -> Path:
    command = [npm, "pack", "--silent", "--fetch-retries=1", "--pack-destination", str(folder)]
    command.append(f"{published.package}@{published.version}")
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=FETCH_SECONDS)
    except subprocess.TimeoutExpired as stuck:
        raise Unavailable(f"npm gave no answer in {FETCH_SECONDS} s") from stuck
    except subprocess.CalledProcessError as failed:
        words = failed.stderr.decode(errors="replace").strip().splitlines()
        raise Unavailable(
            f"npm cannot fetch {published.package}: {words[-1] if words else 'no reason given'}"
        ) from failed
    return next(folder.glob("*.tgz"))


def _keep(tarball: Path, published: Published) -> None:
    """Write beside the target and rename: an interrupted set-up leaves no half file that looks whole."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tarfile.open(tarball) as archive:
        member = archive.extractfile(f"package/{published.member}")
        if member is None:
            raise Unavailable(f"{published.package}@{published.version} has no {published.member}")
        partial = published.path.with_suffix(".partial")
        partial.write_bytes(member.read())
        partial.replace(published.path)


def main() -> int:
    missing = [published for published in ALL if not published.at_hand]
    try:
        for published in missing:
            fetch(published)
    except Unavailable as reason:
        print(f"GitHub's published schemas: {reason}; the tests that need them will be skipped")  # noqa: T201 - a command
        return 0
    done = f"fetched {len(missing)}" if missing else "all cached"
    print(f"GitHub's published schemas: {done} ({len(ALL)} in .cache/github)")  # noqa: T201 - a command
    return 0


if __name__ == "__main__":
    sys.exit(main())
