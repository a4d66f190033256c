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

_SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"
    r"|\b(?:gh[a-z]_|github_pat_)[A-Za-z0-9_.-]{10,}"
    r"|\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+"
    r"|\bsha(?:1|256)=[0-9A-Fa-f]{16,}"
    r"|(?i:\b(?:bearer|token) [A-Za-z0-9._~+/=-]{10,})",
    re.DOTALL,
)
"""Keys, tokens of GitHub, JWTs, signatures and authorisation headers, wherever they come from."""

# Control and format characters, line and paragraph separators: they forge lines and move the cursor of a terminal.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def configure(form: LogFormat, *, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send all logs, those of libraries too, to `stream` (standard error). `secrets` never appear in them.

    Nobody logs a secret on purpose; hiding their values here is the second line of defence.
    """
    console = form is LogFormat.CONSOLE
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: list[Processor] = (
        [_printable, structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
        if console
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=str)]
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer, _Redactor(secrets)],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )


class _Redactor:
    """Works on the finished line, so that no nesting, traceback or representation slips through."""

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets for form in (secret, json.dumps(secret)[1:-1], repr(secret)[1:-1])}
        self._values = sorted(filter(None, forms), key=len, reverse=True)

    def __call__(self, _logger: WrappedLogger, _name: str, line: EventDict | str) -> str:
        text = str(line)
        for value in self._values:
            text = text.replace(value, REDACTED)
        return _SECRETS.sub(REDACTED, text)


def _printable(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Write what would act on a terminal as escapes; JSON does that by itself."""
    return {key: _UNSAFE.sub(_escape, value) if isinstance(value, str) else value for key, value in event.items()}


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape", "surrogatepass").decode()
