"""`planwarden serve`: check the settings, set up the logs, run the process."""

import argparse
import asyncio
import sys

from bot import logs
from bot.credentials import Credentials
from bot.settings import SettingsError, from_environment

REFUSED = 2


def run(_arguments: argparse.Namespace) -> int:
    """Serve until a signal. Return 0 after a stop in order, 1 when the workers crashed, 2 when it could not start."""
    try:
        settings = from_environment()
    except SettingsError as error:
        return _refuse(error)
    logs.configure(settings.log_format, secrets=_secrets(settings.credentials))

    from bot.process import Refused, serve  # noqa: PLC0415 - a refusal should not wait for the server's libraries

    try:
        return asyncio.run(serve(settings))
    except Refused as error:
        return _refuse(error)


def _refuse(error: Exception) -> int:
    sys.stderr.write(f"planwarden: {error}\n")
    return REFUSED


def _secrets(credentials: Credentials | None) -> list[str]:
    if credentials is None:
        return []
    return [credentials.private_key.strip(), *(secret.decode() for secret in credentials.webhook_secrets)]
