"""The reader of ADR files: what it takes from the usual forms."""

import pytest

from rules.adr_file import number_in, read_adr, slug_in

TEMPLATE = """# ADR-0007: Own bucket

- **Status:** Accepted
- **Feature:** [export](../../specs/001-export/plan.md)

## Decision

Every tenant has a bucket.

## Consequences

### Positive

Keys are apart.

### Negative

Forty buckets.

## Alternatives Considered

Prefixes.
"""
NYGARD = (
    "# 7. Own bucket\n\nDate: 2026-11-02\n\n## Status\n\nAccepted\n\nSuperseded by [9. Prefixes](0009-prefixes.md)\n"
)
MADR = '---\nstatus: "rejected"\n---\n# Own bucket\n\n## Considered Options\n\n* prefixes\n'


@pytest.mark.parametrize(
    ("name", "number", "slug"),
    [
        ("0007-own-bucket.md", 7, "own-bucket"),
        ("ADR-007.md", 7, ""),
        ("7_title.adoc", 7, "title"),
        ("0001-.md", 1, ""),
        ("2026-11-02-own-bucket.md", None, ""),
        ("20261102-own-bucket.md", None, ""),
        ("README.md", None, ""),
        ("0007-picture.png", None, ""),
    ],
)
def test_the_name_of_a_file(name: str, number: int | None, slug: str) -> None:
    assert (number_in(name), slug_in(name)) == (number, slug)


def test_the_form_of_the_template() -> None:
    record = read_adr("history/adr/0007-own-bucket.md", TEMPLATE.encode())

    assert (record.number, record.heading_number, record.title, record.status) == (7, 7, "Own bucket", "accepted")
    assert record.section("negative") == "Forty buckets."
    assert record.section("consequences") == "\nPositive\nKeys are apart.\nNegative\nForty buckets."
    assert record.section("context") is None
    assert "../../specs/001-export/plan.md" in record.links


def test_nygard_s_form() -> None:
    record = read_adr("docs/adr/0007-own-bucket.md", NYGARD.replace("\n", "\r\n").encode())

    assert (record.heading_number, record.title, record.status, record.successors) == (
        7,
        "Own bucket",
        "superseded",
        frozenset({9}),
    )


def test_madr_s_form() -> None:
    record = read_adr("docs/decisions/own-bucket.md", MADR.encode())

    assert (record.number, record.heading_number, record.title, record.status) == (None, None, "Own bucket", "rejected")
    assert record.section("alternatives") == "* prefixes"


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Status: Proposed", "proposed"),
        ("* **Status**: ~~Accepted~~ Deprecated", "deprecated"),
        ("| Status | Accepted |", "accepted"),
        ("- **Status:** Proposed | Accepted | Superseded | Rejected", "menu"),
        ("- **Status:** {{STATUS}}", "menu"),
        ("- **Status:** Accepted, supersedes ADR-0003", "accepted"),
        ("```\nStatus: Accepted\n```", ""),
        ("<!-- Status: Accepted -->", ""),
        ("Estado: whatever", ""),
    ],
)
def test_the_status(line: str, status: str) -> None:
    assert read_adr("adr/0001-a.md", f"# ADR-0001: A\n\n{line}\n".encode()).status == status


def test_text_that_nobody_closed_takes_no_longer() -> None:
    read_adr("adr/0001-a.md", b"<!--" * 50_000)
    read_adr("adr/0002-a.md", b"# " + b"a" * 100_000 + b"\n" + b"=" * 100_000)
    read_adr("adr/0003-a.md", b"](" * 50_000 + b"~~" * 50_000 + b"/" * 50_000 + b"\n[a" * 30_000)
