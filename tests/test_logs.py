import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot import logs
from bot.settings import LogFormat

SECRET = 'canary "of the webhook'
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEcanary\nMIIEcanary2\n-----END RSA PRIVATE KEY-----"


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    """Leave the logging of other tests as it was."""
    root = logging.getLogger()
    handlers, level, configuration = root.handlers[:], root.level, structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**configuration)


def logged(form: LogFormat, **event: Any) -> str:
    """Return what one event looks like in the log."""
    stream = io.StringIO()
    logs.configure(form, secrets=[SECRET], stream=stream)
    structlog.get_logger("planwarden.test").info("something happened", **event)
    return stream.getvalue()


def test_one_json_object_a_line() -> None:
    line = logged(LogFormat.JSON, branch='x\n{"level":"error"}', count=3)

    assert line.count("\n") == 1
    event = json.loads(line)
    assert event["event"] == "something happened"
    assert event["branch"] == 'x\n{"level":"error"}'
    assert (event["level"], event["logger"], event["count"]) == ("info", "planwarden.test", 3)
    assert event["timestamp"].endswith("Z")


def test_the_console_shows_one_line_without_control_characters() -> None:
    line = logged(LogFormat.CONSOLE, branch="\x1b]8;;https://evil.test\x07click\nroot# ", title="a\u202eb\u2028c")

    assert line.count("\n") == 1
    assert "something happened" in line
    assert not {"\x1b", "\x07", "\u202e", "\u2028"} & set(line)
    assert "x1b]8;;https://evil.test" in line
    assert "a\\u202eb\\u2028c" in line


def test_context_stands_in_every_line() -> None:
    stream = io.StringIO()
    logs.configure(LogFormat.JSON, stream=stream)
    with structlog.contextvars.bound_contextvars(delivery="d-1"):
        structlog.get_logger("planwarden.test").info("ours")
        logging.getLogger("aiohttp.server").warning("theirs %s", "too")

    ours, theirs = (json.loads(line) for line in stream.getvalue().splitlines())
    assert ours["delivery"] == theirs["delivery"] == "d-1"
    assert (theirs["event"], theirs["logger"], theirs["level"]) == ("theirs too", "aiohttp.server", "warning")


@pytest.mark.parametrize("form", LogFormat)
@pytest.mark.parametrize(
    "value",
    [
        SECRET,
        PEM,
        PEM[:50],
        "ghs_canary1234567890",
        "ghs_12345_eyJcanary.eyJcanary.canary-canary",
        "github_pat_canary_1234567890",
        "eyJhbGciOicanary.eyJpc3MiOicanary.c2lnbmF0dXJlcanary",
        "sha256=" + "0123456789abcdef" * 4,
        "Authorization: Bearer canary.canary-canary",
        "token canarycanary",
    ],
)
def test_secrets_are_hidden_wherever_they_stand(form: LogFormat, value: str) -> None:
    for event in ({"value": value}, {"nested": {"deep": [value]}}, {value: "as a name"}):
        line = logged(form, **event)

        assert logs.REDACTED in line
        assert "canary" not in line
        assert "0123456789abcdef" not in line


@pytest.mark.parametrize("form", LogFormat)
def test_secrets_in_tracebacks_are_hidden(form: LogFormat) -> None:
    stream = io.StringIO()
    logs.configure(form, secrets=[SECRET], stream=stream)
    try:
        int(SECRET)
    except ValueError:
        structlog.get_logger("planwarden.test").exception("failed")

    assert "ValueError: invalid literal for int() with base 10: '[redacted]'" in stream.getvalue()
    assert "canary" not in stream.getvalue()
