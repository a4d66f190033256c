"""The options of rules: what a configuration may say about a rule, and what it gets told otherwise."""

import pytest

from rules.catalog.header.invalid_status import InvalidStatus
from rules.catalog.risks.no_kill_switch import NoKillSwitch
from rules.catalog.risks.too_few_risks import TooFewRisks
from rules.config import Config, RuleSetting
from rules.finding import Severity
from rules.options import BadRuleSetting, configure, option_errors, setting_errors
from rules.registry import RULES


def test_options_reach_the_rule() -> None:
    rules = configure(
        Config(
            rules={
                "too-few-risks": RuleSetting(options={"minimum": 2}),
                "no-kill-switch": RuleSetting(options={"strict": True}),
                "invalid-status": RuleSetting(options={"accepted": ["done", "final"]}),
            }
        )
    )

    assert TooFewRisks(minimum=2) in rules
    assert NoKillSwitch(strict=True) in rules
    assert InvalidStatus(accepted=("done", "final")) in rules


def test_without_settings_every_rule_is_on_in_report_order() -> None:
    assert [rule.name for rule in configure(Config())] == [rule.name for rule in RULES]


def test_a_rule_that_is_off_is_left_out() -> None:
    rules = configure(Config(rules={"too-few-risks": RuleSetting(Severity.OFF)}))

    assert "too-few-risks" not in {rule.name for rule in rules}


@pytest.mark.parametrize(
    ("rule", "options", "message"),
    [
        ("no-kill-swich", {}, "there is no rule 'no-kill-swich'; did you mean 'no-kill-switch'?"),
        ("too-few-risks", {"minimun": 2}, "too-few-risks has no option 'minimun'; did you mean 'minimum'?"),
        ("empty-field", {"words": 2}, "empty-field has no option 'words' (it has none)"),
        ("too-few-risks", {"minimum": "2"}, "too-few-risks: minimum must be a whole number, 0 or more, not '2'"),
        ("too-few-risks", {"minimum": True}, "too-few-risks: minimum must be a whole number, 0 or more, not True"),
        ("too-few-risks", {"minimum": -1}, "too-few-risks: minimum must be a whole number, 0 or more, not -1"),
        ("no-kill-switch", {"strict": 1}, "no-kill-switch: strict must be true or false, not 1"),
        ("invalid-status", {"accepted": "done"}, "invalid-status: accepted must be a list of texts, not 'done'"),
        ("invalid-status", {"accepted": [1]}, "invalid-status: accepted must be a list of texts, not [1]"),
    ],
)
def test_a_mistake_is_told_in_words(rule: str, options: dict[str, object], message: str) -> None:
    assert option_errors(rule, options) == [message]


def test_an_unreadable_plan_cannot_be_off() -> None:
    [message] = setting_errors("unreadable-plan", RuleSetting(Severity.OFF))

    assert "cannot be off" in message
    assert setting_errors("unreadable-plan", RuleSetting(Severity.WARNING)) == []


def test_all_mistakes_are_told_at_once() -> None:
    config = Config(rules={"x": RuleSetting(), "too-few-risks": RuleSetting(options={"minimum": -1, "most": 3})})

    with pytest.raises(BadRuleSetting) as raised:
        configure(config)

    assert str(raised.value).count(";") >= 2
