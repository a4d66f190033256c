"""Patterns are compiled late, and the literals that a pattern says it needs are in all that it finds."""

import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rules
from rules.lazy import _Guarded, folded, lazy
from rules.plan.headings import _words_of_titles


def guarded() -> Iterator[tuple[str, _Guarded]]:
    """Yield every pattern of the engine that says what it needs, with where it stands."""
    for found in pkgutil.walk_packages(rules.__path__, "rules."):
        for name, value in vars(importlib.import_module(found.name)).items():
            values = value if isinstance(value, tuple) else (value,)
            yield from ((f"{found.name}.{name}", each) for each in values if isinstance(each, _Guarded))
    titles: tuple[tuple[object, str], ...] = _words_of_titles()
    yield from ((f"title of {concept}", pattern) for pattern, concept in titles if isinstance(pattern, _Guarded))


GUARDED = {id(pattern): (name, pattern) for name, pattern in guarded()}


@pytest.mark.parametrize("number", GUARDED, ids=[name for name, _ in GUARDED.values()])
def test_what_a_pattern_finds_holds_a_literal_that_it_needs(number: int) -> None:
    _, guard = GUARDED[number]
    pattern = re.compile(*guard.lazy._to_compile)

    @given(st.from_regex(pattern))
    @settings(max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def holds(text: str) -> None:
        found = pattern.search(text)
        assert found is not None
        assert any(need in folded(found[0]) for need in guard.needs), found[0]

    holds()


def test_a_literal_that_is_no_lower_case_would_never_be_found() -> None:
    assert [need for _, guard in GUARDED.values() for need in guard.needs if need != folded(need)] == []


def test_a_letter_stands_for_all_that_python_takes_for_it_when_case_is_ignored() -> None:
    letters = re.compile("[a-z]", re.IGNORECASE)
    others = [each for each in map(chr, range(128, sys.maxunicode + 1)) if letters.match(each)]

    assert others
    for each in others:
        assert re.match(folded(each)[0], each, re.IGNORECASE), each


def test_a_guarded_pattern_does_what_the_pattern_does() -> None:
    text, pattern = "One flag, no FLAGS.", r"\bflags?\b"
    guard, plain = lazy(pattern, re.IGNORECASE, needs=("flag",)), re.compile(pattern, re.IGNORECASE)

    assert guard.search(text, 5) is not None
    assert guard.search(text, 10, 12) is None
    assert guard.search("nothing") is None
    assert guard.match(text, 4) is not None
    assert guard.match("nothing") is None
    assert guard.fullmatch("Flags") is not None
    assert guard.fullmatch("nothing") is None
    assert (
        [found[0] for found in guard.finditer(text)]
        == [found[0] for found in plain.finditer(text)]
        == ["flag", "FLAGS"]
    )
    assert list(guard.finditer("nothing")) == []
    assert guard.sub("", text) == plain.sub("", text)
    assert guard.sub("", "nothing") == "nothing"


def test_a_pattern_that_is_not_needed_is_not_compiled() -> None:
    guard = lazy(r"flag(", needs=("flag",))

    assert guard.search("nothing") is None
    with pytest.raises(re.error):
        guard.search("a flag")


def test_the_methods_of_a_lazy_pattern_become_those_of_the_pattern() -> None:
    pattern = lazy(r"a(b)?")

    assert pattern.sub("-", "xaby") == "x-y"
    assert pattern.search == re.compile(r"a(b)?").search
    assert pattern.groups == 1


def test_the_engine_compiles_nothing_when_it_is_imported() -> None:
    """In a process of its own, because here everything is compiled."""
    program = """
import argparse, dis, inspect, html, json, difflib, hashlib, typing, enum, datetime, unicodedata, re
import pyromark
import re._compiler
compiled = []
plain = re._compiler.compile
re._compiler.compile = lambda pattern, flags=0: compiled.append(pattern) or plain(pattern, flags)
import rules.engine
print(compiled)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
