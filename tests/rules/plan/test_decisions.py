"""Decisions in every shape that plans give them."""

import pytest

from rules.plan.model import Decision, State
from tests.rules.plan.plans import plan_of


def decisions(text: str) -> tuple[Decision, ...]:
    return plan_of(text).decisions


def options(text: str) -> list[str]:
    (found,) = decisions("## Key Decisions and Rationale\n\n### Decision 1: Storage\n\n" + text)
    return [option.title for option in found.options]


def test_the_templates_form() -> None:
    (found,) = decisions(
        """
        ## Key Decisions and Rationale

        ### Decision 2: Where the export runs

        **Options Considered:**
        1. **Option A:** in the web process
           - Pros: no new service
           - Cons: it starves requests
        2. **Option B:** a job of its own
           - Pros: isolated
           - Cons: one more deployment

        **Trade-offs:**
        - isolation against effort

        **Chosen:** Option B

        **Rationale:**
        exports take 40 min

        **Principles Applied:**
        - Simplicity

        **ADR Required:** No - reversible
        """
    )

    assert (found.title, found.number) == ("Where the export runs", "2")
    assert [(option.title, option.pros.text, option.cons.text) for option in found.options] == [
        ("Option A: in the web process", "no new service", "it starves requests"),
        ("Option B: a job of its own", "isolated", "one more deployment"),
    ]
    assert (found.trade_offs.text, found.chosen.text, found.rationale.text) == (
        "isolation against effort", "Option B", "exports take 40 min",
    )  # fmt: skip
    assert (found.principles.text, found.adr_required.state) == ("Simplicity", State.NEGATIVE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Options Considered**:\n- SQLite vs. Postgres vs MySQL\n", ["SQLite", "Postgres", "MySQL"]),
        ("**Options**: SQLite, Postgres (hosted), or a flat file\n", ["SQLite", "Postgres", "a flat file"]),
        ("**Options Considered:** A) SQLite B) Postgres\n", ["SQLite", "Postgres"]),
        ("**Options**:\n- **SQLite**: one file\n- **Postgres** - a server\n", ["SQLite", "Postgres"]),
        ("**Options:**\n- a flat file\n- **SQLite** \N{CHECK MARK}\n", ["a flat file", "SQLite"]),
        (("| Option | Pros | Cons |\n|---|---|---|\n| SQLite | small | one writer |\n| Postgres | big | a server "
            "|\n\n**Chosen**: SQLite\n"), ["SQLite", "Postgres"]),
        ("**Options Considered:**\n\n| Option | Pros |\n|---|---|\n| SQLite | small |\n| Postgres | big |\n",
        ["SQLite", "Postgres"]),
        ("**Decision**: SQLite\n**Alternatives considered**: Postgres (rejected: a server)\n", ["SQLite",
        "Postgres (rejected: a server)"]),
        ("**Decision**: SQLite\n**Alternatives**: none\n", []),
        ("**Rationale**: small\n", []),
    ],
)  # fmt: skip
def test_options(text: str, expected: list[str]) -> None:
    assert options(text) == expected


def test_what_was_chosen_heads_the_alternatives_also_without_a_label() -> None:
    (found,) = decisions(
        "## Architecture Decisions\n\n#### Decision: JWT sessions\n- **Alternative Considered:** server sessions\n"
        "- **Reason:** stateless\n"
    )

    assert [option.title for option in found.options] == ["JWT sessions", "server sessions"]
    assert found.rationale.text == "stateless"


def test_list_items() -> None:
    first, second = decisions(
        "## Key Decisions\n\n### Options Considered\n\n1. **Database**: SQLite vs Postgres\n   - Chosen: SQLite"
        ", one file\n   - Rationale: small\n"
        "2. **Auth**: **JWT**. Stateless.\n   - **Rationale**: no store\n"
    )

    assert (first.title, [option.title for option in first.options], first.chosen.text) == (
        "Database",
        ["SQLite", "Postgres"],
        "SQLite, one file",
    )
    assert (second.title, second.options, second.rationale.text) == ("Auth", (), "no store")


def test_options_in_the_title() -> None:
    (found,) = decisions(
        "## Open Decisions\n\n### OD-1: Algorithm (RS256 vs HS256)\n**Decision**: RS256\n\n**Rationale**: asymmetric\n"
    )

    assert (found.title, found.number, [option.title for option in found.options]) == (
        "Algorithm (RS256 vs HS256)",
        "1",
        ["RS256", "HS256"],
    )


def test_tables() -> None:
    first, second = decisions(
        "## Phase 0: Research & Technology Decisions\n\n### Decision Table\n\n"
        "| Decision Point | Options Considered | Chosen | Rationale |\n|---|---|---|---|\n"
        "| Hashing | bcrypt, argon2 | argon2 | memory-hard |\n| Store | none | SQLite | |\n"
    )

    assert (first.title, [option.title for option in first.options], first.chosen.text) == (
        "Hashing",
        ["bcrypt", "argon2"],
        "argon2",
    )
    assert (second.options, second.rationale.state) == ((), State.EMPTY)


def test_a_column_of_rejected_alternatives() -> None:
    (found,) = decisions(
        "### Decision Log\n\n| Decision | Rationale | Alternative rejected |\n|---|---|---|\n| Use SQLite | small "
        "| a server |\n"
    )

    assert [option.title for option in found.options] == ["Use SQLite", "a server"]


def test_labels_beside_each_other_in_one_item() -> None:
    (found,) = decisions("## Design\n\n- **Order**: **Decision: parts first.** **Rationale**: errors stay small\n")

    assert (found.title, found.chosen.text, found.rationale.text) == ("Order", "parts first.", "errors stay small")


RECORD = "## Architectural Decision Records\n\n### ADR-001: Store\n\n**Decision**: SQLite\n**Rationale**: small\n"


def test_a_record_written_in_the_adr_section_is_no_second_decision() -> None:
    (found,) = decisions("## Key Decisions\n\n### Store\n\n**Decision**: SQLite\n\n" + RECORD)

    assert found.title == "Store"
    assert found.rationale.state is State.ABSENT


def test_records_are_the_decisions_of_a_plan_that_states_them_nowhere_else() -> None:
    (found,) = decisions(RECORD)

    assert (found.title, found.number, found.rationale.text) == ("Store", "001", "small")


def test_key_decisions_may_be_titled_as_records() -> None:
    (found,) = decisions(
        "## Key Decisions and Rationale (ADRs)\n\n### ADR-002: Queue\n\n- **Decision**: none\n- **Rationale**: few\n"
    )

    assert (found.title, found.number) == ("Queue", "002")


def test_decisions_without_titles_each_begin_at_their_label() -> None:
    first, second = decisions(
        "## Key Decisions\n\n"
        "**Decision**: SQLite - for now\n**Rationale**: one writer\n**Alternatives considered**: Postgres\n\n"
        "**Decision**: Sessions in cookies\n**Rationale**: no store\n**Alternatives considered**: Redis, JWT\n"
    )

    assert (first.title, first.chosen.text, first.rationale.text) == ("SQLite", "SQLite - for now", "one writer")
    assert [option.title for option in first.options] == ["SQLite - for now", "Postgres"]
    assert (second.title, second.rationale.text, second.span.line) == ("Sessions in cookies", "no store", 7)
    assert [option.title for option in second.options] == ["Sessions in cookies", "Redis", "JWT"]


def test_a_table_of_options_below_a_heading_is_a_decision() -> None:
    first, second = decisions(
        "## Technical Decisions\n\n### Where labels are kept\n\n| Option | Pros | Cons |\n|---|---|---|\n| disk | fast | lost |\n"
        "| bucket | safe | slow |\n\n"
        "### Who prints\n\n| Approach | Cons |\n|---|---|\n| server | drivers |\n| browser | sandbox |\n"
    )

    assert [(option.title, option.cons.text) for option in first.options] == [("disk", "lost"), ("bucket", "slow")]
    assert [option.title for option in second.options] == ["server", "browser"]


def test_a_numbered_decision_counts_wherever_it_stands() -> None:
    (found,) = decisions(
        "## Planning Notes\n\n### Decision 3: Five sections\n\n**Rationale**: the spec asks for five\n"
    )

    assert (found.number, found.title) == ("3", "Five sections")


def test_a_label_may_open_the_list_of_decisions() -> None:
    (found,) = decisions(
        "## Phase 0\n\n3. **Document Key Decisions**:\n    * `research.md` will hold:\n"
        "        * **Order**: **Decision: parts first.** Each part is checked alone before they are joined.\n"
    )

    assert (found.title, found.rationale.text) == ("Order", "Each part is checked alone before they are joined.")


def test_the_heading_of_a_section_may_name_any_kind_of_decision() -> None:
    for title in ("Technology Stack Decisions", "Key Implementation Decisions", "Important Planning Decisions"):
        (found,) = decisions(f"## {title}\n\n### Store\n\n- **Rationale**: small\n")
        assert found.title == "Store"
    assert decisions("## Making Decisions\n\n### Store\n\n- **Rationale**: small\n") == ()


def test_a_section_number_is_not_the_decisions() -> None:
    (found,) = decisions("## 3. Key Decisions\n\n### 3.1 Framework\n\n**Rationale**: known\n")

    assert (found.title, found.number) == ("Framework", "")


def test_a_list_right_below_what_was_chosen() -> None:
    (found,) = decisions(
        "## 2. Key Decisions\n\n### 2.1 Parser\n**Decision**: use the built-in one\n"
        "- **Options Considered**: built-in, a library, by hand - the built-in one needs no dependency\n"
        "- **Trade-offs**: fewer features\n- **Rationale**: one dependency less\n"
    )

    assert [option.title for option in found.options] == ["built-in", "a library", "by hand"]
    assert (found.trade_offs.text, found.rationale.text) == ("fewer features", "one dependency less")


@pytest.mark.parametrize(
    "options",
    [
        (
            "#### Option A: SQLite\n\n**Pros**: small\n**Cons**: one writer\n\n#### Option B: Postgres\n\n- Pros: rows\n"
            "- Cons: a server\n"
        ),
        "**Option A: SQLite**\n- Pros: small\n- Cons: one writer\n\n**Option B: Postgres**\n- Pros: rows\n- Cons: a server\n",
        (
            "- **Option A: SQLite**\n  - Pros: small\n  - Cons: one writer\n- **Option B: Postgres**\n  - Pros: rows\n"
            "  - Cons: a server\n"
        ),
    ],
)
def test_options_without_a_label_above_them(options: str) -> None:
    (found,) = decisions(f"## Key Decisions\n\n### Store\n\n{options}\n#### Rationale\n\nmany writers\n")

    assert [(option.title, option.pros.text, option.cons.text) for option in found.options] == [
        ("Option A: SQLite", "small", "one writer"), ("Option B: Postgres", "rows", "a server"),
    ]  # fmt: skip
    assert found.rationale.text == "many writers"


def test_the_labels_of_markdown_records() -> None:
    (found,) = decisions(
        "## Decisions\n\n### Store\n\n* Considered Options: SQLite, Postgres\n* Decision Outcome: Postgres\n"
    )

    assert [option.title for option in found.options] == ["SQLite", "Postgres"]
    assert found.chosen.text == "Postgres"


@pytest.mark.parametrize(
    ("rationale", "weighed"),
    [
        ("two trays are a fair compromise between price and jams", True),
        ("fewer jams at the cost of a larger printer", True),
        ("the printer is in the building already", False),
    ],
)
def test_a_rationale_that_weighs_both_sides_states_the_trade_offs(rationale: str, *, weighed: bool) -> None:
    (found,) = decisions(
        f"""
        ## Key Decisions

        ### Decision 1: Which printer

        **Decision:** the one with two trays

        **Rationale:** {rationale}
        """
    )

    assert found.trade_offs.missing != weighed


def test_in_a_plan_that_labels_trade_offs_a_rationale_states_none() -> None:
    first, second = decisions(
        """
        ## Key Decisions

        ### Decision 1: Which printer
        **Decision:** two trays
        **Rationale:** fewer jams at the cost of space

        ### Decision 2: Which paper
        **Decision:** thick
        **Trade-offs:** dearer, but it never tears
        """
    )

    assert (first.trade_offs.missing, second.trade_offs.missing) == (True, False)
