"""A record has what the plan says, on any template, and the plan links it and is otherwise as it was."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rules.adr.compose import AdrRequest, Composed, Draft, compose, decisions
from rules.config import Config
from rules.repository import Repository
from tests.end_to_end.commands.plans import PLAN
from tests.end_to_end.plans import PATH

DAY = date(2026, 11, 26)
TITLE = "Where the refund is booked"
RECORD = "history/adr/0007-where-the-refund-is-booked.md"
SEEN = Repository(directories={"specs/001-refunds": frozenset({"plan.md", "spec.md"}), "history/adr": frozenset()})
SPEC_KIT = """\
# ADR-{{ID}}: {{TITLE}}

- **Status:** Proposed | Accepted | Superseded | Rejected
- **Date:** {{DATE_ISO}}
- **Feature:** {{FEATURE_NAME}}
- **Context:** {{CONTEXT}}

<!-- Is it significant? -->

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

- Feature Spec: {{SPEC_LINK}}
- Implementation Plan: {{PLAN_LINK}}
- Related ADRs: {{RELATED_ADRS}}
"""
NYGARD = """\
# 1. Title

Date: yyyy-mm-dd

## Status

proposed, accepted, rejected, deprecated or superseded

## Context

What is the issue?

## Decision

What do we do?

## Consequences

What becomes easier or harder?
"""
MADR = """\
---
status: "{proposed | rejected | accepted}"
date: {YYYY-MM-DD when it was last updated}
decision-makers: {everyone involved}
---

# {short title}

## Context and Problem Statement

{Describe the context}

## Considered Options

* {title of option 1}

## Decision Outcome

Chosen option: "{title of option 1}", because {justification}.

### Consequences

* Good, because {positive consequence}

## Pros and Cons of the Options

### {title of option 1}

* Good, because {argument a}

## More Information

{more}
"""
TEMPLATES = pytest.mark.parametrize(
    "template", [None, SPEC_KIT, NYGARD, MADR], ids=["ours", "spec-kit", "Nygard", "MADR"]
)


def composed(title: str = TITLE, *, plan: str = PLAN, template: str | None = None) -> Composed:
    return compose(
        AdrRequest(
            plans=((PATH, plan.encode()),),
            repository=SEEN,
            config=Config(),
            title=title,
            number=7,
            directory="history/adr",
            day=DAY,
            template=template.encode() if template else None,
        )
    )


def draft(title: str = TITLE, *, plan: str = PLAN, template: str | None = None) -> Draft:
    found = composed(title, plan=plan, template=template).draft
    assert found is not None
    return found


def headings(text: str) -> list[str]:
    return re.findall(r"^#{1,6} .*", text, re.MULTILINE)


def tokens(text: str) -> list[Token]:
    outer = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    return [inner for token in outer for inner in (token, *(token.children or ()))]


@TEMPLATES
def test_every_part_is_filled_from_the_plan(template: str | None) -> None:
    text = draft(template=template).text.decode()

    for said in (
        "ADR-0007: Where the refund is booked",
        "2026-11-26",
        "The ledger service.",
        "Two books drifted twice last year",
        "one source of truth",
        "20 ms more per refund",
        "**The payment service**: against it: two books to reconcile, for it: no hop.",
        "[spec.md](../../specs/001-refunds/spec.md)",
        "[plan.md](../../specs/001-refunds/plan.md)",
    ):
        assert said in text, said
    assert re.search(r"(?i)\bproposed\b", text)
    assert "accepted" not in text.lower()
    assert "{{" not in text


@TEMPLATES
def test_every_heading_of_the_template_stays_in_its_order(template: str | None) -> None:
    wanted = [each for each in headings(template or "")[1:] if "{" not in each]

    assert [each for each in headings(draft(template=template).text.decode()) if each in wanted] == wanted


def test_what_the_template_asks_beyond_the_plan_is_named() -> None:
    found = draft(template=f"{SPEC_KIT}\n## Rollout\n\n{{{{ROLLOUT}}}}\n\n## Review\n\nBy two people.\n")

    assert found.left == ("Rollout",)
    assert "{{ROLLOUT}}" in found.text.decode()
    assert "By two people." in found.text.decode()


def test_a_decision_without_reasons_is_left_to_complete() -> None:
    bare = PLAN[: PLAN.index("**Trade-offs:**")] + PLAN[PLAN.index("**ADR Required:**") :]

    found = draft(plan=bare)

    assert found.left == ("Decision", "Positive", "Negative")
    assert found.text.decode().count("To be completed by the author.") == 3


def test_all_of_a_cluster_is_the_decision() -> None:
    cluster = PLAN.replace("**Chosen:** The ledger service", "**Chosen:**\n- Next.js 15\n- Tailwind CSS\n- Vercel")

    assert "- Next.js 15\n- Tailwind CSS\n- Vercel" in draft(plan=cluster).text.decode()


@pytest.mark.parametrize(
    "title", ["where the refund is booked", "where-the-refund-is-booked", "Decision 1", "decision-1", "1"]
)
def test_a_decision_goes_by_its_title_slug_or_number(title: str) -> None:
    assert draft(title).path == RECORD


def test_words_of_the_choice_name_the_decision_too_and_the_record_keeps_its_name() -> None:
    found = draft("Book refunds in the ledger service")

    assert (found.path, found.decision) == ("history/adr/0007-book-refunds-in-the-ledger-service.md", TITLE)


def test_the_plan_gets_two_links_and_keeps_every_other_byte() -> None:
    link = f"([ADR-0007](../../{RECORD}))"
    expected = PLAN.replace("**ADR Required:** Yes", f"**ADR Required:** Yes {link}")
    expected += "\n## Architectural Decision Records (ADR)\n\n"
    expected += f"- [ ] **ADR-0007: {TITLE}** - [ADR-0007](../../{RECORD})\n"

    assert draft().plan_data.decode() == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "- [ ] **ADR-3: Where the refund is booked** - why the ledger",
            f"- [ ] **ADR-0007: Where the refund is booked** - why the ledger ([ADR-0007](../../{RECORD}))",
        ),
        (
            "- [ ] **ADR-[N]: [Decision Title]** - [Brief description]\n  - Command: `/sp.adr [decision-title]`",
            f"- [ ] **ADR-0007: {TITLE}** - [ADR-0007](../../{RECORD})",
        ),
        (
            "- [x] **ADR-0002: Queue** - [why](../../history/adr/0002-queue.md)",
            (
                "- [x] **ADR-0002: Queue** - [why](../../history/adr/0002-queue.md)\n"
                f"- [ ] **ADR-0007: {TITLE}** - [ADR-0007](../../{RECORD})"
            ),
        ),
        ("None yet.", f"None yet.\n\n- [ ] **ADR-0007: {TITLE}** - [ADR-0007](../../{RECORD})"),
    ],
    ids=["planned", "template", "others", "words"],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_list_of_records_in_any_state(entry: str, expected: str, ending: str) -> None:
    before = f"{PLAN}\n## Architectural Decision Records (ADR)\n\n{{}}\n\n---\n\n## Timeline\n\nNext week.\n"
    plan = before.replace("{}", entry).replace("\n", ending)

    after = draft(plan=plan).plan_data.decode()

    answer = "**ADR Required:** Yes"
    wanted = before.replace("{}", expected).replace(answer, f"{answer} ([ADR-0007](../../{RECORD}))")
    assert after == wanted.replace("\n", ending)


@pytest.mark.parametrize("answer", ["No", "[Yes/No - If yes, document in `history/adr/`]"])
def test_an_answer_that_says_otherwise_says_yes_from_now_on(answer: str) -> None:
    plan = PLAN.replace("**ADR Required:** Yes", f"**ADR Required:** {answer}")

    assert f"**ADR Required:** Yes ([ADR-0007](../../{RECORD}))" in draft(plan=plan).plan_data.decode()


def test_the_decisions_that_need_a_record_and_those_that_have_one() -> None:
    linked = draft().plan_data
    name = RECORD.rpartition("/")[2]
    seen = SEEN._replace(directories={**SEEN.directories, "history/adr": frozenset({name})})

    (wanting,) = decisions([(PATH, PLAN.encode())], SEEN, Config())
    (having,) = decisions([(PATH, linked)], seen, Config())

    assert (wanting.title, wanting.line, wanting.record) == (TITLE, 23, "")
    assert having.record == RECORD
    assert decisions([(PATH, PLAN.replace("Required:** Yes", "Required:** No").encode())], SEEN, Config()) == ()


def test_no_plan_no_record() -> None:
    assert composed(plan="\0").no_plan


HOSTILE = st.sampled_from([
    "@octo/all", "#12", "fixes #1", "<img src=x onerror=y>", "![a](https://e.test/b.png)", "[a](javascript:x)", "`", "``", "|",
    "](x)", "<!--", "-->", "</details>", "***", "__", "~~~", "```", "$$x$$", ":tada:", "https://e.test/?a=b", "www.e.test",
    "# H", "> q", "- i", "1. x", "---", "===", "\u202e", "\u200b", "&lt;", "\\", "a_b", "{{TITLE}}", "{x y}", "\t", "/sp.fix",
])  # fmt: skip
WORDS = st.lists(st.one_of(HOSTILE, st.text("ab c.", min_size=1, max_size=6)), min_size=1, max_size=8).map(" ".join)


@given(WORDS, WORDS, st.sampled_from([None, SPEC_KIT, NYGARD, MADR]))
def test_no_foreign_text_becomes_structure_mention_link_or_image(title: str, words: str, template: str | None) -> None:
    plan = (
        PLAN.replace("Two books drifted", f"{words} books")
        .replace("no hop", f"no {words}")
        .replace("20 ms more", words)
    )
    found = draft(title, plan=plan, template=template).text.decode()
    body = found.split("\n---\n", 1)[-1] if found.startswith("---\n") else found

    seen = tokens(body)
    plain = tokens(draft(template=template).text.decode().split("\n---\n", 1)[-1])
    assert not {each.type for each in seen} & {
        "image",
        "html_inline",
        "html_block",
        "table_open",
        "fence",
        "code_block",
    }
    assert {each.attrs["href"] for each in seen if each.type == "link_open"} == {
        each.attrs["href"] for each in plain if each.type == "link_open"
    }
    structure = {"heading_open", "blockquote_open", "hr", "ordered_list_open"}
    assert [each.tag for each in seen if each.type in structure] == [
        each.tag for each in plain if each.type in structure
    ]
    assert not re.search(r"@[A-Za-z]", body)


@given(WORDS)
def test_the_plan_stays_a_plan_whatever_the_title(title: str) -> None:
    after = draft(title).plan_data.decode()

    assert after.startswith(PLAN[: PLAN.index("**ADR Required:**")])
    assert headings(after)[:-1] == headings(PLAN)
    assert [each.type for each in tokens(after) if each.type in {"image", "html_inline", "html_block"}] == []


@given(WORDS, st.sampled_from([None, SPEC_KIT, NYGARD, MADR]))
def test_the_same_request_is_the_same_record(title: str, template: str | None) -> None:
    assert draft(title, template=template) == draft(title, template=template)
