"""`/sp.waive` and `/sp.unwaive`: accept one finding until a day, and take that back."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.commands.desk import DONE, NOTHING, REFUSED, Case, Desk
from bot.commands.given import Given
from bot.commands.verbs import explain as explain_words
from bot.commands.verbs import unwaive as unwaive_words
from bot.commands.verbs import waive as words
from bot.review.gather import around
from bot.review.waivers import judged
from bot.store.port import KeptWaiver, Outcome
from rules.finding import Finding
from rules.options import BY_NAME
from rules.waivers import match, waivable


async def waive(desk: Desk, case: Case) -> Outcome:
    """Keep a waiver for the one finding that is meant, or say why not."""
    head, given = case.pull.head_sha, case.given
    if (why := forbidden(desk, case)) is not None:
        return Outcome(REFUSED, why, head=head)
    own = await _of(desk, case)
    if own is None:
        snapshot = await around(desk.github, case.pull)
        report = await judged(desk.workshop, desk.store, snapshot, desk.today, bind=True)
        meant = beside(match(report.findings, case.arguments.rule, case.arguments.subject), given)
        open_ones = [each for each in meant if each.waived is None]
        if len(open_ones) != 1:
            return Outcome(REFUSED, words.not_one(case.arguments.rule, meant, open_ones), head=head)
        (finding,) = open_ones
        own = KeptWaiver(
            id=0,
            path=finding.path,
            rule=finding.rule,
            subject=finding.subject or finding.section,
            fingerprint=finding.fingerprint,
            bound=finding.bound,
            until=case.arguments.until,
            reason=case.arguments.reason,
            by=given.order.sender,
        )
        await desk.store.waive(given.order, own)
    said = words.done(own.rule, own.subject, own.path, own.until, own.by, own.reason)
    return Outcome(DONE, said, look=True, head=head, detail=own.fingerprint)


def beside(findings: Sequence[Finding], given: Given) -> Sequence[Finding]:
    """Return those findings that a comment in the diff stands on, as far as it tells them apart."""
    in_file = [each for each in findings if each.path == given.path]
    on_line = [each for each in in_file if each.span.line <= given.line <= each.span.end_line]
    return on_line or in_file or findings


def forbidden(desk: Desk, case: Case) -> str | None:
    """Return why a waiver must not be given, whatever it is for."""
    waivers, order, wanted = case.config.waivers, case.given.order, case.arguments
    if wanted.rule not in {*BY_NAME, *(each.name for each in case.config.custom)}:
        return explain_words.unknown(wanted.rule, case.config)
    if not waivable(wanted.rule, case.config):
        return words.never(wanted.rule)
    if case.given.bot:
        return words.by_bot()
    if order.sender_id == case.pull.author_id and not waivers.by_author:
        return words.by_author()
    return bad_day(wanted.until, desk.today, waivers.longest)


def bad_day(until: date, today: date, longest: int) -> str | None:
    """Return why a waiver must not last until a day. `longest`: days, 0 for no bound."""
    if until < today:
        return words.past(until, today)
    if longest and until > (last := today + timedelta(days=longest)):
        return words.too_long(longest, last)
    return None


async def _of(desk: Desk, case: Case) -> KeptWaiver | None:
    """Return the waiver that an earlier try of this very command has given."""
    kept = await desk.store.waivers(case.given.order.repository_id, case.given.order.number)
    return next((each for each in kept if each.command == case.given.order.key), None)


async def unwaive(desk: Desk, case: Case) -> Outcome:
    """End the waivers that are meant."""
    order, wanted = case.given.order, case.arguments
    # Not empty only where an earlier try of this very command was interrupted.
    meant = await desk.store.ended_by(order.key)
    if not meant:
        kept = await desk.store.waivers(order.repository_id, order.number)
        meant = tuple(each for each in kept if each.rule == wanted.rule and is_about(each, wanted.subject))
        if not meant:
            return Outcome(NOTHING, unwaive_words.none(wanted.rule, kept), head=case.pull.head_sha)
        await desk.store.end_waivers([each.id for each in meant], "taken back", by=order.key)
    said = unwaive_words.done([(each.rule, each.subject, each.path) for each in meant])
    return Outcome(DONE, said, look=True, head=case.pull.head_sha)


def is_about(waiver: KeptWaiver, subject: str) -> bool:
    return subject.casefold() in f"{waiver.subject} {waiver.path}".casefold()
