"""Data of people: fields by their names, phrases by their meaning."""

import pytest

from rules.people import data_of_people
from tests.rules.plan.plans import plan_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- email: VARCHAR(255)\n", ["email"]),
        ("Columns `first_name`, `birth-date`, `ipAddress`\n", ["first_name", "birth-date", "ipAddress"]),
        ("interface User { phoneNumber?: string; dateOfBirth: Date; }\n", ["phoneNumber", "dateOfBirth"]),
        ("We keep phone numbers and payment data\n", ["phone number", "payment data"]),
        ("We keep phone numbers and postal addresses\n", []),
        ("emailer: a job; `email_template`: a file\n", []),
        ("- Email: sent by the provider\n", []),
        ("The name of the table is `exports`\n", []),
    ],
)
def test_signs(text: str, expected: list[str]) -> None:
    plan = plan_of("## Data Management and Migration\n\n" + text)

    assert [each.word for each in data_of_people(plan)] == expected


def test_only_where_data_is_described() -> None:
    assert data_of_people(plan_of("## Timeline\n\n- email: string\n")) == []
