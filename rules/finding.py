"""What the engine says about plans: problems as rules yield them, findings as people see them, the report."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from rules.plan.source import Span

INTERNAL_ERROR = "internal-error"
"""What a crash of a rule or of the reader is called among the findings; it is no rule."""


class Severity(StrEnum):
    """How much a finding weighs. An error blocks where the mode is `enforce`; `off` is a setting, never a finding's."""

    OFF = "off"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for off up to 3 for error."""
        return ("off", "info", "warning", "error").index(self.value)


class Edit(NamedTuple):
    """Replace the bytes `span.start` to `span.end` of the head version by `replacement`."""

    span: Span
    replacement: str


class Problem(NamedTuple):
    """What a rule yields; the engine adds the rest.

    `span`: where. `subject`: what it is about in the plan's own words ("Risk 2: ledger drift"), part of the identity.
    `message`: what is wrong, with the value quoted. `fix`: what to do, one sentence in the imperative. `edits`: a safe
    fix. `severity`: only to lower or raise this one occurrence below or above the rule's default.
    `concept`: the section ("risks") or the field ("risks.kill_switch") it belongs to.
    `parts`: concept and subject of every single fault that this problem sums up ("Risk 2" lacks two fields), so that a
    further one is new although the finding is not; empty: the problem is one fault, its own.
    `whole`: the problem stands for a whole section, so what other rules find inside its span is the same cause.
    """

    span: Span
    message: str
    subject: str = ""
    concept: str = ""
    fix: str = ""
    edits: tuple[Edit, ...] = ()
    severity: Severity | None = None
    parts: tuple[tuple[str, str], ...] = ()
    whole: bool = False


class Finding(NamedTuple):
    """One problem of one plan, with its identity (`fingerprint`) and its weight. `new`: not in the base version."""

    rule: str
    severity: Severity
    path: str
    span: Span
    section: str
    subject: str
    message: str
    fingerprint: str
    fix: str = ""
    edits: tuple[Edit, ...] = ()
    new: bool = True
    waived: str | None = None
    question: str = ""
    """Lines of the template to fill in where something is missing (`rules.questions`)."""

    bound: str = ""
    """Digest of the words that it is about (`rules.bound`), "" where nobody asked or where there are none."""

    @property
    def fixable(self) -> bool:
        return bool(self.edits)


class PlanReport(NamedTuple):
    """The findings of one plan, in document order. `parsed` is False for what could not be read as a plan.

    `score`: 0 to 100, for people to see a trend; nothing decides on it.
    """

    path: str
    profile: str
    status: str
    findings: tuple[Finding, ...]
    parsed: bool = True
    rules_applicable: int = 0
    base_path: str | None = None
    fixed: tuple[str, ...] = ()
    """Fingerprints that the base version had and this one has no more."""


class Totals(NamedTuple):
    """The proof of work that every output carries."""

    plans_found: int = 0
    plans_parsed: int = 0
    rules_run: int = 0
    rules_applicable: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    waived: int = 0

    def counting(self, findings: Iterable[Finding]) -> "Totals":
        """Return these totals with the findings counted anew: by severity, those that are waived apart."""
        counts = Counter("waived" if finding.waived is not None else finding.severity for finding in findings)
        return self._replace(
            errors=counts[Severity.ERROR],
            warnings=counts[Severity.WARNING],
            infos=counts[Severity.INFO],
            waived=counts["waived"],
        )


class Report(NamedTuple):
    """What the engine says about all plans of one run, in the order they were given."""

    plans: tuple[PlanReport, ...] = ()
    totals: Totals = Totals()
    crashed_rules: tuple[str, ...] = ()
    """Rules that raised; each also stands as the finding `internal-error` so that the run is never green by accident."""
    today: date | None = None
    """The day that dates were judged against, recorded so that the verdict can be explained later."""

    waivers: Mapping[int, str] = {}
    """What became of each waiver that was given, by its id (`rules.waivers.State`)."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for plan in self.plans for finding in plan.findings)
