"""Items of the definition of done, with their boxes."""

from tests.rules.plan.plans import plan_of


def test_boxes_below_the_heading_and_its_sub_headings() -> None:
    plan = plan_of(
        "### Definition of Done\n\n- [ ] one\n* [X] **two**\n  1. [x] three\n\n#### Quality\n\n- [ ] four\n- five\n"
    )

    assert [(each.text, each.checked) for each in plan.done] == [
        ("one", False),
        ("two", True),
        ("three", True),
        ("four", False),
    ]
    assert [plan.source.slice(each.mark) for each in plan.done] == [" ", "X", "x", " "]


def test_boxes_below_a_label() -> None:
    plan = plan_of("## Evaluation\n\n**Definition of Done:**\n- [x] one\n\n**Format:**\n- [x] another list\n")

    assert [each.text for each in plan.done] == ["one"]


def test_a_box_inside_emphasis_and_one_that_was_struck_through() -> None:
    plan = plan_of("### Definition of Done\n\n- **[ ] one**\n- [ ] ~~two~~\n")

    assert [(each.text, each.struck) for each in plan.done] == [("one", False), ("", True)]


def test_no_boxes_elsewhere() -> None:
    assert plan_of("## Constitution Check\n\n- [x] **Privacy** - keys\n").done == ()
