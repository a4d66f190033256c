"""What spec-kit's templates call an open question: `NEEDS CLARIFICATION`, as a value or as `[NEEDS CLARIFICATION: question]`."""

from rules.lazy import lazy

ASKS = lazy(r"[^\w]*NEEDS[ _]CLARIFICATION\b")


def asks(text: str) -> bool:
    """Whether an answer or a marker begins with it; "[e.g., pytest or NEEDS CLARIFICATION]" is a placeholder."""
    return ASKS.match(text) is not None
