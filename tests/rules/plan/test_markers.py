"""Placeholders and deferrals outside every field."""

from rules.plan.model import State
from tests.rules.plan.plans import plan_of, written


def markers(text: str, template: bytes | None = None) -> list[tuple[int, str, str]]:
    return [(each.span.line, each.state.value, each.text) for each in plan_of(text, template=template).markers]


def test_where_no_field_speaks() -> None:
    assert markers(
        "# Plan: [FEATURE]\n\n## Notes\n\n[What we learned]\n\n- TBD\n- text\n- see `specs/[###-feature]/x.md`\n\n"
        "| A | B |\n|---|---|\n| [Name] | x |\n"
    ) == [
        (1, "placeholder", "[FEATURE]"),
        (5, "placeholder", "[What we learned]"),
        (7, "deferred", "TBD"),
        (9, "placeholder", "[###-feature]"),
        (13, "placeholder", "[Name]"),
    ]


def test_one_line_of_a_longer_answer() -> None:
    plan = plan_of("## Scope\n\n### In Scope\n\n- nightly export\n- [Boundary 2: key features]\n")

    assert plan.answer("scope.in").state is State.SUBSTANTIVE
    assert [(marker.text, marker.concept) for marker in plan.markers] == [("[Boundary 2: key features]", "scope.in")]


def test_an_answer_that_says_so_itself_is_not_repeated() -> None:
    assert markers("## Deployment\n\n- **Rollback Steps:** [How to revert]\n- **Deployment Strategy:** TBD\n") == []


def test_lines_that_are_the_templates_also_in_code() -> None:
    template = b"Write [one sentence] about it.\n    [path to code]\n"
    text = "## Notes\n\nWrite  [one sentence] about it.\n\n```\n[path to code]\n[a-z]\n```\n"

    assert markers(text, template) == [
        (3, "placeholder", "Write [one sentence] about it."),
        (6, "placeholder", "[path to code]"),
    ]
    assert markers(text) == []


def test_out_of_scope_and_todo_apps_are_no_deferrals() -> None:
    assert markers("## Notes\n\nTodo app for teams\n\n## Out of Scope\n\n- TBD: mobile app\n") == []


def test_the_place_of_a_marker_inside_a_line() -> None:
    plan = plan_of("## Nötes\n\nüber [DATE] hin\n")

    assert [written(plan, marker.span) for marker in plan.markers] == ["[DATE]"]
