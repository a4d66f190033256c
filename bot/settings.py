"""The one place that reads the environment."""

import difflib
import ipaddress
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from bot import credentials, plugins
from bot.credentials import Credentials

CREDENTIALS = ("PLANWARDEN_APP_ID", "PLANWARDEN_PRIVATE_KEY", "PLANWARDEN_WEBHOOK_SECRET")
"""All of them or none: with none the server starts in set-up mode."""
SECRET = (*CREDENTIALS, "PLANWARDEN_DATABASE_URL")
"""May be given as the path of a file too, in `<NAME>_FILE`."""
KNOWN = (
    *SECRET,
    *(f"{name}_FILE" for name in SECRET),
    *("PLANWARDEN_GITHUB_API_URL", "PLANWARDEN_DATA_DIR", "PLANWARDEN_LISTEN"),
    *("PLANWARDEN_PUBLIC_URL", "PLANWARDEN_LOG_FORMAT", "PLANWARDEN_PLUGINS"),
    "PLANWARDEN_COMMAND_APPS",
)

_PREFIX = "PLANWARDEN_"
_HOST_NAME = re.compile(r"(?!-)[A-Za-z0-9.-]{1,253}", re.ASCII)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,99}", re.ASCII)
_LARGEST_PORT = 65535


class SettingsError(Exception):
    """A setting that we refuse to start with: one line that names the variable and says what to do."""


class LogFormat(StrEnum):
    CONSOLE = "console"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen. Port 0: any that is free."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the environment says, checked. `credentials` None: set-up mode.

    `github_api_url` and `public_url` end without a slash. `database`: the SQLite file. `warnings`: for the log.
    `plugins`: entry points of packages of rules. `command_apps`: the slugs of Apps whose comments may be commands.
    """

    credentials: Credentials | None
    github_api_url: str
    database: Path
    listen: Address
    public_url: str | None
    log_format: LogFormat
    warnings: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    command_apps: frozenset[str] = frozenset()


def from_environment() -> Settings:
    """Read the settings of this process."""
    return load(os.environ, terminal=sys.stderr.isatty())


def load(environment: Mapping[str, str], *, terminal: bool) -> Settings:
    """Read the settings; raise `SettingsError` for the first that is wrong. `terminal`: standard error is one.

    A variable that is set but empty counts as not set, because compose files and charts write those.
    """
    public_url = environment.get("PLANWARDEN_PUBLIC_URL")
    log_format = environment.get("PLANWARDEN_LOG_FORMAT") or (LogFormat.CONSOLE if terminal else LogFormat.JSON)
    return Settings(
        credentials=_credentials(environment),
        github_api_url=_url("PLANWARDEN_GITHUB_API_URL", environment, "https://api.github.com"),
        database=_database(environment),
        listen=_address(environment.get("PLANWARDEN_LISTEN") or "127.0.0.1:8080"),
        public_url=_url("PLANWARDEN_PUBLIC_URL", environment, "") if public_url else None,
        log_format=_log_format(log_format),
        warnings=tuple(_unknown(environment)),
        plugins=_plugins(environment.get("PLANWARDEN_PLUGINS", "")),
        command_apps=_apps(environment.get("PLANWARDEN_COMMAND_APPS", "")),
    )


def _credentials(environment: Mapping[str, str]) -> Credentials | None:
    values = {name: _secret(name, environment) for name in CREDENTIALS}
    missing = [name for name, value in values.items() if not value]
    if len(missing) == len(CREDENTIALS):
        return None
    if missing:
        raise SettingsError(
            f"{missing[0]}: is not set, but other credentials are: set {', '.join(CREDENTIALS)} or none"
        )
    identity, key, secrets = CREDENTIALS
    with _naming(identity):
        app_id = credentials.app_id(values[identity])
    with _naming(key):
        private_key = credentials.private_key(values[key])
    with _naming(secrets):
        webhook_secrets = credentials.webhook_secrets(values[secrets])
    return Credentials(app_id, private_key, webhook_secrets)


@contextmanager
def _naming(name: str) -> Iterator[None]:
    try:
        yield
    except credentials.Weak as weak:
        raise SettingsError(f"{name}: {weak}") from None


def _secret(name: str, environment: Mapping[str, str]) -> str:
    value, path = environment.get(name, ""), environment.get(f"{name}_FILE", "")
    if value and path:
        raise SettingsError(f"{name}: {name}_FILE is set as well: set only one of the two")
    if not path:
        return value.strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{name}_FILE: cannot read {path}: {error.strerror}") from None
    except ValueError:
        raise SettingsError(f"{name}_FILE: {path} is not a text file") from None


def _url(name: str, environment: Mapping[str, str], default: str) -> str:
    text = environment.get(name) or default
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise SettingsError(f"{name}: is not a URL") from None
    if parts.username or parts.password:
        raise SettingsError(f"{name}: must not hold a user name or password")
    if not host or not re.fullmatch(r"[!-~]+", text) or parts.query or parts.fragment:
        raise SettingsError(f"{name}: must be a plain URL such as https://github.example.com/api/v3")
    if parts.scheme != "https" and not (parts.scheme == "http" and _loopback(host)):
        raise SettingsError(f"{name}: must begin with https:// (http:// is for this machine only)")
    return text.rstrip("/")


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _database(environment: Mapping[str, str]) -> Path:
    url = _secret("PLANWARDEN_DATABASE_URL", environment)
    if not url:
        return Path(environment.get("PLANWARDEN_DATA_DIR") or "data") / "planwarden.sqlite3"
    path = url.removeprefix("sqlite:///")
    if path in (url, ""):
        raise SettingsError("PLANWARDEN_DATABASE_URL: must be sqlite:///PATH (sqlite:////PATH for an absolute path)")
    return Path(path)


def _address(text: str) -> Address:
    host, _, port = text.rpartition(":")
    if not re.fullmatch(r"[0-9]{1,5}", port, re.ASCII) or int(port) > _LARGEST_PORT or not _is_host(host):
        raise SettingsError("PLANWARDEN_LISTEN: must be HOST:PORT such as 127.0.0.1:8080, 0.0.0.0:8080 or [::]:8080")
    return Address(host.strip("[]"), int(port))


def _is_host(text: str) -> bool:
    if not text.startswith("["):
        return _HOST_NAME.fullmatch(text) is not None
    try:
        return text.endswith("]") and ipaddress.ip_address(text[1:-1]).version == 6  # noqa: PLR2004 - IPv6
    except ValueError:
        return False


def _plugins(text: str) -> tuple[str, ...]:
    """Read the packages of rules, which must all be there: a rule that is silently missing is a policy nobody enforces."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    try:
        plugins.load(names)
    except plugins.BadPlugin as error:
        raise SettingsError(f"PLANWARDEN_PLUGINS: {error}") from None
    return names


def _apps(text: str) -> frozenset[str]:
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in names:
        if not _SLUG.fullmatch(name):
            raise SettingsError(
                "PLANWARDEN_COMMAND_APPS: must be names of Apps as in github.com/apps/NAME, with commas"
            )
    return frozenset(names)


def _log_format(text: str) -> LogFormat:
    try:
        return LogFormat(text)
    except ValueError:
        raise SettingsError(f"PLANWARDEN_LOG_FORMAT: must be {' or '.join(LogFormat)}") from None


def _unknown(environment: Mapping[str, str]) -> list[str]:
    # Compared without the common prefix, which would make any two names look alike.
    known = [name.removeprefix(_PREFIX) for name in KNOWN]
    found = []
    for name in sorted(environment):
        if name.startswith(_PREFIX) and name not in KNOWN:
            near = difflib.get_close_matches(name.removeprefix(_PREFIX), known, n=1)
            advice = f"; did you mean {_PREFIX}{near[0]}?" if near else ""
            found.append(f"{name}: is not a setting of Planwarden{advice}")
    return found
