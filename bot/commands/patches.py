"""Foreign text to copy: in a fence that nothing in it can close, folded. Pure."""

from rules.report.echo import longest_run

LARGEST = 50_000
"""Characters; a comment on GitHub holds 65,536."""


def folded(title: str, text: str, language: str) -> str:
    """Return text under a title of ours; a text that is too long for a comment is not cut, since half a patch is none."""
    if len(text) > LARGEST:
        return "It is too long for a comment. Run `planwarden check --fix` on your machine."
    body = text.rstrip("\n")
    fence = "`" * max(3, longest_run(text) + 1)
    return f"<details><summary>{title}</summary>\n\n{fence}{language}\n{body}\n{fence}\n\n</details>"
