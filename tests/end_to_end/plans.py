"""Plans as people write them: one with real faults, and its cure."""

PATH = "specs/001-refunds/plan.md"

FAULTY = """\
# Architecture Plan: Refunds

**Feature:** Refunds
**Status:** Approved
**Version:** 1.0.0

## Scope and Dependencies

### In Scope
- Refund a captured payment in full, from the order page

### Out of Scope
- Partial refunds: finance wants them in the next quarter

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

**ADR Required:** No

## Operational Readiness

### Deployment and Rollback

**Rollback Steps:**
1. Turn off `refunds.enabled` in the flag console
2. Redeploy the previous release with `deploy payments --to previous`

**Rollback Trigger:** more than 1 % of refunds fail within 5 minutes

### Feature Flags
- `refunds.enabled`: shows the refund button

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

CONFIG = "rules:\n  missing-required-section: off\n"

MANY = FAULTY + "".join(
    f"\n### Risk {number}: Outage of part {number}\n- **Likelihood:** Low\n- **Impact:** High\n"
    f"- **Blast Radius:** part {number}\n- **Mitigation:** restart part {number}\n"
    for number in range(4, 124)
)
"""More faults than one request can carry as annotations, and more than one review may say."""

RED = ("failure", f"1 error in {PATH}")
"""The verdict on `FAULTY`."""
