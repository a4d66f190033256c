"""We use what we make: our own plans and decisions pass our own rules."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1|^    .*?$|`[^`\n]*`", re.DOTALL | re.MULTILINE)
ADRS = sorted((ROOT / "history" / "adr").glob("*.md"))


def test_own_plans_pass_planwarden_check() -> None:
    """No error in any of our plans, on the command line that a user would run."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "check", "specs"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.name)
def test_own_decisions_are_complete_and_linked(path: Path) -> None:
    """The number in the heading is the file's, the status is one word, and every part that we ask of others is there."""
    text = path.read_text(encoding="utf-8")

    assert re.match(rf"# ADR-{path.name[:4]}: \S", text)
    assert re.search(r"^- \*\*Status:\*\* (Proposed|Accepted|Superseded|Rejected)$", text, re.MULTILINE)
    assert re.search(r"^- \*\*Date:\*\* \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    for heading in ("Context", "Decision", "Consequences", "Alternatives Considered", "References"):
        assert f"\n## {heading}\n" in text
    assert "\n### Negative\n" in text


@pytest.mark.parametrize("path", [*ADRS, *sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"], ids=str)
def test_relative_links_lead_somewhere(path: Path) -> None:
    """Every relative link of our pages names a file of this repository."""
    text = CODE.sub("", path.read_text(encoding="utf-8"))

    targets = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]

    assert [each for each in targets if each and not (path.parent / each).exists()] == []
