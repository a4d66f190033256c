"""The pages of the rules and their index, for `tests.generate`."""

from collections.abc import Iterator

from rules.registry import RULES
from rules.report.page import index, page


def rule_pages() -> Iterator[tuple[str, str]]:
    """Yield the path of each page, from the root of the repository, and its text."""
    yield "docs/rules/README.md", index(RULES)
    for rule in RULES:
        yield f"docs/rules/{rule.name}.md", page(rule)
