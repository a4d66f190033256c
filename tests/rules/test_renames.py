"""Which new texts are old ones that moved."""

from rules.renames import pairs, unchanged

TEXT = b"a\nb\nc\nd\n"


def test_what_shares_half_of_its_lines_moved() -> None:
    assert pairs({"new": TEXT}, {"x": b"a\nb\nc\nz\n", "y": b"a\nb\nz\nz\n"}) == {"new": "x"}
    assert pairs({"new": TEXT}, {"x": b"a\nb\ny\nz\n"}) == {"new": "x"}
    assert pairs({"new": TEXT}, {"x": b"a\nz\nz\nz\n"}) == {}
    assert pairs({"new": TEXT}, {}) == {}


def test_the_closest_pairs_come_first_whatever_the_order() -> None:
    close, far = TEXT + b"e\n", b"a\nb\ny\nz\n"
    assert pairs({"a": far, "b": close}, {"old": TEXT}) == {"b": "old"}
    assert pairs({"a": close, "b": far}, {"old": TEXT}) == {"a": "old"}
    assert pairs({"a": far, "b": TEXT}, {"old": TEXT}) == {"b": "old"}, "what moved unchanged is surest"


def test_each_old_text_is_the_origin_of_one() -> None:
    assert pairs({"a": TEXT, "b": TEXT}, {"x": TEXT, "y": TEXT}) == {"a": "x", "b": "y"}
    assert pairs({"a": TEXT, "b": TEXT}, {"x": TEXT}) == {"a": "x"}
    assert unchanged({"a": "1", "b": "1", "c": "2"}, {"x": "1", "y": "2", "z": "3"}) == {"a": "x", "c": "y"}


def test_ten_thousand_equal_lines_are_compared_in_no_time() -> None:
    """Counting lines is linear; a real diff of such texts is not."""
    assert pairs({"new": b"x\n" * 10_000}, {"a": b"x\n" * 9_000}) == {"new": "a"}
