"""The `planwarden` command. Each subcommand imports what it needs when it runs: start-up time is part of the interface."""

import argparse
import gc
import sys
from collections.abc import Callable, Mapping, Sequence

from bot.checkout.usage import Usage
from bot.cli.parser import build_parser
from bot.cli.terminal import note
from rules.config import ConfigErrors

WRONG_USAGE = 2
INTERRUPTED = 130

COLLECTED_AFTER = 1_000_000
"""Objects more than there were: a check ends soon, and nothing that it makes of plans is a circle of references, which alone
have to be searched for. Searching after every few hundred takes a tenth of its time."""

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0 no errors, 1 errors, 2 usage or configuration."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.json and not arguments.version:
        parser.error("--json goes with --version")
    if arguments.version:
        return attempt(run_version, arguments)
    if arguments.command is None:
        parser.print_help(sys.stderr)
        return WRONG_USAGE
    return attempt(COMMANDS[arguments.command], arguments)


def attempt(command: Command, arguments: argparse.Namespace) -> int:
    """Run a command; whatever goes wrong is told on standard error, and never looks like exit code 1 or 0."""
    try:
        return command(arguments)
    except Usage as error:
        note(f"planwarden: {error}")
    except ConfigErrors as refused:
        for mistake in refused.errors:
            note(str(mistake))
    except BrokenPipeError:  # whoever read our output has left, and need not be told
        return WRONG_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:  # noqa: BLE001 - told in full, on standard error
        import traceback  # noqa: PLC0415 - start-up time

        traceback.print_exc()
        note("planwarden: this is a fault of planwarden, not of your plans: please report it with the lines above")
    return WRONG_USAGE


def run_version(arguments: argparse.Namespace) -> int:
    from bot.cli.version import run  # noqa: PLC0415 - start-up time

    return run(arguments)


def run_check(arguments: argparse.Namespace) -> int:
    gc.set_threshold(COLLECTED_AFTER)
    from bot.cli.check import run  # noqa: PLC0415 - start-up time

    return run(arguments)


def run_rules(arguments: argparse.Namespace) -> int:
    from bot.cli.catalogue import run_rules  # noqa: PLC0415 - start-up time

    return run_rules(arguments)


def run_explain(arguments: argparse.Namespace) -> int:
    from bot.cli.catalogue import run_explain  # noqa: PLC0415 - start-up time

    return run_explain(arguments)


def run_adr(arguments: argparse.Namespace) -> int:
    from bot.cli.adr import run  # noqa: PLC0415 - start-up time

    return run(arguments)


def run_serve(arguments: argparse.Namespace) -> int:
    from bot.serve import run  # noqa: PLC0415 - start-up time

    return run(arguments)


COMMANDS: Mapping[str, Command] = {
    "check": run_check,
    "rules": run_rules,
    "explain": run_explain,
    "adr": run_adr,
    "serve": run_serve,
}
