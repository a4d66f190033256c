"""Words of a plan in a file of the repository: they stay words. Nothing of them becomes structure, link, image or mention."""

import re
from collections.abc import Iterator

from rules.lazy import lazy
from rules.plan.model import Answer
from rules.report.echo import plain, span
from rules.secrets import masked

LONGEST = 1_500
"""Characters of one statement."""
SPECIAL = lazy(r"[\\`*_\[\]<>|~&$]")
"""What GitHub's Markdown may read inside a line."""
OPENS = re.compile(r"(?=[#+\-=!:])|(?:\d{1,9})(?=[.)])")
"""What may open a block, or an image, at the beginning of a line."""
CODE_LIKE = lazy(r"[_/@]|://|\bwww\.|\w\(\)|^--\w|#\d")
EDGES = re.compile(r"(?P<before>[(\[\"'`*]*)(?P<word>.*?)(?P<after>[)\]\"'`*,;:.!?]*)", re.DOTALL)
BULLET = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+(?P<text>\S.*)")
LINK = lazy(r"!?\[([^\]\n]*)\]\([^)\n]*\)", needs=("](",))
MARKS = lazy(r"\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|`")


def prose(text: str, limit: int = LONGEST) -> str:
    """Return foreign text as one line of Markdown that means what it says: addresses in code spans, the rest escaped."""
    words = plain(masked(text), limit).split(" ")
    line = " ".join(map(token, words))
    opens = OPENS.match(line)
    return f"{line[: opens.end()]}\\{line[opens.end() :]}" if opens is not None and line else line


def token(word: str) -> str:
    """Return one word: what looks like code or an address as a code span, which mentions and links nothing."""
    if CODE_LIKE.search(word):
        edges = EDGES.fullmatch(word)
        if edges is not None and edges["word"]:
            return f"{escaped(edges['before'])}{span(edges['word'].replace('|', '¦'))}{escaped(edges['after'])}"
    return escaped(word)


def escaped(text: str) -> str:
    return SPECIAL.sub(lambda found: f"\\{found[0]}", text)


def items(answer: Answer) -> tuple[str, ...]:
    """Return what an answer says, one for each of its bullets, as Markdown of one line each."""
    if answer.missing:
        return ()
    bullets = [found["text"] for line in answer.raw.splitlines() if (found := BULLET.match(line))]
    texts = map(unmarked, bullets) if len(bullets) > 1 else (answer.text,)
    return tuple(filter(None, map(prose, texts)))


def unmarked(text: str) -> str:
    """Return a line without emphasis, code marks and the targets of links."""
    return MARKS.sub("", LINK.sub(r"\1", text)).strip()


def sentence(text: str) -> str:
    """Return Markdown of one line with a full stop, where it has no mark at its end."""
    return text if not text or text[-1] in ".!?:`" else f"{text}."


def bullets(lines: Iterator[str] | tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines)
