"""References to decision records."""

from rules.plan.model import AdrReference
from tests.rules.plan.plans import plan_of, written


def adrs(text: str) -> list[tuple[int | None, str, str, bool | None]]:
    return [(each.number, each.path, each.title, each.checked) for each in plan_of(text).adrs]


def only(text: str) -> AdrReference:
    (found,) = plan_of(text).adrs
    return found


def test_the_list_of_records() -> None:
    assert adrs(
        "## Architectural Decision Records (ADR)\n\n- [x] **ADR-0001: Export by a job** - decided\n"
        "- [ ] [ADR-2: Own bucket](../../history/adr/0002-own-bucket.md) - later\n- 0003: `history/adr/0003-retention.md`\n"
    ) == [
        (1, "", "Export by a job", True),
        (2, "../../history/adr/0002-own-bucket.md", "Own bucket", False),
        (3, "history/adr/0003-retention.md", "", None),
    ]


def test_one_reference_for_each_record_where_its_box_is() -> None:
    plan = plan_of("## Decisions\n\nSee ADR-7 and ADR-007.\n\n## ADRs\n\n- [x] **ADR-0007: Store**\n")

    assert [(each.number, each.span.line, written(plan, each.span)) for each in plan.adrs] == [(7, 7, "ADR-0007")]


def test_a_record_in_the_plan_itself() -> None:
    assert only("## ADRs\n\n### ADR-001: Store\n\n**Decision**: SQLite\n").inline
    assert not only("## ADRs\n\n### ADR-001: Store\n").inline


def test_planned_and_external() -> None:
    assert only("## ADRs to Document\n\n- ADR-001: Store\n").planned
    assert only("## ADRs\n\n- ADR-001: Store (to be created)\n").planned
    assert not only("## ADRs\n\n- ADR-001: Store\n").planned
    assert only("## ADRs\n\n- [ADR-0099](https://example.com/adr/0099-x.md) of the platform\n").external


def test_the_command_that_would_create_one() -> None:
    found = only('## Decisions\n\n- **Store**: SQLite\n  - Run `/sp.adr "Simulation Platform"`\n')

    assert (found.number, found.title, found.planned) == (None, "Simulation Platform", True)
    assert adrs("## ADRs\n\n- [ ] **ADR-[N]: [Decision Title]**\n  - Command: `/sp.adr [decision-title]`\n") == []
    assert adrs("text `/sp.adr <title>`\n") == []


def test_code_blocks_refer_to_nothing() -> None:
    assert adrs("```\nADR-001\n```\n") == []


def test_a_date_is_no_number() -> None:
    assert adrs("## ADRs\n\n- [Seams](../../docs/adr/2026-06-26-seams.md)\n- `docs/adr/2026-06-27-keys.md`\n") == [
        (None, "../../docs/adr/2026-06-26-seams.md", "", None),
        (None, "docs/adr/2026-06-27-keys.md", "", None),
    ]
