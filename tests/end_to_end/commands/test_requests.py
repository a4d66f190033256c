"""What a command costs: requests to GitHub, tokens and the organisation's file apart."""

import pytest

from tests.end_to_end.commands.plans import FIXABLE, PLAN
from tests.end_to_end.commands.talk import settle
from tests.end_to_end.house import House
from tests.end_to_end.plans import PATH
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository

BUDGETS = {
    "/sp.explain no-kill-switch": (2, 3),
    "/sp.help": (3, 3),
    "/sp.risks": (3, 3),
    "/sp.adr": (4, 3),
    "/sp.adr Where the refund is booked": (6, 4),
    "/sp.fix": (4, 4),
    "/sp.waive no-kill-switch until 2099-12-31 because the vendor decides": (6, 4),
    "/sp.check": (4, 3),
}
"""Reads and writes, the review that `/sp.check` and `/sp.waive` bring included."""


@pytest.mark.parametrize("command", BUDGETS)
async def test_a_command_costs(house: House, shop: Repository, command: str) -> None:
    pull = shop.pull_request("refunds", {PATH: FIXABLE if command == "/sp.fix" else PLAN}, author="alice")
    await settle(house)
    house.spent()
    house.github.person("ada").comment(pull, command)

    await house.deliver(house.github.hooks.take("issue_comment"))

    spent = house.spent()
    assert (spent["read"], spent["write"]) == BUDGETS[command]


async def test_a_command_on_an_old_base_costs_one_read_more(house: House, shop: Repository, pull: PullRequest) -> None:
    """The default branch has moved on, so the configuration of the base that counts has to be asked for."""
    await settle(house)
    shop.push("main", {"README.md": "# More\n"})
    await settle(house)
    house.spent()
    house.github.person("ada").comment(pull, "/sp.explain no-kill-switch")

    await house.deliver(house.github.hooks.take("issue_comment"))

    assert house.spent() == {"read": 3, "write": 3}
