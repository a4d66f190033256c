"""A directory to work in: files by path, and git when it is needed."""

import subprocess
from pathlib import Path

import pytest


class WorkingDirectory:
    """The working directory of a test."""

    def __init__(self, top: Path) -> None:
        self.top = top

    def write(self, path: str, text: str | bytes = "") -> Path:
        file = self.top / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def git(self, *arguments: str, at: str = ".") -> str:
        """Run git as nobody in particular, whatever the machine's own configuration says."""
        identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
        command = ("git", "-C", str(self.top / at), *identity, *arguments)
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def commit(self, at: str = ".") -> str:
        """Commit everything, into a new repository where there is none, and return the commit."""
        if not (self.top / at / ".git").exists():
            self.git("init", "--quiet", "--initial-branch=main", at=at)
        self.git("add", "--all", at=at)
        self.git("commit", "--quiet", "--allow-empty", "--message=change", at=at)
        return self.git("rev-parse", "HEAD", at=at)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WorkingDirectory:
    """Return an empty working directory, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return WorkingDirectory(tmp_path)
