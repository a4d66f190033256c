"""Foreign text to copy: in a fence that nothing in it can close, folded. Pure."""

from rules.report.echo import longest_run

LARGEST = 50_000
"""Characters; a comment on GitHub holds 65,536."""


def folded(title: str, text: str, language: str, local: str) -> str:
    """Return text under a title of ours; a text that is too long for a comment is not cut.

    Half a patch is none. `local`: the command that makes the same elsewhere.
    """
    if len(text) > LARGEST:
        return f"It is too long for a comment. Run `{local}` on your machine."
    body = text.rstrip("\n")
    fence = "`" * max(3, longest_run(text) + 1)
    return f"<details><summary>{title}</summary>\n\n{fence}{language}\n{body}\n{fence}\n\n</details>"
