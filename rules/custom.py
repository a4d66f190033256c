"""A team's own rules, declared in the configuration: what must or must not stand in a plan, without any code.

Patterns have the syntax of RE2, whose time is linear in the text whatever the pattern is, so a pattern from a stranger's
configuration cannot stop the check; its memory and the number of rules and matches are bounded as well. Code blocks, code
spans and HTML comments are not searched.
"""

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from rules.config import Custom
from rules.finding import Problem, Severity
from rules.fingerprint import normalise
from rules.lazy import lazy
from rules.plan.headings import normalised
from rules.plan.lines import words_of
from rules.plan.model import Plan
from rules.plan.source import Source, Span
from rules.quoting import listed, quoted
from rules.rule import Context, Rule

LONGEST = 1_000
"""Characters of a pattern."""

MEMORY = 8 * 1024 * 1024
"""Bytes that RE2 may use for one pattern."""

SHOWN = 20
"""Places of one pattern that are findings of their own; the last of them says how many more there are."""

UNSEEN = lazy(
    rb"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=fence)[^\n]*$|\Z)|<!--.*?(?:-->|\Z)|`[^`\n]+`",
    re.DOTALL | re.MULTILINE,
)
"""Fences, comments and code spans."""


def as_rule(custom: Custom) -> type[Rule]:
    """Return the class that judges plans by a declared rule."""
    return type("Custom", (CustomRule,), {"custom": custom, "name": custom.name, "severity": custom.severity})


class CustomRule:
    """A rule that a team declared in its configuration."""

    name: ClassVar[str] = "custom"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "custom"
    custom: ClassVar[Custom] = Custom("custom", Severity.WARNING)

    def applies(self, context: Context) -> bool:
        return not self.custom.within or self._place(context.plan) is not None

    def check(self, context: Context) -> Iterator[Problem]:
        custom, place = self.custom, self._place(context.plan)
        if place is None:
            return
        if custom.forbid:
            yield from self._forbidden(context.plan.source, place)
        elif custom.demand:
            if next(matches(context.plan.source, place, custom.demand), None) is None:
                yield self._absent(place, f"nothing here matches {quoted(custom.demand)}")
        elif custom.heading:
            if not any(same(section.title, custom.heading) for section in context.plan.sections):
                yield self._absent(place, f"the plan has no heading {quoted(custom.heading)}")
        else:
            yield from self._labelled(context.plan, place)

    def _place(self, plan: Plan) -> Span | None:
        """Return what the rule looks at: the plan, or the section that `within` names."""
        if not self.custom.within:
            return plan.source.span(plan.source.bom, len(plan.source.data))
        return next((each.span for each in plan.sections if same(each.title, self.custom.within)), None)

    def _forbidden(self, source: Source, place: Span) -> Iterator[Problem]:
        found = list(matches(source, place, self.custom.forbid))
        for number, span in enumerate(found[:SHOWN], start=1):
            more = f" ({len(found) - SHOWN} more places)" if number == SHOWN and len(found) > SHOWN else ""
            said = source.slice(span)
            yield Problem(span, f"{quoted(said)}: {self._message('this must not stand in a plan')}{more}", subject=said)

    def _labelled(self, plan: Plan, place: Span) -> Iterator[Problem]:
        custom = self.custom
        inside = [each for each in plan.entries if each.label and place.start <= each.label_start < place.end]
        named = [each for each in inside if same(each.label, custom.label)]
        if not named:
            yield self._absent(place, f"the label {quoted(custom.label + ':')} is missing")
        for entry in named if custom.values else ():
            text = " ".join(filter(None, map(words_of, entry.lines())))
            if not any(same(text, value) for value in custom.values):
                allowed = listed((quoted(value) for value in custom.values), 10)
                said = f"{quoted(custom.label)} is {quoted(text)} and must be one of {allowed}"
                span = plan.source.span(entry.start, entry.end)
                yield Problem(span, f"{said}{self._more()}", subject=custom.label, fix=f"Write one of {allowed}")

    def _absent(self, place: Span, what: str) -> Problem:
        at = place._replace(end=place.start, end_line=place.line, end_column=place.column)
        return Problem(at, self._message(what[0].upper() + what[1:]), subject=self.custom.within or "plan")

    def _message(self, otherwise: str) -> str:
        return self.custom.message or otherwise

    def _more(self) -> str:
        return f": {self.custom.message}" if self.custom.message else ""


def same(one: str, other: str) -> bool:
    """Whether two titles, labels or values say the same: numbering, case, emphasis and punctuation left aside."""
    wanted = normalise(other)
    return normalise(one) == wanted or wanted in normalised(one).parts


def matches(source: Source, place: Span, pattern: str) -> Iterator[Span]:
    """Yield where a pattern matches in what a person reads."""
    compiled = compiled_pattern(pattern)
    data = UNSEEN.sub(lambda hidden: b" " * len(hidden[0]), source.data[place.start : place.end])
    text = data.decode()
    at, byte = 0, place.start
    for found in compiled.finditer(text):
        if found.end() == found.start():
            continue
        byte += len(text[at : found.start()].encode())
        at = found.end()
        size = len(found[0].encode())
        yield source.span(byte, byte + size)
        byte += size


def compiled_pattern(pattern: str) -> Any:
    """Compile a pattern with RE2; raise `ValueError` with what is wrong with it."""
    import re2  # type: ignore[import-untyped]  # noqa: PLC0415 - start-up time: few configurations have a pattern

    if len(pattern) > LONGEST:
        raise ValueError(f"a pattern has at most {LONGEST:,} characters")
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        said = error.args[0] if error.args else error
        raise ValueError(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)) from None
