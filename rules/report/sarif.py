"""`check --format sarif`: SARIF 2.1.0, for GitHub code scanning and every other tool that reads it.

Fingerprints are ours, so an alert stays the same alert when lines move. Paths are relative to the working directory, which
has to be the repository's root for GitHub to place alerts. GitHub takes 25,000 results of a run and shows 5,000
("SARIF support for code scanning"): the heaviest come first, and what is cut off is told as a notification of the run.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rules.finding import INTERNAL_ERROR, Edit, Finding, Report, Severity
from rules.options import BY_NAME
from rules.plan.source import Source, Span
from rules.report.echo import plain
from rules.report.page import page, read_page
from rules.report.prose import plain_message, plain_sentence
from rules.rule import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST = 25_000
LEVELS: Mapping[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
FINGERPRINT = "planwarden/v1"


def as_sarif(report: Report, sources: Mapping[str, bytes], *, version: str, compared: bool) -> dict[str, Any]:
    """Return the report as a SARIF log. `sources`: the plans' bytes by path, for the text that a fix replaces."""
    findings = sorted(report.findings, key=lambda each: (each.waived is not None, -each.severity.rank))
    kept = findings[:MOST]
    names = sorted({each.rule for each in kept})
    texts = {path: source for path, data in sources.items() if (source := readable(path, data)) is not None}
    results = [result(each, names.index(each.rule), texts.get(each.path), compared=compared) for each in kept]
    driver = {
        "name": "planwarden",
        "semanticVersion": version,
        "rules": [descriptor(name) for name in names],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": "planwarden/"},
        "invocations": [invocation(report, len(findings) - len(kept))],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def readable(path: str, data: bytes) -> Source | None:
    try:
        return Source(path, data)
    except UnicodeDecodeError:
        return None


def invocation(report: Report, cut: int) -> dict[str, Any]:
    """Return how the run went: crashed rules make it an unsuccessful one, and what was cut off is said."""
    told = [
        {"level": "error", "message": {"text": f"{name} failed, so what it would have found is not known"}}
        for name in report.crashed_rules
    ]
    if cut:
        text = f"{cut} further findings are left out: a run holds at most {MOST}"
        told.append({"level": "warning", "message": {"text": text}})
    return {"executionSuccessful": not report.crashed_rules, "toolExecutionNotifications": told}


def descriptor(name: str) -> dict[str, Any]:
    """Return what SARIF says of a rule; of one that a team declared or a package brought, only its name is known."""
    rule = BY_NAME.get(name)
    if rule is None:
        about = "A rule or the reader failed" if name == INTERNAL_ERROR else "A rule that the team declared itself"
        return {"id": name, "name": pascal(name), "shortDescription": {"text": about}}
    return described(rule)


def described(rule: type[Rule]) -> dict[str, Any]:
    read = read_page(rule)
    return {
        "id": rule.name,
        "name": pascal(rule.name),
        "shortDescription": {"text": read.fault},
        "fullDescription": {"text": read.why[:1000]},
        "help": {"text": read.why, "markdown": page(rule)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [rule.section], "precision": "high"},
    }


def pascal(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("-"))


def result(finding: Finding, index: int, source: Source | None, *, compared: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": " ".join(filter(None, (plain_message(finding), plain_sentence(finding.fix))))},
        "locations": [
            {"physicalLocation": {"artifactLocation": artifact(finding.path), "region": region(finding.span)}}
        ],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": {"section": finding.section, "subject": plain(finding.subject)},
    }
    if compared:
        found["baselineState"] = "new" if finding.new else "unchanged"
    if finding.waived is not None:
        found["suppressions"] = [{"kind": "inSource", "justification": plain(finding.waived, 400)}]
    if finding.edits and source is not None:
        found["fixes"] = [fix(finding.path, finding.edits, plain_sentence(finding.fix) or "Apply the fix")]
    return found


def artifact(path: str) -> dict[str, Any]:
    uri = "".join(chr(byte) if byte in SAFE else f"%{byte:02X}" for byte in path.encode("utf-8", "replace"))
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}


def region(span: Span) -> dict[str, int]:
    """Return a place; SARIF's lines and columns are counted from 1, the end column is exclusive, as ours are."""
    end = {"endLine": span.end_line, "endColumn": span.end_column}
    return {"startLine": span.line, "startColumn": span.column, **end}


def fix(path: str, edits: Sequence[Edit], words: str) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": region(edit.span), "insertedContent": {"text": edit.replacement}} for edit in edits
    ]
    change = {"artifactLocation": artifact(path), "replacements": replacements}
    return {"description": {"text": words}, "artifactChanges": [change]}
