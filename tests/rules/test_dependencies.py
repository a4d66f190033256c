"""Systems that a plan needs while it runs."""

import pytest

from rules.dependencies import dependencies, key
from tests.rules.plan.plans import plan_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- **Ledger** (REST API), @acme/ledger\n1. Mail provider: SMTP\n", ["Ledger", "Mail provider"]),
        ("- FastAPI: web framework\n- React library\n", []),
        ("| System | Owner | Integration Point |\n|---|---|---|\n| Ledger | @a | `GET /invoices` |\n| pytest | us | tests |\n",
         ["Ledger"]),
        ("None\n", []),
    ],
)  # fmt: skip
def test_dependencies(text: str, expected: list[str]) -> None:
    plan = plan_of("## Scope and Dependencies\n\n### External Dependencies\n\n" + text)

    assert [each.name for each in dependencies(plan)] == expected


def test_a_system_is_named_by_its_own_words() -> None:
    assert (key("Monnify API"), key("the Database"), key("Object store")) == ("monnify", "the database", "object store")
