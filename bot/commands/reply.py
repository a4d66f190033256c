"""Answer a command: reactions first, words where there are any, another look at the pull request where it changed something."""

import structlog

from bot.commands.desk import CANCELLED, DONE, FLOODED, PLEASED, Desk
from bot.commands.given import Given
from bot.github.errors import Denied, GitHubError, Gone, Limited, Refused, Unreachable
from bot.github.port import CommentKind, CommentRef, Reaction
from bot.store.port import Entry, Outcome
from bot.work.port import Mark

CONVERSATION = CommentRef(CommentKind.CONVERSATION, 0, "")
"""Where the answer to a press of a button goes."""

_log = structlog.get_logger("planwarden.command")


class Replies:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def close(self, given: Given, entry: Entry, outcome: Outcome, *, last: bool) -> None:
        """Tell a command's outcome and close its row. Raise the errors of GitHub that pass, but not on the `last` try."""
        if outcome.look:
            await self._desk.schedule(look(given))
        try:
            if outcome.reply and not (given.comment is None and outcome.word == DONE):
                await self._answer(given, entry, outcome)
            if outcome.word != CANCELLED and (outcome.word != FLOODED or outcome.reply):
                await self.react(given, Reaction.ROCKET if outcome.word in PLEASED else Reaction.CONFUSED)
        except Limited:
            raise
        except GitHubError as error:
            if not last:
                raise
            _log.warning("no answer", command=given.order.key, reason=str(error))
        await self._desk.store.finish(given.order.key, outcome.word, outcome.detail, head=outcome.head)

    async def react(self, given: Given, reaction: Reaction) -> None:
        """React to the comment. Where that is not allowed, the command goes on without."""
        if given.comment is None:
            return
        try:
            await self._desk.github.react(given.ref, given.comment, reaction)
        except (Denied, Gone, Refused, Unreachable) as error:
            _log.warning("no reaction", command=given.order.key, reason=str(error))

    async def _answer(self, given: Given, entry: Entry, outcome: Outcome) -> None:
        body = f"{given.marker}\n{outcome.reply}"
        try:
            reply = await self._desk.github.reply(
                given.ref, given.comment or CONVERSATION, body, existing=entry.reply, again=not entry.new
            )
        except (Denied, Gone, Refused) as error:
            _log.warning("no answer", command=given.order.key, reason=str(error))
            return
        await self._desk.store.replied(given.order.key, reply)


def look(given: Given) -> Mark:
    """Return the mark for another look at the pull request. It is made again as often as one asks: `/sp.check` asks."""
    repository, number = given.ref.repository, given.ref.number
    note = {
        "reason": f"command.{given.order.verb}",
        "owner": repository.owner,
        "name": repository.name,
        "repository_id": repository.id,
        "number": number,
        **({"recheck": given.order.key} if given.order.verb == "check" else {}),
    }
    return Mark(given.lane, repository.installation, note, immediate=True)
