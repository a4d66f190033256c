"""What is a command and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.command import LONGEST, UsageError
from bot.commands.grammar import OTHERS, Invocation, NearMiss, parse
from bot.commands.registry import BY_VERB, COMMANDS

verbs = st.sampled_from(sorted(BY_VERB))
words = st.text("abcXYZ 0189-", max_size=30)
lines = st.builds("/sp.{} {}".format, verbs, words)
blank = st.sampled_from(["", "\n", "\r\n", " \t\n", "\n \r\n\n"])
prose = st.text("abc .,!?\u00e9", max_size=60)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("/sp.fix", Invocation("fix", "")),
        ("   /sp.fix  a \t b  ", Invocation("fix", "a b")),
        ("\n\r\n/sp.adr Use X\r\n\r\n> quoted below", Invocation("adr", "Use X", 3)),
        ("/sp.check\nthanks", Invocation("check", "")),
        ("/sp.wavie x", NearMiss("wavie", "waive")),
        ("/sp.hlep", NearMiss("hlep", "help")),
        ("/sp.risk", NearMiss("risk", "risks")),
        ("/sp.deploy", None),
    ],
)
def test_reads_the_first_line(body: str, said: object) -> None:
    assert parse(body) == said


@pytest.mark.parametrize(
    "body",
    [
        "", "hello\n/sp.fix", "    /sp.fix", "\t/sp.fix", "> /sp.fix", "`/sp.fix`", "```\n/sp.fix\n```", "~~~\n/sp.fix",
        "<!--\n/sp.fix\n-->", "<!-- /sp.fix -->", "<div>\n/sp.fix\n</div>", "- /sp.fix", "1. /sp.fix", "# /sp.fix",
        "/sp.fix\n---", "/sp.fix\n===", "/sp.fix | a\n--|--", "| /sp.fix |\n|--|", "[x]: /sp.fix", "[/sp.fix](/x)",
        "\\/sp.fix", "/sp.fix;/sp.waive", "/sp.Fix", "/SP.fix", "/sp.fix\u00a0a", "/sp.\u200bfix", "\u2215sp.fix",
        "\uff0fsp.fix", "/s\u0440.fix", "/sp.f\u0456x", "\ufeff/sp.fix", "\u00a0/sp.fix", "/sp.fix <!-- hidden", "/sp.fix,",
        "---\n/sp.fix\n---", "On Monday somebody wrote:\n> /sp.fix", "**/sp.fix**", "/ sp.fix", "//sp.fix",
    ],
)  # fmt: skip
def test_runs_nothing_else(body: str) -> None:
    assert parse(body) is None


@pytest.mark.parametrize("verb", sorted(OTHERS))
def test_leaves_commands_of_others_alone(verb: str) -> None:
    assert parse(f"/sp.{verb}") is None


@given(lines, blank, prose)
def test_a_plain_command_always_runs(line: str, before: str, after: str) -> None:
    said = parse(f"{before}{line}\n\n{after}")
    assert isinstance(said, Invocation)
    assert line.split() == f"/sp.{said.verb} {said.arguments}".split()


@given(lines, st.sampled_from("`~"), st.integers(3, 9), prose)
def test_no_fence_runs(line: str, mark: str, length: int, info: str) -> None:
    assert parse(f"{mark * length}{info.replace('`', '')}\n{line}\n{mark * length}") is None


@given(
    lines,
    st.sampled_from(
        [
            "> ",
            ">> ",
            ">",
            "- ",
            "* ",
            "+ ",
            "7. ",
            "# ",
            "### ",
            "    ",
            "\t",
            "| ",
            "<!-- ",
            "<p>",
            "`",
            "[",
            "![",
            "**",
        ]
    ),
)
def test_no_line_behind_markup_runs(line: str, prefix: str) -> None:
    assert parse(f"{prefix}{line}") is None


@given(lines, st.sampled_from(["---", "===", "-", "=", "  ---  "]))
def test_no_heading_runs(line: str, underline: str) -> None:
    assert parse(f"{line}\n{underline}") is None


@given(verbs, st.integers(0, 30), st.sampled_from("\u0430\u0435\u0456\u200b\u00ad\u00a0\uff0e\u2024\u202e"))
def test_no_disguised_command_runs(verb: str, at: int, disguise: str) -> None:
    line = f"/sp.{verb}"
    at %= len(line)
    assert parse(line[:at] + disguise + line[at + 1 :]) is None
    assert parse(line[:at] + disguise + line[at:]) is None


@given(st.text())
def test_any_text_is_read(body: str) -> None:
    said = parse(body)
    assert said is None or body.lstrip(" \t\r\n").startswith(f"/sp.{said.verb}")


def test_arguments_that_nobody_writes_are_refused() -> None:
    said = parse("/sp.adr " + "x" * 60_000)
    assert isinstance(said, Invocation)
    with pytest.raises(UsageError, match="longer"):
        BY_VERB["adr"].read(said.arguments)
    assert len(said.arguments) == LONGEST + 1


def test_every_example_is_read() -> None:
    for command in COMMANDS:
        for example in command.examples:
            said = parse(example)
            assert isinstance(said, Invocation)
            assert said.verb == command.verb
            command.read(said.arguments)
