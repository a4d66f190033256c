"""A repository whose people have roles, and a pull request with one fault and a decision without its record."""

import pytest

from tests.end_to_end.commands.plans import PLAN
from tests.end_to_end.plans import CONFIG, PATH
from tests.standin.model.accounts import Role
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.server import StandIn


@pytest.fixture
def shop(github: StandIn) -> Repository:
    shop = github.repository("octo/shop", {"README.md": "# Shop\n", ".github/planwarden.yml": CONFIG})
    for login, role in (("rita", Role.READ), ("tom", Role.TRIAGE), ("alice", Role.WRITE), ("mia", Role.MAINTAIN)):
        shop.collaborator(login, role)
    shop.collaborator("ada", Role.ADMIN)
    return shop


@pytest.fixture
def pull(shop: Repository) -> PullRequest:
    return shop.pull_request("refunds", {PATH: PLAN}, author="alice")
