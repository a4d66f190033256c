"""Text that still is, or stands for, the template: brackets to fill in, menus nobody chose from, promises to answer later."""

import re
from functools import lru_cache
from typing import Final

from rules.lazy import lazy

WHOLE: Final = lazy(r"(?<![\w\]/])\[([^\[\]]{1,200})\]")
MUSTACHE: Final = lazy(r"\{\{[^{}]{1,80}\}\}")
ANGLE: Final = lazy(
    r"<(?!/?(?:a|b|br|div|details|img|p|span|summary|table|td|tr|sub|sup|kbd)\b)[A-Za-z][\w/'-]*(?: [\w/',.-]+)+>"
)
UNKNOWN_NUMBER: Final = lazy(r"[<>≤≥~=\s]*(?:\d+\.)?[XYZN]+\s?(?:%|ms|s|sec|seconds|MB|GB|cores|rps)(?:\s\w+){0,3}")
KNOWN: Final = lazy(
    r"\[(?:###[^\]]*|FEATURE(?:[ _-]NAME)?|DATE(?:_ISO)?|OWNER|SEMVER|METHOD|PROJECT(?:[ _]NAME)?|YYYY-MM-DD"
    r"|NEEDS CLARIFICATION[^\]]*"
    r"|e\.g\.[^\]]*|Extract from [^\]]*|Gates determined [^\]]*|FEATURE[ _]SPEC[^\]]*|feature|your [^\]]+|insert [^\]]+"
    r"|TODO\b[^\]]*|TBD\b[^\]]*|ADR[ _-]?TITLE|[Dd]ecision[ -][Tt]itle|flag_name|Feature Name)\]",
    needs=(
        "[#", "[feature", "[date", "[owner", "[semver", "[method", "[project", "[yyyy", "[needs c", "[e.g.",
        "[extract", "[gates", "[your ", "[insert ", "[todo", "[tbd", "[adr", "[decision", "[flag",
    ),
)  # fmt: skip
TAGS: Final = frozenset({
    "pass", "passed", "fail", "failed", "ok", "no", "yes", "new", "modify", "modified", "existing", "complete",
    "completed", "done", "delete", "deleted", "remove", "removed", "replace", "replaced", "revised", "update",
    "updated", "create", "created", "p", "high", "medium", "low", "critical", "optional", "required", "in-progress",
    "pending", "ready", "blocked", "unknown", "draft", "review", "approved", "wip", "must", "should", "may", "mvp",
    "partial", "n/a", "na", "none", "add", "added", "unchanged", "x",
})  # fmt: skip
CITATION: Final = lazy(
    r".*,\s*(?:19|20)\d\d[a-z]?|(?:FR|NFR|US|SC|ADR|T|REQ|RFC|AC|BR|TR|P|R|PR|IC|WP)-?\d+[\d.]*"
    r"|\d+(?:[-,\N{EN DASH}]\s?\d+)*|[A-Z]{2}",
    re.DOTALL,
)
MENU: Final = lazy(
    r"\[?(?:low\s*[/|]\s*medium\s*[/|]\s*high(?:\s*[/|]\s*critical)?|yes\s*[/|]\s*no|high\s*[/|]\s*medium\s*[/|]\s*low"
    r"|draft\s*[|/]\s*review\s*[|/].*|proposed\s*[|/]\s*accepted\b.*|ready\s*[/|]\s*blocked\s*[/|]\s*unknown"
    r"|oauth 2\.0\s*/\s*jwt\s*/\s*session-based|rbac\s*/\s*abac model|environment variables\s*/\s*vault\s*/\s*kms"
    r"|versioned migrations\s*/\s*blue-green deployment|blue-green\s*/\s*canary\s*/\s*rolling)\]?",
    re.IGNORECASE,
)
DEFERRED: Final = lazy(
    r"[\[(*\"']*(?:(?:TBD|TBA|TBC|tbd|tba|tbc|Tbd|TKTK|TK|FIXME|WIP)(?![\w/-])|\?\?\?+|NEEDS CLARIFICATION\b"
    r"|TODO(?=\s*[:(\]]|[.!\s]*$)"
    r"|(?i:(?:(?:still|yet)\s+)?to be (?:determined|decided|defined|added|confirmed|announced|specified|written|documented)\b"
    r"|coming soon\b|will be (?:defined|decided|added|determined|documented|specified) (?:later|in\b|during\b"
    r"|when\b)|later[.!\s]*$"
    r"|not (?:yet|been) (?:determined|decided|defined|known)\b|decide later\b))"
)
OPENERS: Final = frozenset("TFWN?SYCLDtfwnsycld")
"""What it begins with behind brackets and quotes, in either case; most answers do not, and are not looked at any further."""
WHO: Final = lazy(r"@[\w-]+|\bowner\W+\w|\bby [A-Z]\w+|\bassigned to\b", re.IGNORECASE)
WHEN: Final = lazy(r"\d{4}-\d\d-\d\d|#\d+|\b[A-Z]{2,}-\d+\b|/issues/\d+|\bQ[1-4] ?\d{4}")
EXAMPLES: Final = frozenset({"what was chosen", "why chosen", "what else evaluated"})
"""What spec-kit's template says of the form of another file, and leaves standing in every plan."""
CHANGE: Final = lazy(r"(?:NEW|CREATE|MODIFY|UPDATE|DELETE|REMOVE|REPLACE|RENAME)\b\s*[:\N{EM DASH}-]")
FILLED: Final = lazy(
    r"(?:[\w.-]+/)+[\w.-]+\.\w{2,4}|\d{1,4}-[a-z\d]+(?:-[a-z\d]+)*|[{\"'].*|\w+ for \w+ in .*"
    r"|all (?:[\w-]+ )*(?:gates?|checks?) pass\w*|no (?:constitution\w* )?violations?(?: found| to justify)?",
    re.IGNORECASE | re.DOTALL,
)
"""What somebody wrote into the bracket instead of in its place: a path, a branch, data, a verdict."""
SAYING: Final = lazy(r"[^\W_]|\N{REPLACEMENT CHARACTER}")
LEAST: Final = 4
"""What may be left beside a placeholder without saying anything: "ADR-", "GB"."""
LETTER: Final = lazy(r"[^\W\d_]")


def is_placeholder(text: str, unmasked: str) -> bool:
    """Whether the whole text is something to fill in. `text` has code and links masked, `unmasked` has not."""
    bare = text.strip(" \t\n*_~\"'.,;:<>≤≥=")
    if not bare:
        return False
    if (("/" in bare or "|" in bare) and MENU.fullmatch(bare)) or UNKNOWN_NUMBER.fullmatch(text.strip()):
        return True
    if "[" not in unmasked and "{{" not in text and "<" not in text:
        return False

    rest = WHOLE.sub(lambda found: "" if _to_fill(found[1]) else found[0], text)
    rest = ANGLE.sub("", MUSTACHE.sub("", rest))
    left = len(SAYING.findall(rest))
    return (rest != text and left <= LEAST) or KNOWN.fullmatch(unmasked.strip()) is not None


def _to_fill(inner: str) -> bool:
    if not LETTER.search(inner) or len(inner) < 2 or inner.strip().lower() in TAGS or CITATION.fullmatch(inner.strip()):  # noqa: PLR2004 - [P]
        return inner in {"X", "N", "Y"}

    if inner in EXAMPLES or CHANGE.match(inner) or FILLED.fullmatch(inner):
        return False
    return "://" not in inner and not inner.startswith(("^", "!", "/"))


def known_placeholder(text: str) -> re.Match[str] | None:
    """Return the first bracket that only a template has, wherever it stands, code included."""
    return KNOWN.search(text) if "[" in text else None


def is_menu(text: str, values: tuple[str, ...]) -> bool:
    """Whether the text offers the field's values instead of choosing one."""
    if len(values) < 2:  # noqa: PLR2004 - nothing to choose from
        return False
    offered = [part.strip(" []").lower() for part in re.split(r"[/|]", text)]
    return len(offered) > 1 and all(part in values for part in offered)


def is_deferred(text: str) -> bool:
    """Whether the text begins by putting the answer off."""
    return text.lstrip("[(*\"'")[:1] in OPENERS and DEFERRED.match(text) is not None


def is_owned(text: str) -> bool:
    """Whether somebody is named and a date or an issue, so that the promise can be kept."""
    return WHO.search(text) is not None and WHEN.search(text) is not None


@lru_cache(maxsize=32)
def unfilled_lines(template: bytes | None) -> frozenset[str]:
    """Return the lines of a template that hold a placeholder, their white space normalised."""
    if not template:
        return frozenset()
    lines = (" ".join(line.split()) for line in template.decode("utf-8", "replace").replace("\r", "\n").split("\n"))
    return frozenset(line for line in lines if _holds_placeholder(line))


def _holds_placeholder(line: str) -> bool:
    without_links = re.sub(r"\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])|\[[ xX]\]", "", line)
    return (
        any(_to_fill(found[1]) for found in WHOLE.finditer(without_links))
        or "{{" in line
        or "NEEDS CLARIFICATION" in line
    )
