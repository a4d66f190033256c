"""What the commands do, by verb: each reads what it needs, has it judged where nothing can be stolen, and writes once."""

from collections.abc import Awaitable, Callable, Mapping

from bot.commands.acts.adr import adr
from bot.commands.acts.asking import check, explain, risks, show_help
from bot.commands.acts.fix import fix
from bot.commands.acts.waive import unwaive, waive
from bot.commands.desk import Case, Desk
from bot.store.port import Outcome

ACTS: Mapping[str, Callable[[Desk, Case], Awaitable[Outcome]]] = {
    "adr": adr,
    "check": check,
    "explain": explain,
    "fix": fix,
    "help": show_help,
    "risks": risks,
    "unwaive": unwaive,
    "waive": waive,
}
