"""Colours and the progress bar."""

import io

import pytest

from bot.cli.terminal import Progress, Watched, style_for


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def test_a_terminal_gets_colours_and_a_pipe_does_not() -> None:
    assert style_for(Terminal()).colour
    assert not style_for(io.StringIO()).colour


@pytest.mark.parametrize(
    ("name", "value", "colour"), [("NO_COLOR", "1", False), ("NO_COLOR", "", True), ("TERM", "dumb", False)]
)
def test_a_person_can_switch_colours_off(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, *, colour: bool
) -> None:
    monkeypatch.setenv(name, value)
    assert style_for(Terminal()).colour is colour


def seen(stream: io.StringIO, *, patience: float) -> str:
    progress = Progress(3, stream, patience=patience, redraw=0)
    assert list(Watched(["a", "b", "c"], progress)) == ["a", "b", "c"]
    progress.clear()
    return stream.getvalue()


def test_a_terminal_sees_how_far_long_work_is() -> None:
    shown = seen(Terminal(), patience=0).split("\r")
    assert shown[1:] == [
        "[##########....................] 1 of 3 plans",
        "[####################..........] 2 of 3 plans",
        "[##############################] 3 of 3 plans",
        "\x1b[K",
    ]


def test_short_work_and_pipes_see_nothing() -> None:
    assert seen(Terminal(), patience=60) == ""
    assert seen(io.StringIO(), patience=0) == ""
