"""A template of ADRs, the repository's own or the bundled one, filled: every heading of it stays, in its order."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from rules.adr.content import TO_COMPLETE, Content
from rules.adr.prose import prose
from rules.adr_file import concept_of, without_comments
from rules.lazy import lazy

BUNDLED = """\
# ADR-{{ID}}: {{TITLE}}

- **Status:** {{STATUS}}
- **Date:** {{DATE}}
- **Feature:** {{FEATURE}}

## Context

{{CONTEXT}}

## Decision

{{DECISION}}

## Consequences

### Positive

{{POSITIVE_CONSEQUENCES}}

### Negative

{{NEGATIVE_CONSEQUENCES}}

## Alternatives Considered

{{ALTERNATIVES}}

## References

{{REFERENCES}}
"""

STATUS = "Proposed"
HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<title>.*?)[ \t]*#*[ \t]*")
LABEL = re.compile(
    r"(?P<lead>[ \t]*(?:[-*+][ \t]+)?(?P<mark>\*{0,2}|_{0,2})(?P<name>[A-Za-z][A-Za-z /]{1,30}?)"
    r"(?:(?P=mark):|:(?P=mark))[ \t]*)(?P<value>.*)"
)
YAML = re.compile(r"(?P<lead>(?P<name>[A-Za-z][\w-]*):[ \t]*)(?P<value>.*)")
TOKEN = lazy(r"\{\{\s*([A-Za-z_ ]{1,40})\s*\}\}", needs=("{{",))
BLANK = lazy(
    r"\{\{[^{}\n]*\}\}|\{[^{}\n]* [^{}\n]*\}|<[a-z][^<>\n]* [^<>\n]*>"
    r"|\[(?![ xX]\])[^\[\]\n]*(?:\.\.\.|\u2026| )[^\[\]\n]*\](?!\()"
)
"""What a template leaves for people to fill in."""
FENCE = re.compile(r"[ \t]{0,3}(`{3,}|~{3,})")
NEEDED = ("context", "decision", "consequences", "alternatives", "references")
TITLES = {"alternatives": "Alternatives Considered"}
LONGEST_TITLE = 200


class Facts(NamedTuple):
    """What a record has beside the plan's words. `title`: as it was given, foreign."""

    number: int
    title: str
    day: date


class Part(NamedTuple):
    """A heading and what stands below it up to the next one; the first part has none."""

    heading: str
    title: str
    level: int
    concept: str
    lines: tuple[str, ...]


class Filled(NamedTuple):
    """`left`: the headings that somebody has to complete."""

    text: str
    left: tuple[str, ...]


def fill(template: str, facts: Facts, content: Content) -> Filled:
    """Fill a template. What the plan does not say stays marked for its author; parts that it lacks are added at its end."""
    front, body = front_matter(template.replace("\r\n", "\n").replace("\r", "\n"))
    parts = list(divided(without_comments(body)))
    filling = Filling(facts, content, frozenset(each.concept for each in parts))
    written = filled_front(front, facts)
    replaced = 0
    for part in parts:
        if replaced and part.level > replaced and (not part.concept or BLANK.search(part.title)):
            # What stood below the part was an outline of what is written there now.
            continue
        written += filling.part(part)
        replaced = part.level if filling.replaces(part) else 0
    for concept in NEEDED:
        in_header = concept == "context" and "**Context" in template
        if concept not in filling.concepts and not in_header and content.part(concept):
            written += [f"## {TITLES.get(concept, concept.capitalize())}", "", content.part(concept), ""]
    return Filled(tidy(written), tuple(dict.fromkeys(filling.left)))


class Filling:
    """A record on its way. `concepts`: those of the template's headings; `left`: the headings that are not complete."""

    def __init__(self, facts: Facts, content: Content, concepts: frozenset[str]) -> None:
        self.facts = facts
        self.content = content
        self.concepts = concepts
        self.tokens = values(facts, content)
        self.left: list[str] = []
        self.told: set[str] = set()

    def part(self, part: Part) -> list[str]:
        """Return the lines of a part."""
        if part.level == 1 and "title" not in self.told:
            self.told.add("title")
            heading = f"# ADR-{self.facts.number:04d}: {prose(self.facts.title, LONGEST_TITLE)}"
            return [heading, "", *labelled(part.lines, self.facts, self.content, self.tokens)]
        if not part.level:
            return labelled(part.lines, self.facts, self.content, self.tokens)
        return [part.heading, "", *self.below(part), ""]

    def replaces(self, part: Part) -> bool:
        """Whether all that stood below a heading is replaced."""
        if part.level <= 1 or self.has_halves(part):
            return False
        return part.concept in {"status", *NEEDED, "positive", "negative"} - {"references"}

    def has_halves(self, part: Part) -> bool:
        return part.concept == "consequences" and not self.concepts.isdisjoint({"positive", "negative"})

    def below(self, part: Part) -> list[str]:
        """Return what stands below a heading."""
        if part.concept == "references":
            return [referenced(part.lines, self.content, self.tokens)]
        if not self.replaces(part):
            lines = kept(part.lines, self.tokens)
            self.left += [part.title] if any(map(BLANK.search, lines)) else []
            return lines
        if part.concept == "status":
            return [STATUS]
        if part.concept in self.told:
            return ["See above."]
        self.told.add(part.concept)
        text = self.content.part(part.concept)
        self.left += [] if text else [part.title]
        return [text or TO_COMPLETE]


def front_matter(text: str) -> tuple[list[str], str]:
    if not text.startswith("---\n"):
        return [], text
    end = text.find("\n---\n", 3)
    return (text[4 : end + 1].splitlines(), text[end + 5 :]) if end >= 0 else ([], text)


def filled_front(lines: list[str], facts: Facts) -> list[str]:
    """Return the front matter with status, date and title; the title in quotes that nothing in it can end."""
    if not lines:
        return []
    title = prose(facts.title, LONGEST_TITLE).replace("\\", "").replace('"', "'")
    known = {
        "status": STATUS.lower(),
        "date": facts.day.isoformat(),
        "title": f'"{title}"',
        "id": f"{facts.number:04d}",
    }
    found = (YAML.fullmatch(line) for line in lines)
    written = [
        f"{each['lead'].rstrip()} {known[each['name'].lower()]}" if each and each["name"].lower() in known else line
        for line, each in zip(lines, found, strict=True)
    ]
    return ["---", *written, "---", ""]


def divided(text: str) -> Iterator[Part]:
    """Yield the parts of a template. What stands in a fence opens none."""
    heading, title, level, lines, fence = "", "", 0, list[str](), ""
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        elif found := HEADING.fullmatch(line):
            yield Part(heading, title, level, concept_of(title), tuple(lines))
            heading, title, level, lines = line.strip(), found["title"], len(found["marks"]), []
            continue
        lines.append(line)
    yield Part(heading, title, level, concept_of(title), tuple(lines))


def values(facts: Facts, content: Content) -> Mapping[str, str]:
    """Return what stands for the tokens of templates, by their usual names."""
    return {
        "ID": f"{facts.number:04d}",
        "NUMBER": f"{facts.number:04d}",
        "TITLE": prose(facts.title, LONGEST_TITLE),
        "STATUS": STATUS,
        "DATE": facts.day.isoformat(),
        "DATE_ISO": facts.day.isoformat(),
        "FEATURE": content.feature,
        "FEATURE_NAME": content.feature,
        "CONTEXT": content.context,
        "DECISION": content.decision or TO_COMPLETE,
        "POSITIVE_CONSEQUENCES": content.positive or TO_COMPLETE,
        "NEGATIVE_CONSEQUENCES": content.negative or TO_COMPLETE,
        "CONSEQUENCES": content.part("consequences") or TO_COMPLETE,
        "ALTERNATIVES": content.alternatives or TO_COMPLETE,
        "REFERENCES": content.references,
    }


def kept(lines: tuple[str, ...], tokens: Mapping[str, str]) -> list[str]:
    """Return lines of the template with the tokens filled that we know."""
    return [
        TOKEN.sub(lambda found: tokens.get(found[1].strip().upper().replace(" ", "_"), found[0]), line)
        for line in lines
    ]


def labelled(lines: tuple[str, ...], facts: Facts, content: Content, tokens: Mapping[str, str]) -> list[str]:
    """Return lines of the header: what is behind a label that we know is ours."""
    known = {
        "status": STATUS,
        "date": facts.day.isoformat(),
        "feature": content.feature,
        "context": " ".join(content.context.split("\n\n")) if "\n- " not in content.context else "",
    }
    written = []
    for line in lines:
        found = LABEL.fullmatch(line)
        value = known.get(found["name"].strip().lower(), "") if found else ""
        written.append(f"{found['lead'].rstrip()} {value}" if found and value else line)
    return kept(tuple(written), tokens)


def referenced(lines: tuple[str, ...], content: Content, tokens: Mapping[str, str]) -> str:
    """Return our references, and the lines of the template that ask for something else."""
    ours = {line.partition(":")[0] for line in content.references.split("\n")}
    asked = [line for line in kept(lines, tokens) if line.strip() and not is_ours(line)]
    more = [line for line in asked if line.partition(":")[0] not in ours and not BLANK.search(line)]
    return "\n".join(filter(None, (content.references, *more)))


def is_ours(line: str) -> bool:
    """Whether a line of the template asks for what our references say."""
    low = line.lower()
    return any(word in low for word in ("spec", "plan", "related", "{{references}}"))


def tidy(blocks: list[str]) -> str:
    """Join lines with at most one blank line in a row, and one line break at the end."""
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in blocks))
    return text.strip("\n") + "\n"
