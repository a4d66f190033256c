"""Perform commands: each once, for who may, on the head that it was given for; and answer where it was said."""

from dataclasses import replace

import structlog

from bot.authority import standing
from bot.commands import refusals
from bot.commands.acts import ACTS
from bot.commands.acts.committing import completed, moved
from bot.commands.command import Changes, Command, UsageError
from bot.commands.desk import CANCELLED, DONE, FAILED, FLOODED, REFUSED, Case, Desk
from bot.commands.given import Given
from bot.commands.grammar import parse
from bot.commands.registry import BY_VERB
from bot.commands.reply import Replies
from bot.events.comments import asked
from bot.github.errors import Denied, GitHubError, Gone, HeadMoved, Limited, Refused
from bot.github.port import PullRequest, Reaction
from bot.review.configuration import Settings
from bot.review.gather import settings_of
from bot.review.judge import Unjudged
from bot.store.port import Entry, Outcome
from bot.work.port import Job, Unavailable
from rules.config import Mode

SECONDS = 60.0
MOST_BY_ONE = 10
MOST_BY_ALL = 60
"""Commands on one pull request within a minute."""

WHEN_OVER = frozenset({"explain", "help", "risks"})
"""Commands that are answered on a pull request that is closed or merged."""
WHEN_OFF = frozenset({"explain", "help"})
"""Commands that are answered where Planwarden is switched off."""

_log = structlog.get_logger("planwarden.command")


class Commander:
    """Performs the commands of one job after the other."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._replies = Replies(desk)

    async def perform(self, given: Given, job: Job) -> None:
        """Perform a command unless it is over already.

        Raise the errors of `GitHub` that pass, so that the job is tried again; everything else is an answer.
        """
        entry = await self._desk.store.begin(given.order)
        if entry.outcome:
            return
        outcome = entry.concluded
        if outcome is None:
            outcome = await self._outcome(given, entry, job)
            # From here on only the answer is missing: whatever ends us now, the next try does not do it again.
            await self._desk.store.conclude(given.order.key, outcome)
        await self._replies.close(given, entry, outcome, last=job.last)
        word = given.order.verb if given.order.verb in BY_VERB else "near-miss"
        self._desk.count(word, outcome.word)
        _log.info(
            "command",
            command=given.order.key,
            verb=given.order.verb,
            sender=given.order.sender_id,
            head=outcome.head,
            result=outcome.word,
            detail=outcome.detail,
        )

    async def _outcome(self, given: Given, entry: Entry, job: Job) -> Outcome:
        if job.last and job.deaths:
            return Outcome(FAILED, refusals.killed(given.order.verb, job.deaths), detail="process died")
        try:
            return await self._tried(given, entry)
        except Exception as error:
            failed = failure(error, given.order.verb, last=job.last)
            if failed is None:
                raise
            return failed

    async def _tried(self, given: Given, entry: Entry) -> Outcome:
        if (flooded := await self._flood(given)) is not None:
            return flooded
        if not given.misses:
            await self._replies.react(given, Reaction.EYES)
        if not await self._unchanged(given):
            return Outcome(CANCELLED, detail="the comment was changed or deleted")
        if given.misses:
            return Outcome(REFUSED, refusals.near_miss(given.order.verb, given.misses))
        command = BY_VERB[given.order.verb]
        pull = await self._desk.github.pull_request(given.ref, config_revision=given.base or "HEAD")
        settings = await settings_of(self._desk.github, pull)
        who = settings.config.who(command.verb)
        found = await standing(self._desk.github, pull.ref.repository, who, given.person)
        if not found.allowed:
            words = refusals.not_allowed(command.verb, who, found.role, failed=found.failed)
            return Outcome(REFUSED, words, head=pull.head_sha)
        if (refused := refusal(command, pull, settings)) is not None:
            return replace(refused, head=pull.head_sha)
        return await self._allowed(command, Case(given, pull, settings, None, found.role, entry.prepared))

    async def _allowed(self, command: Command, case: Case) -> Outcome:
        """Perform what its sender may, on the head that it was given for."""
        try:
            arguments = command.read(case.given.order.arguments)
        except UsageError as error:
            return Outcome(REFUSED, refusals.usage(command, error), head=case.pull.head_sha)
        if case.prepared and (made := await self._desk.github.committed(case.pull, case.given.trailer)) is not None:
            return Outcome(DONE, completed(case.prepared, made), head=case.given.order.head, detail=made.sha)
        meant = case.given.order.head
        if command.changes is not Changes.NOTHING and meant and meant != case.pull.head_sha:
            return moved(case, case.pull.head_sha)
        try:
            return await ACTS[command.verb](self._desk, replace(case, arguments=arguments))
        except HeadMoved:
            now = await self._desk.github.pull_request(case.given.ref, config_revision=case.pull.base_sha)
            return moved(case, now.head_sha)

    async def _flood(self, given: Given) -> Outcome | None:
        """Return the outcome of a command too many. Only the first one of them is answered."""
        by_one, by_all = await self._desk.store.given_lately(given.order, seconds=SECONDS)
        if by_one < MOST_BY_ONE and by_all < MOST_BY_ALL:
            return None
        first = by_one == MOST_BY_ONE or by_all == MOST_BY_ALL
        return Outcome(FLOODED, refusals.flooded() if first else "", detail=f"{by_one} by one, {by_all} by all")

    async def _unchanged(self, given: Given) -> bool:
        """Return whether the comment still says what it said when it was new. A press of a button cannot be taken back."""
        if given.comment is None:
            return True
        now = await self._desk.github.remark(given.ref, given.comment)
        if now is None or now.author_id != given.order.sender_id:
            return False
        said = parse(now.body)
        order = given.order
        was = {"verb": order.verb, "arguments": order.arguments} | ({"misses": given.misses} if given.misses else {})
        return said is not None and asked(said) == was


def refusal(command: Command, pull: PullRequest, settings: Settings) -> Outcome | None:
    """Return why a command is not performed, whoever gives it and whatever its arguments are; None where it is."""
    verb, changes = command.verb, command.changes is not Changes.NOTHING
    if pull.archived:
        return Outcome(CANCELLED, detail="archived")
    if pull.locked and changes:
        # Nobody could read the answer.
        return Outcome(REFUSED, detail="locked")
    if pull.state != "open" and verb not in WHEN_OVER:
        return Outcome(REFUSED, refusals.over(verb, pull.state))
    if settings.errors and verb not in {*WHEN_OFF, "check"}:
        return Outcome(REFUSED, refusals.misconfigured(verb))
    if settings.config.mode is Mode.OFF and verb not in WHEN_OFF:
        return Outcome(REFUSED, refusals.switched_off(verb))
    return None


def failure(error: Exception, verb: str, *, last: bool) -> Outcome | None:
    """Return what an error comes to; None for one that passes, as long as the command is tried again."""
    match error:
        case Limited() | Unavailable():
            return None
        case Gone():
            return Outcome(CANCELLED, detail=str(error))
        case Denied() | Refused():
            return Outcome(FAILED, refusals.denied(verb), detail=str(error))
        case GitHubError():
            return Outcome(FAILED, refusals.unreachable(verb), detail=str(error)) if last else None
        case Unjudged():
            return Outcome(FAILED, refusals.unjudged(verb, str(error)), detail=str(error))
        case _:
            _log.error("command failed", verb=verb, exc_info=error)
            name = type(error).__name__
            return Outcome(FAILED, refusals.internal(verb, name), detail=name)
