"""What commands understand and answer."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import refusals
from bot.commands.command import UsageError
from bot.commands.patches import folded
from bot.commands.registry import BY_VERB, COMMANDS
from bot.commands.verbs import adr, explain, fix, help, risks, unwaive, waive  # noqa: A004 - the verb
from rules.adr.compose import ListedRecord
from rules.config import Config, Custom
from rules.finding import Severity
from rules.register import RegisteredRisk
from rules.registry import RULES
from rules.report.links import Links

foreign = st.text(st.sampled_from("ab`\n\r|@<>![]()#/sp.fix \u202e\u200b-*_~"), max_size=80) | st.sampled_from([
    "\n/sp.fix", "@octocat", "![x](https://e.example/x)", "</details>", "<!--", "``` \n/sp.waive",
])  # fmt: skip
SPANS = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")


def test_a_waiver_is_read() -> None:
    said = waive.read('no-kill-switch "Risk 2: drift" until 2027-01-31 because the vendor decides in January')
    until = date(2027, 1, 31)
    assert said == waive.WaiveArguments("no-kill-switch", "Risk 2: drift", until, "the vendor decides in January")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ("", "Say which rule"),
        ("no-kill-switch because it is fine", "Say which rule"),
        ("no-kill-switch until 2027-02-30 because the vendor decides", "calendar"),
        ("no-kill-switch until tomorrow because the vendor decides", "year-month-day"),
        ("no-kill-switch until 2027-01-31", "reason"),
        ("no-kill-switch until 2027-01-31 because later", "reason"),
        ("no-kill-switch until 2027-01-31 because xxxxxxxxxxxxxxxx", "reason"),
        ("No_Rule! until 2027-01-31 because the vendor decides", "no rule"),
    ],
)
def test_a_waiver_that_is_not_understood(arguments: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        waive.read(arguments)


def test_help_marks_what_the_reader_may_use() -> None:
    class Policy:
        def who(self, verb: str) -> tuple[str, ...]:
            return (BY_VERB[verb].default,)

    shown = help.table(Policy(), "write").splitlines()
    assert len(shown) == len(COMMANDS) + 2
    assert "| **`/sp.fix [RULE...]`** |" in shown[3]
    assert any(line.startswith("| `/sp.waive RULE") and line.endswith("| maintain |") for line in shown)


def test_explains_rules_and_names_the_nearest() -> None:
    assert explain.page("no-kill-switch", Config(), "").startswith("**no-kill-switch**: ")
    assert explain.page("no-kil-switch", Config(), "") == "No rule `no-kil-switch`. Did you mean `no-kill-switch`?"
    own = Config(custom=(Custom("house-words", Severity.WARNING, "say how fast"),))
    assert "`say how fast`" in explain.page("house-words", own, "")


def test_risks_are_sorted_and_cut() -> None:
    found = [RegisteredRisk("p.md", n, f"risk {n}", "Low", "Low", "", "", "", n) for n in range(60)]
    shown = risks.register(found, Links())
    assert shown.startswith("60 risks, highest first.")
    assert "`risk 59`" in shown.splitlines()[4]
    assert shown.endswith("10 more, not shown.")


def test_a_patch_is_not_changed_and_not_closed_from_inside() -> None:
    patch = "--- a\n+++ b\n@@ -1 +1 @@\n /sp.fix\n-````\n+x\n"
    assert f"`````diff\n{patch}`````\n" in folded("t", patch, "diff", "x")


def test_no_reply_is_longer_than_a_comment() -> None:
    links = Links(blob=f"https://github.com/{'o' * 39}/{'r' * 100}/blob/{'a' * 40}/", rules="https://p.example/rules/")
    path = "d" * 550
    decisions = [ListedRecord("t" * 300, path, n, path if n % 2 else "") for n in range(400)]
    w = "w" * 900
    many = [RegisteredRisk(path, n, w, w, w, w, w, w, 16) for n in range(400)]
    replies = [
        adr.listing(decisions, links),
        risks.register(many, links),
        fix.instead("No.", "+x\n" * 40_000),
        adr.instead("No.", "x" * 40_000, "+x\n" * 16_000),
        *(explain.page(rule.name, Config(), links.rules) for rule in RULES),
    ]
    assert max(map(len, replies)) < 60_000
    assert max(map(len, replies[4:])) < explain.LONGEST_PAGE + 300
    assert "more, not shown" in replies[0]
    assert not any(re.search("^ *[/]sp[.]", reply, re.MULTILINE) for reply in replies)


def test_a_moved_head_names_both() -> None:
    assert refusals.head_moved("fix", "4f1c9a2000", "9b0d1e3000") == (
        "The branch moved from 4f1c9a2 to 9b0d1e3 after your comment. Nothing was changed. Run `/sp.fix` again."
    )


def test_a_refusal_says_what_is_needed() -> None:
    assert refusals.not_allowed("waive", ("maintain",), "write") == (
        "`/sp.waive` needs the maintain role; you have write. Ask somebody who has it."
    )
    assert "one of: maintain, team `sre`" in refusals.not_allowed("waive", ("maintain", "sre"), "read")
    assert "was not run" in refusals.not_allowed("waive", ("maintain",), "", failed=True)


def test_a_usage_error_shows_the_usage() -> None:
    shown = refusals.usage(BY_VERB["explain"], UsageError("Say which rule."))
    assert shown == "Say which rule. Usage: `/sp.explain RULE`. For example: `/sp.explain no-kill-switch`."


def test_a_taken_number() -> None:
    assert (
        adr.collision_notice("d/0007-x.md", 7, 12, 9, "main")
        == "ADR 0007 is taken by #12: take 0009 for `d/0007-x.md`."
    )
    assert "on `main` now" in adr.collision_notice("d/0007-x.md", 7, 0, 9, "main")


@given(foreign, foreign)
def test_foreign_text_is_only_data(one: str, two: str) -> None:
    day = date(2027, 1, 1)
    replies = [
        waive.done(one, two, one, day, two, one),
        waive.never(one),
        waive.not_one(one, (), ()),
        unwaive.done([(one, two, one)]),
        unwaive.none(one, ()),
        fix.nothing([(one, two)]),
        fix.done({one: 2}, 1, "a" * 40, ""),
        adr.listing([ListedRecord(one, two, 3), ListedRecord(two, one, 3, two)], Links()),
        adr.created(one, "a" * 40, ("", ""), (two,), (one,)),
        adr.collision_notice(one, 7, 0, 9, two),
        risks.register([RegisteredRisk(one, 1, two, one, two, one, two, one, 1)], Links()),
        explain.page(one, Config(), ""),
        refusals.near_miss(one, "fix"),
        refusals.internal("fix", one),
    ]
    for reply in replies:
        assert not any(line.lstrip().startswith("/sp.") for line in reply.splitlines())
        assert re.search(r"@\w", reply) is None
        outside = "\n".join(SPANS.sub("", line) for line in reply.splitlines())
        assert not re.search(r"[<>\[\]!@`]", outside.replace("<U+", ""))
