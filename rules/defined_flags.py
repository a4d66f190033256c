"""What a plan writes about each feature flag it defines, and about all of them together."""

from bisect import bisect_right
from typing import NamedTuple

from rules.lazy import lazy
from rules.plan.model import Flag, Plan

MARKUP = lazy(r"[`*]+")
BULLET = lazy(r"\s*(?:[-*+]|\d{1,3}[.)])?\s*$")


class Defined(NamedTuple):
    """A flag with all that its definition says, nested items and further columns included, without code marks and emphasis.

    `columns`: the titles of its table in lower case, `cells` what its row holds; both empty where it is not in a table.
    """

    flag: Flag
    text: str
    columns: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()

    def cell(self, *titles: str) -> str | None:
        """Return what the row holds in the first column with one of these words in its title; None without such a column."""
        for column, cell in zip(self.columns, self.cells, strict=False):
            if any(title in column for title in titles):
                return cell
        return None


def defined(plan: Plan) -> list[Defined]:
    """Return the flags of a plan with what is written about each."""
    lists = [each.span for each in plan.all("flags.defined")]
    list_starts = [span.start for span in lists]
    others = ((each.label_span or each.span).start for each in plan.all("flags.compatibility"))
    starts = sorted((*(flag.span.start for flag in plan.flags), *others, len(plan.source.data)))
    found = []
    for flag in plan.flags:
        line = plan.source.line_span(flag.span.line)
        if flag.table >= 0:
            header = plan.source.line_span(plan.source.position(flag.table)[0])
            cells = cells_of(plan.source.slice(line))
            columns = tuple(each.lower() for each in cells_of(plan.source.slice(header)))
            found.append(Defined(flag, " | ".join(cells[1:]), columns, cells))
            continue
        around = lists[max(bisect_right(list_starts, flag.span.start) - 1, 0)].end if lists else 0
        end = min(max(line.end, around), starts[bisect_right(starts, flag.span.start)])
        text = plan.source.data[flag.span.start : end].decode("utf-8", "ignore")
        found.append(Defined(flag, BULLET.sub("", MARKUP.sub("", text))))
    return found


def cells_of(row: str) -> tuple[str, ...]:
    return tuple(MARKUP.sub("", cell).strip() for cell in row.strip().strip("|").split("|"))


def about_all(plan: Plan) -> str:
    """Return what the plan says about its flags together: their compatibility, and what stands before the first of them."""
    said = [each.text for each in plan.answers if each.concept == "flags.compatibility"]
    section = plan.section("flags")
    first = min((flag.table if flag.table >= 0 else flag.span.start for flag in plan.flags), default=0)
    if section is not None and section.heading.end < first < section.span.end:
        said.append(plan.source.data[section.heading.end : first].decode("utf-8", "ignore"))
    return "\n".join(said)
