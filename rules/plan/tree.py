"""The labelled values of a plan as a tree: what stands below what."""

from collections.abc import Iterator, Sequence

from rules.plan.entries import Entry


class Tree:
    """Entries by their index, with those below and above each; table rows are left out, they are records of their own."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self._below: dict[int, list[int]] = {}
        for index, entry in enumerate(entries):
            if entry.form != "row":
                self._below.setdefault(entry.parent, []).append(index)

    def below(self, index: int) -> list[int]:
        """Return the entries directly below one, -1 for those at the top, in order."""
        return self._below.get(index, [])

    def beside(self, index: int) -> Iterator[int]:
        """Yield the entries that follow one in the same item or paragraph, such as the second label of one line."""
        entry = self.entries[index]
        for other in range(index + 1, len(self.entries)):
            if self.entries[other].block != entry.block:
                return
            if self.entries[other].parent == entry.parent:
                yield other

    def above(self, index: int) -> Iterator[int]:
        """Yield the entries around one, the nearest first."""
        parent = self.entries[index].parent
        while parent >= 0:
            yield parent
            parent = self.entries[parent].parent
