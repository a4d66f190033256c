"""`/sp.risks`: the risk register of the plans in a pull request."""

from collections.abc import Sequence

from bot.commands.command import REPLIES, Changes, Command, Need, none
from bot.commands.words import plural
from rules.register import RegisteredRisk
from rules.report.echo import echo
from rules.report.links import Links

MOST = 50
ROOM = 50_000

COMMAND = Command(
    verb="risks",
    usage="/sp.risks",
    summary="List the risks of the plans in this pull request, highest first.",
    default="anyone",
    changes=Changes.NOTHING,
    needs=(Need.PULL_REQUEST, Need.RISKS),
    permissions=REPLIES,
    examples=("/sp.risks",),
    reader=none,
)

HEAD = (
    "| plan | risk | likelihood | impact | blast radius | mitigation | kill switch |",
    "|:--|:--|:--|:--|:--|:--|:--|",
)


def register(risks: Sequence[RegisteredRisk], links: Links) -> str:
    """Return the register as a table, the highest risks first; say how many are left out."""
    if not risks:
        return "The plans in this pull request name no risks."
    rows: list[str] = []
    room = ROOM
    for risk in sorted(risks, key=lambda each: -each.weight)[:MOST]:
        line = row(risk, links)
        room -= len(line)
        if room < 0:
            break
        rows.append(line)
    cut = len(risks) - len(rows)
    more = f"\n\n{cut:,} more, not shown." if cut else ""
    return f"{plural(len(risks), 'risk')}, highest first.\n\n" + "\n".join([*HEAD, *rows]) + more


def row(risk: RegisteredRisk, links: Links) -> str:
    place = f"{links.plan(risk.path)} {links.line(risk.path, risk.line, f'line {risk.line}')}"
    said = (risk.title, risk.likelihood, risk.impact, risk.blast_radius, risk.mitigation, risk.kill_switch)
    return f"| {place} | {' | '.join(echo(each) if each else '-' for each in said)} |"
