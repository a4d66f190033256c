"""Labels that ask for two things at once."""

import pytest

from tests.rules.plan.plans import plan_of


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        (
            "## Security\n\n- **AuthN/AuthZ**: sessions; the owner only\n",
            ["security.authentication", "security.authorization"],
        ),
        (
            "## Security\n\n- Authentication & Authorization: OAuth\n",
            ["security.authentication", "security.authorization"],
        ),
        (
            "## Security\n\n- **Encryption:** TLS 1.3, disks too\n",
            ["security.encryption_at_rest", "security.encryption_in_transit"],
        ),
        ("## Reliability\n\n- **SLO & Error Budget**: 99.5 %, so 216 min\n", ["nfr.error_budget", "nfr.slo"]),
        ("## Security\n\n- **Authentication**: sessions\n", ["security.authentication"]),
    ],
)
def test_both_are_answered(text: str, concepts: list[str]) -> None:
    assert sorted(answer.concept for answer in plan_of(text).answers) == concepts
