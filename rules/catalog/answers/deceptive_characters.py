"""The `deceptive-characters` rule."""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from typing import ClassVar, NamedTuple, TypeAlias

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Plan
from rules.plan.source import Span
from rules.quoting import listed
from rules.rule import Context

WORD = "0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff_./-"
"""Letters of alphabets that have no use for characters without width, and what joins them to names."""

CONTROL = lazy(
    "[\u202a-\u202e\u2066-\u2069]|[\U000e0000-\U000e007f]+|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3,}"
    f"|(?<=[{WORD}])[\u00ad\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff\uffa0]+(?=[{WORD}])"
)
"""Bidirectional controls, tag characters, rows of variation selectors, and characters without width inside a word."""

OVERRIDES = "\u202d\u202e"
"""Letters behind these are shown in another order than they stand; no language needs that in a plan."""

RIGHT_TO_LEFT = lazy("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
FLAG = "\U0001f3f4"
"""The black flag: with tag characters behind it, it is the flag of a region."""

SOFT_HYPHEN = "\u00ad"

LOOK_ALIKE = (
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u03bf\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u0585\u0578\u057d\u13aa\u13b3\u13e2\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d6a3"
)
"""Letters of Cyrillic, Greek, Armenian, Cherokee and of compatibility forms that look like a letter of ASCII."""

ASCII = bytes(range(128))
CONTROLS = "\u00ad\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\uffa0\U000e0000-\U000e007f"
SELECTORS = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3}"
SUSPECT = lazy(f"[{LOOK_ALIKE}{CONTROLS}]|{SELECTORS}")
"""All that the patterns below and above begin with. What is not ASCII is little, and spares most plans those."""
HIDDEN = lazy(f"[{CONTROLS}]|{SELECTORS}")
TOUCHING = lazy(f"[A-Za-z0-9_][{LOOK_ALIKE}]|[{LOOK_ALIKE}][A-Za-z0-9_]")
"""What a line holds in which the former or the latter find anything: prose in another alphabet has neither."""

TOKEN = lazy(rf"(?<![\w./:@-])[\w./:@-]*[{LOOK_ALIKE}][\w./:@-]*")
MIXED = lazy(
    rf"[A-Za-z0-9][{LOOK_ALIKE}]+[A-Za-z0-9]|(?:^|[\W_])[{LOOK_ALIKE}]+[A-Za-z0-9]"
    rf"|(?P<ending>[A-Za-z]{{2}}[{LOOK_ALIKE}]+(?=$|[\d_./:@-]))"
)
"""Look-alikes inside a Latin word, before one, or at its end."""

WHOLE_PART = lazy(rf"(?:^|_)[{LOOK_ALIKE}]+(?=_)|_[{LOOK_ALIKE}]+$")
"""A part of a name with underscores that only looks Latin."""

OTHER = lazy(rf"[^\W\d_A-Za-z\u00c0-\u024f{LOOK_ALIKE}]")
"""A letter that looks like none of ASCII: the word is one of its own script."""

IDENTIFIER = lazy(r"[_/@\d]|\w[.:-]\w")
NAME = lazy("[_/@`]")
LATIN = lazy("[A-Za-z]")
NEAR = 1000
"""Characters of a line that are looked at around a find, so that the work stays linear."""

MOST = 200
"""Finds of either kind that are told; nobody reads on, and to place thousands in one line takes long."""


Place: TypeAlias = tuple[int, int]


class Deceptive(NamedTuple):
    at: int
    end: int
    shown: str


class DeceptiveCharacters:
    """A character makes the text look other than it is: reversed, invisible, or a letter of another script.

    A reviewer approves what is seen, a program carries out what is stored. Bidirectional controls can hide an
    instruction in plain sight (Trojan Source, CVE-2021-42574), tag characters carry text that only a language model
    reads, and a Cyrillic letter in a flag, a path or an ADR's number names something that does not exist (Unicode
    Technical Standard 39). Prose in any script is left alone: right-to-left text with its marks, joiners where a script
    needs them, emoji, flags of regions, soft hyphens, and Latin words with endings of another language.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        **Risk 1: The export starves the ledger of connections**
        - Kill Switch: set `export_en\u0430bled=false`

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        **Risk 1: The export starves the ledger of connections**
        - Kill Switch: set `export_enabled=false`
    """

    name: ClassVar[str] = "deceptive-characters"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "answers"

    def applies(self, context: Context) -> bool:
        return not context.plan.source.data.isascii()

    def check(self, context: Context) -> Iterator[Problem]:
        plan, text = context.plan, context.plan.source.text
        if not SUSPECT.search(text.encode().translate(None, ASCII).decode()):
            return
        places = list(suspicious(text))
        found = sorted(chain(islice(controls(text, places), MOST), islice(look_alikes(text, places), MOST)))
        for _, in_line in groupby(placed(plan, found), key=lambda pair: pair[1].line):
            yield deceptive(list(in_line))


def suspicious(text: str) -> Iterator[Place]:
    """Yield where the lines begin and end that hold what may deceive; most hold nothing but ASCII."""
    at = 0
    for line in text.split("\n"):
        if not line.isascii() and SUSPECT.search(line):
            yield at, at + len(line)
        at += len(line) + 1


def controls(text: str, places: Iterable[Place]) -> Iterator[Deceptive]:
    likely = (place for place in places if HIDDEN.search(text, *place))
    for found in (found for place in likely for found in CONTROL.finditer(text, *place)):
        at, said = found.start(), found[0]
        if "\U000e0000" <= said[0] <= "\U000e007f":
            harmless = at > 0 and text[at - 1] == FLAG and said[-1] == "\U000e007f"
        elif "\u202a" <= said[0] <= "\u202e" or "\u2066" <= said[0] <= "\u2069":
            harmless = said not in OVERRIDES and RIGHT_TO_LEFT.search(text, *line_around(text, at)) is not None
        else:
            harmless = set(said) == {SOFT_HYPHEN} and not (NAME.search(token_around(text, at)) or in_code(text, at))
        if not harmless:
            yield Deceptive(at, found.end(), listed(dict.fromkeys(map(named, said)), 3))


def look_alikes(text: str, places: Iterable[Place]) -> Iterator[Deceptive]:
    likely = (place for place in places if TOUCHING.search(text, *place))
    for found in (found for place in likely for found in TOKEN.finditer(text, *place)):
        token = found[0].strip(".:-/")
        if is_disguised(token, text, found.start()):
            strange = dict.fromkeys(letter for letter in token if not letter.isascii() and letter.isalpha())
            shown = "".join(letter if letter.isascii() else f"<{code(letter)}>" for letter in token)
            yield Deceptive(found.start(), found.end(), f"{listed(map(named, strange), 3)} in {shown}")


def is_disguised(token: str, text: str, at: int) -> bool:
    """Whether a token reads as a Latin identifier and is none.

    A Latin word may take an ending of another language ("PR" with a Cyrillic genitive), so in prose it has to be a name.
    """
    if not LATIN.search(token) or OTHER.search(token):
        return False
    if WHOLE_PART.search(token):
        return True
    found = MIXED.search(token)
    if found is None:
        return False
    return found["ending"] is None or IDENTIFIER.search(token) is not None or in_code(text, at)


def placed(plan: Plan, found: list[Deceptive]) -> Iterator[tuple[Deceptive, Span]]:
    """Yield what was found with its span; the text before is turned into bytes once."""
    at, start = 0, plan.source.bom
    for each in found:
        start += len(plan.source.text[at : each.at].encode())
        at = each.at
        yield each, plan.source.span(start, start + len(plan.source.text[each.at : each.end].encode()))


def deceptive(found: list[tuple[Deceptive, Span]]) -> Problem:
    shown = listed(dict.fromkeys(each.shown for each, _ in found), 3)
    first, last = found[0][1], found[-1][1]
    return Problem(
        Span(first.start, last.end, first.line, first.column, last.end_line, last.end_column),
        f"The line is not what it looks like: it holds {shown}",
        subject=found[0][0].shown,
        fix="Delete the invisible character, or type the word again in Latin letters",
    )


def named(letter: str) -> str:
    import unicodedata  # noqa: PLC0415 - start-up time: hardly any plan holds one

    return f"{code(letter)} {unicodedata.name(letter, '')}".strip()


def code(letter: str) -> str:
    return f"U+{ord(letter):04X}"


def line_around(text: str, at: int) -> tuple[int, int]:
    low, high = max(at - NEAR, 0), at + NEAR
    end = text.find("\n", at, high)
    return max(text.rfind("\n", low, at) + 1, low), end if end >= 0 else high


def in_code(text: str, at: int) -> bool:
    return text.count("`", line_around(text, at)[0], at) % 2 == 1


def token_around(text: str, at: int) -> str:
    low, high = line_around(text, at)
    before, after = text[low:at].split(), text[at:high].split()
    return (before[-1] if before else "") + (after[0] if after else "")
