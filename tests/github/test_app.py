"""Signing as the App, and tokens as narrow as the job."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bot.github.app import CONFIGURATION, Scope, Signer, load_key
from bot.github.errors import Denied, GitHubError, Gone, Limited, Refused, Unreachable
from bot.github.port import CheckRun, GitHub, RepositoryRef
from tests.github.conftest import APP, REPOSITORY
from tests.github.script import Break, Say, Script

NOON = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)
OTHER = RepositoryRef(installation=7, id=43, owner="octo", name="bank")
ELSEWHERE = RepositoryRef(installation=8, id=42, owner="octo", name="shop")
RUN = CheckRun("a" * 40, "digest", "success", "Fine", "All fine")


async def create(client: GitHub, repository: RepositoryRef = REPOSITORY) -> int:
    return await client.create_check_run(repository, RUN)


def claims(authorization: str, key: rsa.RSAPrivateKey) -> dict[str, object]:
    token = authorization.removeprefix("Bearer ")
    decoded: dict[str, object] = jwt.decode(
        token, key.public_key(), algorithms=["RS256"], options={"verify_exp": False, "verify_iat": False}
    )
    return decoded


def test_the_signature_is_backdated_and_lasts_nine_minutes(key: rsa.RSAPrivateKey) -> None:
    now = int(NOON.timestamp())
    signed = Signer(APP, key, now=lambda: NOON).authorization()
    assert claims(signed, key) == {"iat": now - 60, "exp": now + 540, "iss": str(APP)}


def test_a_key_of_another_kind_is_refused() -> None:
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(ValueError, match="not an RSA key"):
        load_key(pem.decode())


async def test_the_token_is_for_this_repository_and_these_permissions_alone(script: Script, client: GitHub) -> None:
    script.queue(Say({"id": 1}))
    await create(client)
    (mint,) = script.mints
    assert mint.path == "/app/installations/7/access_tokens"
    assert mint.body == {
        "repository_ids": [42],
        "permissions": {"checks": "write", "contents": "read", "metadata": "read", "pull_requests": "write"},
    }
    assert script.heard[0].headers["Authorization"] == "Bearer ghs_1"


def test_a_repository_whose_id_is_not_known_is_named() -> None:
    assert Scope(7, ".github", CONFIGURATION).body() == {
        "repositories": [".github"],
        "permissions": {"contents": "read", "metadata": "read"},
    }


async def test_a_hundred_at_once_mint_one_token(script: Script, client: GitHub) -> None:
    script.delay = 0.05
    script.queue(*[Say({"id": 1})] * 100)
    await asyncio.gather(*(create(client) for _ in range(100)))
    assert len(script.mints) == 1


async def test_repositories_and_installations_do_not_share_tokens(script: Script, client: GitHub) -> None:
    script.queue(*[Say({"id": 1})] * 3)
    for repository in (REPOSITORY, OTHER, ELSEWHERE):
        await create(client, repository)
    assert [(mint.path, mint.body["repository_ids"]) for mint in script.mints] == [
        ("/app/installations/7/access_tokens", [42]),
        ("/app/installations/7/access_tokens", [43]),
        ("/app/installations/8/access_tokens", [42]),
    ]
    assert [heard.headers["Authorization"] for heard in script.heard] == [f"Bearer ghs_{n}" for n in (1, 2, 3)]


@pytest.mark.parametrize(("minutes", "mints"), [(6, 1), (5, 2)])
async def test_a_token_is_renewed_five_minutes_before_it_expires(
    script: Script, client: GitHub, minutes: int, mints: int
) -> None:
    script.token_life = timedelta(minutes=minutes)
    script.queue(*[Say({"id": 1})] * 2)
    await create(client)
    await create(client)
    assert len(script.mints) == mints


async def test_a_token_may_have_any_length(script: Script, client: GitHub) -> None:
    token = "ghs_" + "x" * 3000
    script.minting.append(Say({"token": token, "expires_at": "2099-01-01T00:00:00Z"}, status=201))
    script.queue(Say({"id": 1}))
    await create(client)
    assert script.heard[0].headers["Authorization"] == f"Bearer {token}"


async def test_a_token_that_was_revoked_is_replaced_once_and_the_write_is_sent_again(
    script: Script, client: GitHub
) -> None:
    script.queue(Say({"message": "Bad credentials"}, status=401), Say({"id": 1}))
    assert await create(client) == 1
    assert [heard.headers["Authorization"] for heard in script.heard] == ["Bearer ghs_1", "Bearer ghs_2"]
    assert script.heard[0].body == script.heard[1].body


async def test_a_401_that_a_new_token_does_not_cure_is_denied(script: Script, client: GitHub) -> None:
    script.queue(*[Say({"message": "Bad credentials"}, status=401)] * 2)
    with pytest.raises(Denied):
        await create(client)
    assert len(script.mints) == 2


@pytest.mark.parametrize("minutes", [5, -5, 600])
async def test_a_clock_that_is_wrong_is_corrected_once_by_githubs(
    script: Script, client: GitHub, key: rsa.RSAPrivateKey, minutes: int
) -> None:
    there = datetime.now(UTC) - timedelta(minutes=minutes)
    script.minting.append(
        Say({"message": "'Expiration time' claim ('exp') is too far in the future"}, status=401, headers=dated(there))
    )
    script.queue(Say({"id": 1}))
    await create(client)
    issued = claims(script.mints[1].headers["Authorization"], key)["iat"]
    assert isinstance(issued, int)
    assert abs(issued + 60 - there.timestamp()) < 3


async def test_a_401_by_the_same_clock_is_not_tried_again(script: Script, client: GitHub) -> None:
    script.minting.append(Say({}, status=401, headers=dated(datetime.now(UTC))))
    with pytest.raises(Denied, match="id and private key"):
        await create(client)
    assert len(script.mints) == 1


async def test_a_401_is_tried_again_only_once(script: Script, client: GitHub) -> None:
    for hours in (1, 2):
        script.minting.append(Say({}, status=401, headers=dated(datetime.now(UTC) + timedelta(hours=hours))))
    with pytest.raises(Denied):
        await create(client)
    assert len(script.mints) == 2


def dated(moment: datetime) -> dict[str, str]:
    return {"date": format_datetime(moment, usegmt=True)}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        pytest.param(Say({"message": "Not Found"}, status=404), Gone, id="uninstalled"),
        pytest.param(Say({"message": "This installation has been suspended"}, status=403), Denied, id="suspended"),
        pytest.param(
            Say({"message": "The permissions requested are not granted to this installation."}, status=422),
            Denied,
            id="permission not granted",
        ),
        pytest.param(
            Say(
                {
                    "message": "There is at least one repository that does not exist or is not accessible "
                    "to the parent installation."
                },
                status=422,
            ),
            Gone,
            id="repository out of reach",
        ),
        pytest.param(Say({"message": "Something else"}, status=422), Refused, id="another 422"),
        pytest.param(Say({"message": "x"}, status=502), Unreachable, id="502"),
        pytest.param(Say({}, status=429), Limited, id="429"),
        pytest.param(Break.RESET, Unreachable, id="reset"),
        pytest.param(Say({"expires_at": "2099-01-01T00:00:00Z"}), Unreachable, id="no token"),
        pytest.param(Say({"token": "x", "expires_at": "soon"}), Unreachable, id="no time"),
        pytest.param(Say([]), Unreachable, id="a list"),
    ],
)
async def test_no_token_and_why(script: Script, client: GitHub, answer: Say | Break, kind: type[GitHubError]) -> None:
    """Nothing is sent without a token; what cannot be known for sure is asked a second time at most."""
    script.minting.extend([answer] * 2)
    with pytest.raises(GitHubError) as caught:
        await create(client)
    assert type(caught.value) is kind
    assert script.heard == []


async def test_a_resting_installation_sends_nothing_at_all(script: Script, client: GitHub) -> None:
    script.queue(Say({"message": "slow down"}, status=403, headers={"retry-after": "60"}), Say({"id": 1}))
    with pytest.raises(Limited) as caught:
        await create(client)
    assert caught.value.until > datetime.now(UTC) + timedelta(seconds=55)
    for repository in (REPOSITORY, OTHER):
        with pytest.raises(Limited):
            await create(client, repository)
    assert (len(script.heard), len(script.mints)) == (1, 1)
    assert await create(client, ELSEWHERE) == 1
