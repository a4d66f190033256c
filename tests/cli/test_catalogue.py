"""`planwarden rules` and `planwarden explain`."""

from bot.cli.catalogue import styled
from rules.registry import RULES
from rules.report.page import page
from rules.report.text import Style
from tests.cli.conftest import Command


def test_every_rule_is_listed_with_what_it_finds(planwarden: Command) -> None:
    answer = planwarden("rules")
    *rows, blank, last = answer.out.splitlines()
    assert [row.split()[:3] for row in rows] == [[rule.name, rule.severity.value, rule.section] for rule in RULES]
    assert (answer.code, blank) == (0, "")
    assert last.startswith(f"{len(RULES)} rules;")


def test_the_list_for_machines_has_the_options(planwarden: Command) -> None:
    listed = {rule["name"]: rule for rule in planwarden("rules", "--format", "json").json["rules"]}
    assert list(listed) == [rule.name for rule in RULES]
    assert listed["too-few-risks"]["options"] == {"minimum": 3}
    assert listed["no-kill-switch"]["severity"] == "error"
    assert all(rule["summary"] and rule["section"] and rule["since"] for rule in listed.values())


def test_explain_shows_the_page(planwarden: Command) -> None:
    rule = next(rule for rule in RULES if rule.name == "no-kill-switch")
    answer = planwarden("explain", "no-kill-switch")
    assert (answer.code, answer.out) == (0, page(rule))


def test_on_a_terminal_headings_are_bold_and_examples_dim() -> None:
    markdown = "# a-rule\n\nWhy.\n\n## Bad\n\n````markdown\n# Plan\n```\ncode\n```\n````\n\nend\n"
    assert styled(markdown, Style(colour=True)).splitlines() == [
        *("\x1b[1ma-rule\x1b[0m", "", "Why.", "", "\x1b[1mBad\x1b[0m", ""),
        *(f"\x1b[2m    {line}\x1b[0m" for line in ("# Plan", "```", "code", "```")),
        *("", "end"),
    ]


def test_an_unknown_rule_is_exit_2_with_the_nearest_name(planwarden: Command) -> None:
    answer = planwarden("explain", "no-kil-switch")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "planwarden: there is no rule 'no-kil-switch'; did you mean 'no-kill-switch'?\n"
    assert "planwarden rules lists them" in planwarden("explain", "zzz").err
