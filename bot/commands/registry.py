"""All commands, in the order of the help."""

from collections.abc import Mapping

from bot.commands.command import Command
from bot.commands.verbs import adr, check, explain, fix, help, risks, unwaive, waive  # noqa: A004 - the verb

COMMANDS: tuple[Command, ...] = (
    check.COMMAND, fix.COMMAND, adr.COMMAND, waive.COMMAND, unwaive.COMMAND, explain.COMMAND, risks.COMMAND,
    help.COMMAND,
)  # fmt: skip

BY_VERB: Mapping[str, Command] = {command.verb: command for command in COMMANDS}
