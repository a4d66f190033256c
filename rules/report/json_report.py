"""`check --format json`: the report as one JSON object, version 1. Fields are added, never renamed or removed."""

from typing import Any

from rules.finding import Finding, PlanReport, Report
from rules.report.groups import last_line

VERSION = 1


def as_json(report: Report) -> dict[str, Any]:
    totals = report.totals
    return {
        "version": VERSION,
        "today": report.today.isoformat() if report.today is not None else None,
        "plans": [plan_as_json(plan) for plan in report.plans],
        "totals": {
            "plans_found": totals.plans_found,
            "plans_parsed": totals.plans_parsed,
            "rules_run": totals.rules_run,
            "rules_applicable": totals.rules_applicable,
            "errors": totals.errors,
            "warnings": totals.warnings,
            "infos": totals.infos,
            "waived": totals.waived,
        },
    }


def plan_as_json(plan: PlanReport) -> dict[str, Any]:
    return {
        "path": plan.path,
        "base_path": plan.base_path,
        "profile": plan.profile,
        "status": plan.status,
        "findings": [finding_as_json(finding) for finding in plan.findings],
    }


def finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "line": finding.span.line,
        "column": finding.span.column,
        "end_line": last_line(finding),
        "end_column": finding.span.end_column,
        "section": finding.section,
        "subject": finding.subject,
        "message": finding.message,
        "fix": finding.fix,
        "question": finding.question,
        "fingerprint": finding.fingerprint,
        "fixable": finding.fixable,
        "new": finding.new,
        "waived": finding.waived,
    }
