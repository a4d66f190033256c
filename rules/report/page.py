"""A rule's page: its docstring, laid out as Markdown. `planwarden explain` shows it, `docs/rules/` holds it."""

import inspect
import re
from typing import Any, NamedTuple

from rules.lazy import lazy
from rules.rule import Rule, defaults

HEADING = lazy(r"^## (?P<title>Bad|Good|Options)$", re.MULTILINE)
OPTION = lazy(r"^(?P<name>\w+): (?P<meaning>.+?)(?= \(default .*\)$|$)")


class Page(NamedTuple):
    """A docstring in its parts: the fault in one sentence, why it matters, an example of each kind, options by name."""

    fault: str
    why: str
    bad: str
    good: str
    options: dict[str, str]


def read_page(rule: type[Rule]) -> Page:
    """Return the parts of a rule's docstring. Raise `ValueError` where one is missing."""
    before, *rest = HEADING.split(inspect.getdoc(rule) or "")
    parts = {title: inspect.cleandoc("\n" + body) for title, body in zip(rest[::2], rest[1::2], strict=True)}
    fault, _, why = before.strip().partition("\n\n")
    if not (fault and why and "Bad" in parts and "Good" in parts):
        raise ValueError(f"the docstring of {rule.name} needs the fault, a paragraph, ## Bad and ## Good")
    matches = (OPTION.match(line) for line in parts.get("Options", "").splitlines())
    options = {match["name"]: match["meaning"] for match in matches if match is not None}
    return Page(" ".join(fault.split()), why.strip(), parts["Bad"], parts["Good"], options)


def page(rule: type[Rule]) -> str:
    """Return the page of one rule as Markdown."""
    read = read_page(rule)
    parts = [
        f"# {rule.name}",
        read.fault,
        f"{rule.severity.capitalize()} by default · section {rule.section} · since {rule.since}",
        read.why,
        f"## Bad\n\n{example(read.bad)}",
        f"## Good\n\n{example(read.good)}",
        *([f"## Options\n\n{option_table(rule, read.options)}"] if read.options else []),
        f"## Configure\n\n{configuration(rule)}",
    ]
    return "\n\n".join(parts) + "\n"


def index(rules: tuple[type[Rule], ...]) -> str:
    """Return the list of all rules as Markdown, in report order, each linked to its page beside it."""
    rows = [
        f"| [{rule.name}]({rule.name}.md) | {rule.section} | {rule.severity} | {read_page(rule).fault} |"
        for rule in rules
    ]
    head = [
        "# Rules",
        "",
        "Severities are those of an approved plan in the architect form; status, form and configuration scale them.",
        "",
        "| rule | section | default | finds |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def example(text: str) -> str:
    """Return an example in a fence that nothing in it can close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}markdown\n{text}\n{fence}"


def option_table(rule: type[Rule], meanings: dict[str, str]) -> str:
    values = defaults(rule)
    rows = [f"| `{name}` | `{in_yaml(values[name])}` | {meaning} |" for name, meaning in meanings.items()]
    return "\n".join(["| option | default | meaning |", "|---|---|---|", *rows])


def configuration(rule: type[Rule]) -> str:
    options = "".join(f", {name}: {in_yaml(value)}" for name, value in defaults(rule).items())
    setting = f"{{severity: {rule.severity}{options}}}" if options else str(rule.severity)
    return f"In `.github/planwarden.yml`:\n\n```yaml\nrules:\n  {rule.name}: {setting}\n```"


def in_yaml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"[{', '.join(map(str, value))}]" if isinstance(value, tuple) else str(value)
