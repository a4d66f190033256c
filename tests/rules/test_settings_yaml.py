"""YAML of strangers."""

import pytest

from rules.config import ConfigErrors
from rules.settings_yaml import LARGEST, MOST_VALUES, parse


def refusal(text: str | bytes) -> str:
    with pytest.raises(ConfigErrors) as caught:
        parse(text.encode() if isinstance(text, str) else text, "f.yml")
    (error,) = caught.value.errors
    return str(error)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x [b, b]\nc: [*x, *x]\n", "f.yml:1:4: anchors (&name) are not allowed here: write the value out"),
        ("a: *x\n", "f.yml:1:4: aliases (*name) are not allowed here: write the value out"),
        ("a:\n  <<: {b: 1}\n", "f.yml:2:3: merge keys (<<) are not allowed here"),
        ("a: !!python/object/apply:os.system [ls]\n", "f.yml:1:4: tags (!name) are not allowed here"),
        ("! a: 1\n", "f.yml:1:1: tags (!name) are not allowed here"),
        ("a: 1\n---\nb: 2\n", "f.yml:2:1: a configuration is one YAML document: remove this ---"),
        ("[" * 20_000, "f.yml:1:14: nested deeper than 12 levels"),
        ("- " * 30_000, "f.yml:1:27: nested deeper than 12 levels"),
        ("? [a]\n: b\n", "f.yml:1:3: a key must be a word"),
        ("a: \x00\n", "f.yml:1:4: the character U+0000 is not allowed"),
        ("é: 1\nüü: \x1b[31m\n", "f.yml:2:5: the character U+001B is not allowed"),
        ("a: \x7f", "f.yml:1:4: the character U+007F is not allowed"),
        ("a: 1\nb: \x1b[31m\n", "f.yml:2:4: the character U+001B is not allowed"),
        ("a:\n\tb: 1\n", "f.yml:2:1: not valid YAML: found character that cannot start any token"),
        ("a: [1, 2\nb: 3\n", "f.yml:2:2: not valid YAML: did not find expected ',' or ']'"),
        (b"a: 1\nb: \xff\n", "f.yml:2:4: the file is not UTF-8"),
        ("a" * (LARGEST + 1), "f.yml:1:1: the file has more than 65,536 bytes, the most that a configuration may have"),
    ],
)
def test_what_is_clever_or_broken_is_refused_where_it_stands(text: str | bytes, expected: str) -> None:
    assert refusal(text) == expected


def test_a_merge_key_bomb_is_refused_at_its_first_line() -> None:
    bomb = "a0: &a0 {x: 1}\n" + "".join(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}\n" for i in range(1, 30))
    assert refusal(bomb).startswith("f.yml:1:5: anchors")


def test_too_many_values_are_refused_before_the_rest_is_read() -> None:
    assert refusal("a: 1\n" * 12_000) == f"f.yml:{MOST_VALUES // 2}:4: more than 4,000 keys and values"


def test_plain_scalars_mean_what_yaml_1_2_says() -> None:
    text = "a: [off, no, yes, 1:30, 0o17, 0x1f, 2027-01-15, 1_0, true, False, ~, null, 007, -3, 1.5, 1e3, '5', \"~\"]"
    root, _ = parse(text.encode(), "f.yml")
    assert root.plain == {
        "a": (
            *("off", "no", "yes", "1:30", "0o17", "0x1f", "2027-01-15", "1_0"),
            *(True, False, None, None, 7, -3, 1.5, 1000.0, "5", "~"),
        )
    }


def test_a_number_with_thousands_of_digits_is_a_text() -> None:
    """Python refuses to convert it; nobody means it."""
    root, _ = parse(b"a: " + b"9" * 60_000, "f.yml")
    assert root.plain == {"a": "9" * 60_000}


def test_values_know_their_place() -> None:
    root, _ = parse("# c\nmode: off\nplans:\n  - é x\n  - {a: b}\n".encode(), "f.yml")
    assert isinstance(root.value, dict)
    plans = root.value["plans"]
    assert (plans.key.line, plans.key.column) == (3, 1)
    assert isinstance(plans.node.value, tuple)
    assert [(each.line, each.column) for each in plans.node.value] == [(4, 5), (5, 5)]


def test_a_key_that_stands_twice_is_told_and_reading_goes_on() -> None:
    root, duplicates = parse(b"a: 1\nb: {c: 1, c: 2}\na: 3\n", "f.yml")
    assert [str(each) for each in duplicates] == [
        'f.yml:2:11: the key "c" stands here twice: first in line 2',
        'f.yml:3:1: the key "a" stands here twice: first in line 1',
    ]
    assert root.plain == {"a": 1, "b": {"c": 1}}


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "\ufeff", "---\n"])
def test_an_empty_document_is_no_mistake(text: str) -> None:
    root, duplicates = parse(text.encode(), "f.yml")
    assert (root.plain or {}, duplicates) == ({}, ())
