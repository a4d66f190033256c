"""The tables that decisions are rows of."""

from rules.plan.model import Plan


def table_headers(plan: Plan) -> dict[int, int]:
    """Return for the line of each decision that is a row of a table the line of the table's header."""
    headers: dict[int, int] = {}
    for decision in plan.decisions:
        line, rows = decision.span.line, []
        while (
            line > 0 and line not in headers and plan.source.slice(plan.source.line_span(line)).lstrip().startswith("|")
        ):
            rows.append(line)
            line -= 1
        header = headers.get(line, line + 1)
        headers.update(dict.fromkeys(rows, header))
    return headers
