"""The page of the slash commands, from their registry."""

from collections.abc import Iterator

from bot.commands.command import Changes, Command
from bot.commands.registry import COMMANDS

INTRODUCTION = """\
# Slash commands

Write a command as the first line of a new comment on a pull request: in the conversation, in a review or in the diff. One
comment is one command; edits run nothing, and neither does what is quoted, code or HTML. Roles are GitHub's; the
configuration's `commands` and `waivers` change who may run what."""

CHANGED = {
    Changes.NOTHING: "nothing",
    Changes.RECORD: "what Planwarden has stored",
    Changes.BRANCH: "the branch, by a commit",
}


def commands_page() -> Iterator[tuple[str, str]]:
    """Yield `docs/commands.md`."""
    yield "docs/commands.md", "\n\n".join([INTRODUCTION, *map(section, COMMANDS)]) + "\n"


def section(command: Command) -> str:
    examples = "\n".join(command.examples)
    facts = [
        f"- Usage: `{command.usage}`",
        f"- Who, by default: {command.default}",
        f"- Changes: {CHANGED[command.changes]}",
        f"- Permissions of the App: {', '.join(f'`{each}`' for each in command.permissions)}",
    ]
    return "\n\n".join([f"## /sp.{command.verb}", command.summary, "\n".join(facts), f"```text\n{examples}\n```"])
