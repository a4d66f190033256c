"""The organisation's configuration: its own narrow token, remembered, and never taken for absent when it is unknown."""

import base64
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.github.errors import Denied, Limited, Refused, Unreachable
from bot.github.limits import Limits
from bot.github.port import GitHub, RepositoryRef
from tests.github.conftest import REPOSITORY, client_of
from tests.github.pull_answer import blob
from tests.github.script import Say, Script

CONFIG = b"mode: enforce\n"
PATH = "GET /repos/octo/.github/contents/.github/planwarden.yml"


class Clock:
    seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def github(script: Script, key: rsa.RSAPrivateKey, clock: Clock) -> AsyncIterator[GitHub]:
    limits = Limits(write_seconds=0, monotonic=clock.monotonic, now=clock.now)
    async with client_of(script, key, limits) as client:
        yield client


def file(raw: bytes, **changes: object) -> Say:
    answer = {"sha": blob(raw)["oid"], "encoding": "base64", "content": base64.encodebytes(raw).decode()}
    return Say(answer | changes)


async def test_it_is_read_with_a_token_for_that_repository_alone(script: Script, github: GitHub) -> None:
    script.queue(file(CONFIG))
    assert await github.organisation_config(REPOSITORY) == CONFIG
    assert script.paths() == [PATH]
    assert [mint.body for mint in script.mints] == [
        {"repositories": [".github"], "permissions": {"contents": "read", "metadata": "read"}}
    ]


async def test_it_is_remembered_for_five_minutes_and_for_every_repository(
    script: Script, github: GitHub, clock: Clock
) -> None:
    script.queue(file(CONFIG), file(b"mode: advisory"))
    other = RepositoryRef(installation=7, id=43, owner="Octo", name="bank")
    found = [await github.organisation_config(repository) for repository in (REPOSITORY, other)]
    clock.seconds = 299
    found.append(await github.organisation_config(REPOSITORY))
    assert (found, len(script.heard)) == ([CONFIG] * 3, 1)
    clock.seconds = 300
    assert await github.organisation_config(REPOSITORY) == b"mode: advisory"


async def test_no_file_is_remembered_as_well(script: Script, github: GitHub) -> None:
    script.queue(Say({"message": "Not Found"}, status=404))
    assert await github.organisation_config(REPOSITORY) is None
    assert await github.organisation_config(REPOSITORY) is None


@pytest.mark.parametrize(
    "answer",
    [
        Say({"message": "There is at least one repository that does not exist or is not accessible"}, status=422),
        Say({"message": "Not Found"}, status=404),
    ],
    ids=["422", "404"],
)
async def test_a_repository_that_the_app_is_not_installed_on(script: Script, github: GitHub, answer: Say) -> None:
    script.minting.append(answer)
    assert await github.organisation_config(REPOSITORY) is None
    assert script.heard == []


@pytest.mark.parametrize(
    "trouble", [Say({}, status=503), Say({}, status=429), Say(body=b"{")], ids=["503", "429", "truncated"]
)
async def test_the_last_good_one_stays_in_force_while_github_is_in_trouble(
    script: Script, github: GitHub, clock: Clock, trouble: Say
) -> None:
    script.queue(file(CONFIG), trouble, file(b"mode: advisory"))
    await github.organisation_config(REPOSITORY)
    clock.seconds = 1000
    assert await github.organisation_config(REPOSITORY) == CONFIG
    clock.seconds = 2000
    assert await github.organisation_config(REPOSITORY) == b"mode: advisory"


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (Say({}, status=503), Unreachable),
        (Say({}, status=429), Limited),
        (Say({"message": "Resource not accessible by integration"}, status=403), Denied),
        (file(CONFIG, sha="0" * 40), Unreachable),
        (file(CONFIG, encoding="none", content=""), Refused),
        (Say([{"name": "a directory"}]), Refused),
    ],
    ids=["503", "429", "403", "other bytes", "above 1 MB", "a directory"],
)
async def test_unknown_is_not_absent(script: Script, github: GitHub, trouble: Say, kind: type[Exception]) -> None:
    script.queue(trouble)
    with pytest.raises(kind):
        await github.organisation_config(REPOSITORY)
