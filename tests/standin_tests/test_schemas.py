"""Fetching GitHub's published schemas: what is said when that is not possible."""

import io
import json
import os
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.standin import schemas
from tests.standin.schemas import Published, Unavailable

PACKAGE = Published(
    package="@octokit/example",
    version="1.0.0",
    member="data.json",
    integrity="sha512-"
    "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",  # of nothing at all
)


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program called npm first on the path; it packs what stands beside it. Returns its folder."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "npm"
    script.write_text(
        f'#!/bin/sh\nwhile [ "$1" != --pack-destination ]; do shift; done\ncp {folder}/package.tgz "$2"\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(schemas, "CACHE", tmp_path / "cache")
    return folder


def pack(folder: Path, name: str, content: bytes) -> Published:
    """Write the package that npm will deliver; return its description with the right digest."""
    with tarfile.open(folder / "package.tgz", "w:gz") as archive:
        member = tarfile.TarInfo(f"package/{name}")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    try:
        schemas.fetch(PACKAGE)
    except Unavailable as reason:
        return replace(PACKAGE, integrity=str(reason).split(" has the digest ")[1].partition(",")[0])
    raise AssertionError("a package with another digest was taken")


def test_the_one_file_is_kept(npm: Path) -> None:
    published = pack(npm, "data.json", b'{"a": 1}')

    schemas.fetch(published)

    assert json.loads(published.path.read_bytes()) == {"a": 1}
    assert [each.name for each in schemas.CACHE.iterdir()] == ["example-1.0.0.json"]


def test_another_digest_is_refused(npm: Path) -> None:
    pack(npm, "data.json", b"{}")

    with pytest.raises(Unavailable, match="not the pinned one"):
        schemas.fetch(PACKAGE)

    assert not PACKAGE.at_hand


def test_npm_says_why_it_failed(npm: Path) -> None:
    (npm / "npm").write_text("#!/bin/sh\necho 'npm error network getaddrinfo ENOTFOUND' >&2\nexit 1\n")

    with pytest.raises(Unavailable, match=r"npm cannot fetch @octokit/example: .*ENOTFOUND"):
        schemas.fetch(PACKAGE)


def test_a_machine_without_npm_is_told_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schemas, "CACHE", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert schemas.main() == 0
    assert capsys.readouterr().out == (
        "GitHub's published schemas: npm is not installed; the tests that need them will be skipped\n"
    )


def test_a_test_that_needs_them_is_skipped_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemas, "CACHE", tmp_path)

    with pytest.raises(pytest.skip.Exception, match="run `make setup` with npm and network"):
        schemas.require(schemas.REST)
