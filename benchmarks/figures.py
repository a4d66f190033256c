"""What a benchmark measures, one number at a time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `note`: what the number depends on (how many runs, of what)."""

    name: str
    value: float
    unit: str
    note: str = ""

    @property
    def row(self) -> str:
        """The figure as a row of a Markdown table."""
        shown = f"{self.value:,.3f}" if self.value < 1 else f"{self.value:,.1f}"
        return f"| {self.name} | {shown} | {self.unit} | {self.note} |"


HEAD = "| figure | value | unit | of |\n|---|--:|---|---|"


def table(figures: list[Figure]) -> str:
    """Return the figures as a Markdown table."""
    return "\n".join([HEAD, *(figure.row for figure in figures)])
