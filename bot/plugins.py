"""Rules of installed packages. Only the operator chooses them: they are Python, and run with whatever rights we have.

A package offers rules by entry points of the group `planwarden.rules`; each is a rule class or several of them. Nothing
that a repository or a pull request contains can name one.
"""

from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from rules.finding import Severity
from rules.options import BY_NAME
from rules.rule import Rule

GROUP = "planwarden.rules"


class BadPlugin(Exception):
    """A chosen plugin is not installed, cannot be imported or offers something that is no rule; in words for the operator."""


def load(names: Iterable[str]) -> tuple[type[Rule], ...]:
    """Return the rules of the chosen entry points, in order. Raise `BadPlugin`."""
    chosen = tuple(dict.fromkeys(names))
    found = tuple(rule for name in chosen for rule in offered(name))
    seen: set[str] = set()
    for rule in found:
        if rule.name in BY_NAME or rule.name in seen:
            raise BadPlugin(f"plugin rule {rule.name!r} has the name of a rule that there is already")
        seen.add(rule.name)
    return found


def offered(name: str) -> Iterator[type[Rule]]:
    points = entry_points(group=GROUP, name=name)
    if not points:
        known = ", ".join(sorted(entry_points(group=GROUP).names)) or "none is installed"
        raise BadPlugin(f"there is no plugin {name!r} (installed: {known})")
    for point in points:
        yield from rules_of(point, imported(point))


def imported(point: EntryPoint) -> Any:
    try:
        return point.load()
    except Exception as error:
        raise BadPlugin(f"plugin {point.name!r} cannot be imported: {type(error).__name__}: {error}") from error


def rules_of(point: EntryPoint, value: Any) -> Iterator[type[Rule]]:
    for rule in value if isinstance(value, tuple | list) else (value,):
        if not is_rule(rule):
            needs = "it needs name, since, severity, section, applies and check"
            raise BadPlugin(f"plugin {point.name!r} offers {rule!r}, which is no rule: {needs}")
        yield rule


def is_rule(value: Any) -> bool:
    texts = all(isinstance(getattr(value, name, None), str) for name in ("name", "since", "section"))
    calls = all(callable(getattr(value, name, None)) for name in ("applies", "check"))
    return isinstance(value, type) and texts and calls and isinstance(getattr(value, "severity", None), Severity)
