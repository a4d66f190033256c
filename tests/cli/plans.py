"""A plan for the command line's tests. Two rules are enough to tell what is listed: the rules have suites of their own."""

RULES = "no-kill-switch,deferred-answer"

SWITCH = "- **Kill Switch:** `ledger.enabled` off in the console stops writes within a minute\n"


def plan(*, rollback: str = "TBD", switch: str = "", title: str = "Payments") -> str:
    """Return a plan that is approved; by default its rollback is put off and its risk has no kill switch."""
    return f"""\
# Implementation Plan: {title}

**Status:** Approved

## Scope and Dependencies

We take card payments.

## Key Decisions and Rationale

### Decision 1: One ledger

**Options Considered:** one ledger, two ledgers
**Rationale:** one ledger is easier to reconcile

## Operational Readiness

### Deployment and Rollback

**Rollback Trigger:** the error rate is above 2 % for 5 minutes
**Rollback Steps:** {rollback}

## Risk Analysis and Mitigation

### Risk 1: ledger drift

- **Likelihood:** low
- **Impact:** high
- **Blast Radius:** all merchants
- **Mitigation:** nightly reconciliation
{switch}"""


GOOD = plan(rollback="run `deploy rollback ledger`, then see that `/healthz` answers 200", switch=SWITCH)
