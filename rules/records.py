"""Which texts of ADRs a snapshot keeps: all of an ordinary collection, of a huge one those that the pull request changes."""

from collections.abc import Collection, Mapping

MOST = 200
"""ADRs of one repository."""
MOST_BYTES = 256 * 1024
"""Of one ADR."""
MOST_BYTES_IN_ALL = 4 * 1024 * 1024


def kept(texts: Mapping[str, bytes], changed: Collection[str]) -> dict[str, bytes]:
    """Return the texts that go into the snapshot; `changed`: paths that the pull request changes."""
    fit = {path: text for path, text in texts.items() if len(text) <= MOST_BYTES}
    if len(fit) <= MOST and sum(map(len, fit.values())) <= MOST_BYTES_IN_ALL:
        return fit
    return {path: text for path, text in fit.items() if path in changed}
