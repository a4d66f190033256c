"""Plans that commands work on."""

from tests.end_to_end.plans import FAULTY

PLAN = FAULTY.replace("**ADR Required:** No", "**ADR Required:** Yes")
"""Has a risk without a kill switch (an error) and a decision that needs a record."""

FIXABLE = FAULTY.replace("2026-03-09", "March 9, 2026").replace("**Status:** Approved", "**Status:** Aproved")
"""Has a date and a status that can be fixed safely, and the risk without a kill switch."""
