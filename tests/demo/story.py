"""What the demo tells: a repository, a plan with five faults that people really make, and their repair."""

from pathlib import Path

REPOSITORY = "octo-org/shop"
BRANCH = "instant-refunds"
TITLE = "Plan instant refunds"
PLAN = "specs/042-instant-refunds/plan.md"
ADR = "history/adr/0007-refund-ledger.md"

START = {
    "README.md": "# Shop\n",
    "specs/042-instant-refunds/spec.md": "# Instant refunds\n\nAn agent refunds an order with one click.\n",
}
FAULTY = (Path(__file__).parent / "plans" / "first.md").read_text(encoding="utf-8")

REPAIRS = (
    ("- **Error Budget:** 0.1 % of refunds", "- **Error Budget:** 0.5 % of refunds"),
    (
        "- **Rollback Plan:** [How to revert if deployment fails]",
        "- **Rollback Plan:** `alembic downgrade -1` drops `refunds` after `pg_dump -t refunds`; no other table changes",
    ),
    ("- **Rollback Trigger:** TBD", "- **Rollback Trigger:** `RefundErrors` fires within an hour of a release"),
    (
        "unique index on `payment_id, key`\n",
        "unique index on `payment_id, key`\n- Kill Switch: set `refunds_enabled` to off in LaunchDarkly; within 30 s\n",
    ),
    ("set `instant_refunds_enabled` to off", "set `refunds_enabled` to off"),
)
ADR_TEXT = """# ADR-0007: Refund ledger

- **Status:** Accepted
- **Date:** 2026-11-20
- **Plan:** [Instant refunds](../../specs/042-instant-refunds/plan.md)

## Context

The order page must show refunds while the payment provider is down.

## Decision

Refunds live in our ledger, which the provider's webhooks keep current.

## Consequences

### Negative

- A reconciliation job runs every night.

## Alternatives Considered

- Asking the provider on every page view: 300 ms on every page.
"""


def repaired(repairs: int = len(REPAIRS)) -> str:
    """Return the plan after so many repairs; raise `ValueError` when one no longer fits the plan."""
    text = FAULTY
    for fault, repair in REPAIRS[:repairs]:
        if fault not in text:
            raise ValueError(f"the demo's plan has no {fault!r}")
        text = text.replace(fault, repair)
    return text
