"""Logs: one event a line to standard error, with its context, without secrets and without control characters."""

import json
import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from bot.settings import LogFormat

REDACTED = "[redacted]"

_SECRETS = (
    (
        "PRIVATE KEY",
        re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)", re.DOTALL),
    ),
    ("gh", re.compile(r"\bgh[a-z]_[A-Za-z0-9_.-]{10,}")),
    ("github_pat_", re.compile(r"\bgithub_pat_[A-Za-z0-9_.-]{10,}")),
    ("eyJ", re.compile(r"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")),
    ("sha", re.compile(r"\bsha(?:1|256)=[0-9A-Fa-f]{16,}")),
    ("earer ", re.compile(r"\b[Bb]earer [A-Za-z0-9._~+/=-]{10,}")),
    ("oken ", re.compile(r"\b[Tt]oken [A-Za-z0-9._~+/=-]{10,}")),
)
"""Keys, tokens of GitHub, JWTs, signatures and authorisation headers, wherever they come from. Each expression runs only
on lines that hold the text before it: together they would take longer than everything else that a line costs."""

# Control and format characters, line and paragraph separators: they forge lines and move the cursor of a terminal.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def configure(form: LogFormat, *, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send all logs, those of libraries too, to `stream` (standard error). `secrets` never appear in them.

    Nobody logs a secret on purpose; hiding their values here is the second line of defence.
    """
    stream = stream or sys.stderr
    gathering: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    rendering: list[Processor] = [*_renderers(form), _Redactor(secrets)]
    # Our own lines take the short way; through `logging` each would take three times as long, at the door too.
    structlog.configure(
        processors=[*gathering, *rendering],
        logger_factory=lambda *names: _Lines(stream, *names),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=gathering,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)


def _renderers(form: LogFormat) -> list[Processor]:
    if form is LogFormat.CONSOLE:
        # Not the default formatter of exceptions: it shows local variables, and some of those are secret.
        plain = structlog.dev.plain_traceback
        return [_printable, structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=str)]


class _Lines:
    """Where our own lines end. Has the methods that structlog calls by the names of the levels."""

    def __init__(self, stream: TextIO, name: str = "planwarden") -> None:
        self.name = name
        self._stream = stream

    def info(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()

    debug = warning = error = critical = info


class _Redactor:
    """Works on the finished line, so that no nesting, traceback or representation slips through."""

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets for form in (secret, json.dumps(secret)[1:-1], repr(secret)[1:-1])}
        self._values = sorted(filter(None, forms), key=len, reverse=True)

    def __call__(self, _logger: WrappedLogger, _name: str, line: EventDict | str) -> str:
        text = str(line)
        for value in self._values:
            text = text.replace(value, REDACTED)
        for hint, pattern in _SECRETS:
            if hint in text:
                text = pattern.sub(REDACTED, text)
        return text


def _printable(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Write what would act on a terminal as escapes; JSON does that by itself."""
    return {key: _UNSAFE.sub(_escape, value) if isinstance(value, str) else value for key, value in event.items()}


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape", "surrogatepass").decode()
