"""`/sp.check`: run the check again. The check itself is the answer."""

from bot.commands.command import Changes, Command, Need, none

COMMAND = Command(
    verb="check",
    usage="/sp.check",
    summary="Run the check again.",
    default="anyone",
    changes=Changes.NOTHING,
    needs=(Need.PULL_REQUEST,),
    permissions=("checks: write",),
    examples=("/sp.check",),
    reader=none,
)
