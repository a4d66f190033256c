"""Plans as people write them: one with real faults, and its cure."""

PATH = "specs/001-refunds/plan.md"

FAULTY = """\
# Architecture Plan: Refunds

**Feature:** Refunds
**Status:** Approved
**Version:** 1.0.0
**Created:** 2026-03-02
**Last Updated:** 2026-03-09
**Architect:** @acme/payments

## Scope and Dependencies

### In Scope
- Refund a captured payment in full, from the order page

### Out of Scope
- Partial refunds: finance wants them in the next quarter

### External Dependencies
None: the ledger is our own

## Key Decisions and Rationale

### Decision 1: Where the refund is booked

**Options Considered:**
1. **The ledger service** - Pros: one source of truth / Cons: one more hop
2. **The payment service** - Pros: no hop / Cons: two books to reconcile

**Trade-offs:**
- 20 ms more per refund against a nightly reconciliation

**Chosen:** The ledger service

**Rationale:**
Two books drifted twice last year, and each time finance stopped payouts for a day.

**Principles Applied:** Simplicity

**ADR Required:** No

## Operational Readiness

### Deployment and Rollback

**Rollback Steps:**
1. Turn off `refunds.enabled` in the flag console
2. Redeploy the previous release with `deploy payments --to previous`
3. Verify that `/health` answers 200

**Rollback Trigger:** more than 1 % of refunds fail within 5 minutes

### Feature Flags
- `refunds.enabled`: shows the refund button; default off; stays as the kill switch

**Compatibility:** both releases read the flag

### Runbooks

**Incident: refunds fail**
1. Detection: more than 1 % of refunds fail within 5 minutes
2. Diagnosis: `logs payments --grep refund`
3. Resolution: turn off `refunds.enabled`
4. Prevention: a contract test against the ledger

## Risk Analysis and Mitigation

### Risk 1: A refund is paid twice
- **Likelihood:** Medium
- **Impact:** High
- **Blast Radius:** every customer who clicks twice
- **Mitigation:** an idempotency key per order
- **Kill Switch:** turn off `refunds.enabled`, takes effect in 10 seconds

### Risk 2: The ledger drifts
- **Likelihood:** Low
- **Impact:** High
- **Blast Radius:** all bookings of the day
- **Mitigation:** a nightly reconciliation that pages on-call

### Risk 3: The payment provider is down
- **Likelihood:** Medium
- **Impact:** Medium
- **Blast Radius:** refunds of that provider
- **Mitigation:** refunds are queued and sent later
- **Kill Switch:** turn off `refunds.enabled`
"""

CURE = "- **Kill Switch:** turn off `refunds.enabled`; bookings stop in 10 seconds\n"
FIXED = FAULTY.replace("pages on-call\n", f"pages on-call\n{CURE}")
HEADING_LINE = FAULTY.splitlines().index("### Risk 2: The ledger drifts") + 1

CONFIG = """\
rules:
  missing-required-section: off
  spec-missing: off
  approved-plan-changed-without-review: off
  last-updated-not-bumped: off
"""
"""Leaves out what short plans lack, and what every edit of an approved plan would bring with it."""

MANY = FAULTY + "".join(
    f"\n### Risk {number}: Outage of part {number}\n- **Likelihood:** Low\n- **Impact:** High\n"
    f"- **Blast Radius:** part {number}\n- **Mitigation:** restart part {number}\n"
    for number in range(4, 124)
)
"""More faults than one request can carry as annotations, and more than one review may say."""

RED = ("failure", f"1 error in {PATH}")
"""The verdict on `FAULTY`."""
