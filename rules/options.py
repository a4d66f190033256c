"""A rule's options, checked by name and type, and the rules as a configuration has them."""

from collections.abc import Mapping, Sequence
from typing import Any, get_type_hints

from rules.config import Config, RuleSetting
from rules.custom import as_rule
from rules.finding import Severity
from rules.registry import RULES
from rules.rule import Rule, defaults
from rules.severity import NEVER_SCALED

BY_NAME: Mapping[str, type[Rule]] = {rule.name: rule for rule in RULES}

TYPES: Mapping[object, str] = {
    bool: "true or false",
    int: "a whole number, 0 or more",
    float: "a number, 0 or more",
    str: "a text",
    tuple[str, ...]: "a list of texts",
}
"""The types that an option may have, in words for the person who wrote the configuration."""


class BadRuleSetting(Exception):
    """A configuration names a rule or an option that does not exist, or gives a value that does not fit."""


def option_errors(rule_name: str, options: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with the options of one rule, one sentence each; an empty list when nothing is."""
    rule = BY_NAME.get(rule_name)
    if rule is None:
        return [f"there is no rule {rule_name!r}{did_you_mean(rule_name, BY_NAME)}"]
    known = option_types(rule)
    return [error for name, value in options.items() if (error := option_error(rule_name, known, name, value))]


def setting_errors(rule_name: str, setting: RuleSetting) -> list[str]:
    """Say what is wrong with the severity and the options of one rule."""
    errors = option_errors(rule_name, setting.options)
    if rule_name == NEVER_SCALED and setting.severity is Severity.OFF:
        errors.append(f"{rule_name} cannot be off: a plan that nobody can read would pass")
    return errors


def configure(config: Config, plugins: Sequence[type[Rule]] = ()) -> tuple[Rule, ...]:
    """Return the rules that the configuration leaves on, with their options, in report order.

    `plugins`: rules of installed packages that the operator chose; they come after ours, and declared rules last.
    Raise `BadRuleSetting` with every mistake in it, so that one look at the configuration is enough.
    """
    errors = [error for name, setting in config.rules.items() for error in setting_errors(name, setting)]
    if errors:
        raise BadRuleSetting("; ".join(errors))
    settings = ((rule, config.rules.get(rule.name, RuleSetting())) for rule in (*RULES, *plugins))
    declared = (as_rule(custom)() for custom in config.custom if custom.severity is not Severity.OFF)
    return (
        *(
            rule(**{name: as_option(value) for name, value in setting.options.items()})
            for rule, setting in settings
            if setting.severity is not Severity.OFF
        ),
        *declared,
    )


def severities(config: Config) -> Mapping[str, RuleSetting]:
    """Return what the configuration says of each rule; a declared rule has the severity that its declaration gives it."""
    if not config.custom:
        return config.rules
    return {**config.rules, **{custom.name: RuleSetting(custom.severity) for custom in config.custom}}


def option_types(rule: type[Rule]) -> dict[str, object]:
    """Return the options of a rule with their types, in its own order."""
    hints = get_type_hints(rule)
    return {name: hints[name] for name in defaults(rule)}


def option_error(rule_name: str, known: Mapping[str, object], name: str, value: Any) -> str | None:
    if name not in known:
        return f"{rule_name} has no option {name!r}{did_you_mean(name, known) or listed(known)}"
    if not fits(known[name], value):
        return f"{rule_name}: {name} must be {TYPES[known[name]]}, not {value!r}"
    return None


def fits(kind: object, value: Any) -> bool:
    if kind is bool or kind is str:
        return type(value) is kind
    if kind is int:
        return type(value) is int and value >= 0
    if kind is float:
        return type(value) in {int, float} and value >= 0
    return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)


def as_option(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def did_you_mean(name: str, known: Mapping[str, object]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - start-up time: most names are right

    close = get_close_matches(name, known, n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def listed(known: Mapping[str, object]) -> str:
    return f" (it has {', '.join(known)})" if known else " (it has none)"
