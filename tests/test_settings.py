from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from bot.settings import CREDENTIALS, KNOWN, Address, LogFormat, Settings, SettingsError, load

SECRET = "0b1d6a7f-canary-of-the-webhook"


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, passphrase: bytes = b"") -> str:
    encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        encryption = serialization.BestAvailableEncryption(passphrase)
    form = serialization.PrivateFormat.TraditionalOpenSSL if not passphrase else serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, encryption).decode()


RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = pem(RSA)
PUBLIC = (
    RSA.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
)
SHORT = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - it must be refused
COMPLETE = {"PLANWARDEN_APP_ID": "12345", "PLANWARDEN_PRIVATE_KEY": PEM, "PLANWARDEN_WEBHOOK_SECRET": SECRET}


def settings(**changes: str) -> Settings:
    """Read the complete environment with `changes` (names without the prefix)."""
    return load(COMPLETE | {f"PLANWARDEN_{name}": value for name, value in changes.items()}, terminal=False)


def refusal(**changes: str) -> str:
    """Return the refusal, after looking that it is one line without a secret."""
    with pytest.raises(SettingsError) as error:
        settings(**changes)
    message = str(error.value)
    assert "\n" not in message
    assert SECRET not in message
    return message


def test_the_defaults() -> None:
    assert load({}, terminal=False) == Settings(
        credentials=None,
        github_api_url="https://api.github.com",
        database=Path("data/planwarden.sqlite3"),
        listen=Address("127.0.0.1", 8080),
        public_url=None,
        log_format=LogFormat.JSON,
    )
    assert load({}, terminal=True).log_format == LogFormat.CONSOLE


def test_everything_set() -> None:
    found = settings(
        GITHUB_API_URL="https://github.example.com/api/v3/",
        DATA_DIR="/var/lib/planwarden",
        LISTEN="[::1]:0",
        PUBLIC_URL="https://planwarden.example.com",
        LOG_FORMAT="console",
    )

    assert found.credentials is not None
    assert found.credentials.app_id == 12345
    assert found.credentials.private_key == PEM
    assert found.credentials.webhook_secrets == (SECRET.encode(),)
    assert found.github_api_url == "https://github.example.com/api/v3"
    assert found.database == Path("/var/lib/planwarden/planwarden.sqlite3")
    assert found.listen == Address("::1", 0)
    assert found.public_url == "https://planwarden.example.com"
    assert found.log_format == LogFormat.CONSOLE
    assert found.warnings == ()


def test_no_secret_is_in_the_representation() -> None:
    shown = repr(settings())

    assert SECRET not in shown
    assert "BEGIN" not in shown
    assert "12345" in shown


def test_secrets_from_files(tmp_path: Path) -> None:
    environment = {}
    for name, value in COMPLETE.items():
        (tmp_path / name).write_text(value + "\n")
        environment[f"{name}_FILE"] = str(tmp_path / name)

    assert load(environment, terminal=False) == settings()


def test_the_secrets_of_a_rotation_stand_on_lines() -> None:
    found = settings(WEBHOOK_SECRET="the newest one of the rotation\n\n  the older one of the rotation \n")

    assert found.credentials is not None
    assert found.credentials.webhook_secrets == (b"the newest one of the rotation", b"the older one of the rotation")


def test_a_key_on_one_line_with_escaped_line_breaks() -> None:
    found = settings(PRIVATE_KEY=PEM.replace("\n", "\\n"))

    assert found.credentials is not None
    assert found.credentials.private_key == PEM


@pytest.mark.parametrize("missing", CREDENTIALS)
@pytest.mark.parametrize("how", ["unset", "empty"])
def test_some_credentials_but_not_all(missing: str, how: str) -> None:
    environment = {name: value for name, value in COMPLETE.items() if name != missing}
    if how == "empty":
        environment[missing] = ""

    with pytest.raises(SettingsError, match=f"^{missing}: is not set, but other credentials are"):
        load(environment, terminal=False)


@pytest.mark.parametrize(
    "secret",
    ["development", "secret", "changeme", "eightchr", "fifteen-charac.", f"{SECRET}\nshort"],
)
def test_a_short_secret(secret: str) -> None:
    assert refusal(WEBHOOK_SECRET=secret).startswith(
        "PLANWARDEN_WEBHOOK_SECRET: the webhook secret has fewer than 16 characters: make one with"
    )


@pytest.mark.parametrize(
    "secret",
    [
        "It's a Secret to Everybody",
        "your-webhook-secret",
        "Change-Me-Change-Me",
        "0123456789abcdef",
        "a" * 40,
        "secretsecretsecret",
        "developmentdevelopment",
        "ab-ab-ab-ab-ab-ab-",
        f"{SECRET}\n{'x' * 32}",
    ],
)
def test_a_secret_that_everybody_knows(secret: str) -> None:
    assert "well known or easy to guess" in refusal(WEBHOOK_SECRET=secret)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("not a key", "must be a private key in PEM"),
        (PUBLIC, "must be a private key in PEM"),
        (PEM[:400], "damaged"),
        (PEM.replace("M", "N"), "damaged"),
        (pem(RSA, b"passphrase"), "protected by a passphrase"),
        (pem(SHORT), "at least 2048 bits"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "must be RSA"),
    ],
    ids=["text", "public", "cut", "changed", "passphrase", "short", "elliptic"],
)
def test_a_bad_private_key(key: str, words: str) -> None:
    message = refusal(PRIVATE_KEY=key)

    assert message.startswith("PLANWARDEN_PRIVATE_KEY: ")
    assert words in message
    assert "MII" not in message


@pytest.mark.parametrize("value", ["Iv1.8a61f9b3a7aba766", "0", "-1", "12 345", "\uff11\uff12", "9" * 19])
def test_a_bad_app_id(value: str) -> None:
    assert refusal(APP_ID=value).startswith("PLANWARDEN_APP_ID: must be the App ID, a number")


@pytest.mark.parametrize("name", ["GITHUB_API_URL", "PUBLIC_URL"])
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("github.example.com", "must be a plain URL"),
        ("http://github.example.com", "must begin with https://"),
        ("ftp://127.0.0.1/", "must begin with https://"),
        ("https://me:canary@github.example.com", "must not hold a user name"),
        ("https://github.example.com:99999", "is not a URL"),
        ("https://github.example.com/?x=1", "must be a plain URL"),
        ("https://github.example.com/ x", "must be a plain URL"),
        ("https://[::1", "is not a URL"),
    ],
)
def test_a_bad_url(name: str, url: str, words: str) -> None:
    message = refusal(**{name: url})

    assert message.startswith(f"PLANWARDEN_{name}: {words}")
    assert "canary" not in message


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000", "http://localhost:9000", "http://[::1]:9000"])
def test_plain_http_is_for_this_machine(url: str) -> None:
    assert settings(GITHUB_API_URL=url).github_api_url == url


@pytest.mark.parametrize(
    "value", ["8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", ":8080", "::1:80", "[::1:80", "a b:1"]
)
def test_a_bad_address(value: str) -> None:
    assert refusal(LISTEN=value).startswith("PLANWARDEN_LISTEN: must be HOST:PORT")


@pytest.mark.parametrize("value", ["postgresql://db/planwarden", "sqlite:planwarden.db", "sqlite:///"])
def test_a_bad_database_url(value: str) -> None:
    assert refusal(DATABASE_URL=value).startswith("PLANWARDEN_DATABASE_URL: must be sqlite:///PATH")


def test_a_database_url_goes_before_the_data_directory() -> None:
    found = settings(DATABASE_URL="sqlite:////srv/planwarden/work.db", DATA_DIR="/var/lib/planwarden")

    assert found.database == Path("/srv/planwarden/work.db")


def test_a_bad_log_format() -> None:
    assert refusal(LOG_FORMAT="xml") == "PLANWARDEN_LOG_FORMAT: must be console or json"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe")

    for path, words in (
        (tmp_path / "absent", "No such file"),
        (tmp_path, "Is a directory"),
        (binary, "not a text file"),
    ):
        with pytest.raises(SettingsError, match=f"^PLANWARDEN_PRIVATE_KEY_FILE: .*{words}"):
            load({"PLANWARDEN_APP_ID": "1", "PLANWARDEN_PRIVATE_KEY_FILE": str(path)}, terminal=False)


def test_a_value_and_its_file_together(tmp_path: Path) -> None:
    assert refusal(WEBHOOK_SECRET_FILE=str(tmp_path)).startswith(
        "PLANWARDEN_WEBHOOK_SECRET: PLANWARDEN_WEBHOOK_SECRET_FILE is set as well"
    )


def test_a_misspelt_setting_is_a_warning_with_the_right_name() -> None:
    assert settings(WEBHOOK_SECRETS="x", COLOUR="red").warnings == (
        "PLANWARDEN_COLOUR: is not a setting of Planwarden",
        "PLANWARDEN_WEBHOOK_SECRETS: is not a setting of Planwarden; did you mean PLANWARDEN_WEBHOOK_SECRET?",
    )


def test_known_are_exactly_the_names_that_are_read() -> None:
    read = set()

    class Recorded(dict[str, str]):
        def get(self, name: str, default: Any = None) -> Any:
            read.add(name)
            return super().get(name, default)

    load(Recorded(COMPLETE), terminal=False)

    assert read == set(KNOWN)


def test_packages_of_rules_must_be_installed() -> None:
    assert load({"PLANWARDEN_PLUGINS": " , "}, terminal=False).plugins == ()
    with pytest.raises(SettingsError, match="PLANWARDEN_PLUGINS: there is no plugin 'acme'"):
        load({"PLANWARDEN_PLUGINS": "acme"}, terminal=False)
