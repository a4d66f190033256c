"""Regular expressions that are compiled when they are first needed.

Compiling is slow: all those of the engine together take longer than reading and judging several plans, and no plan needs
all. So no module of the engine compiles one when it is imported; each says `NAME = lazy(...)` instead, and where what is
found always holds one of a few literals, says these too: without them in a text nothing is compiled, nor searched for.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, AnyStr, cast

METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


def lazy(pattern: AnyStr, flags: int = 0, *, needs: Sequence[str] = ()) -> re.Pattern[AnyStr]:
    """Return what can be used like `re.compile(pattern, flags)`; a mistake in the pattern shows when it is first used.

    `needs`: literals in lower case, one of which is in all that the pattern finds; only for text that is searched.
    """
    return cast("re.Pattern[AnyStr]", _Guarded(pattern, flags, needs) if needs else _Lazy(pattern, flags))


class _Lazy:
    """Has no attribute of a pattern until it is asked for one; from then on its methods are the pattern's own."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._to_compile = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._to_compile)
        for method in METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


class _Guarded:
    """A pattern that looks for its literals first."""

    def __init__(self, pattern: Any, flags: int, needs: Sequence[str]) -> None:
        self.lazy = _Lazy(pattern, flags)
        self.needs = needs

    def search(self, text: str, *within: int) -> Any:
        return self.lazy.search(text, *within) if self._may(text, *within) else None

    def match(self, text: str, *within: int) -> Any:
        return self.lazy.match(text, *within) if self._may(text, *within) else None

    def fullmatch(self, text: str, *within: int) -> Any:
        return self.lazy.fullmatch(text, *within) if self._may(text, *within) else None

    def finditer(self, text: str, *within: int) -> Any:
        return self.lazy.finditer(text, *within) if self._may(text, *within) else iter(())

    def sub(self, replacement: str, text: str) -> Any:
        return self.lazy.sub(replacement, text) if self._may(text) else text

    def _may(self, text: str, *within: int) -> bool:
        low = folded(text[slice(*within)] if len(within) > 1 else text[within[0] :] if within else text)
        for need in self.needs:  # noqa: SIM110 - a generator takes twice as long
            if need in low:
                return True
        return False


LONG = 2_000
"""Characters of a text that is worth remembering: a whole plan, which several patterns are searched in."""


def folded(text: str) -> str:
    """Return a text in lower case, with the letters of ASCII for those that `re.IGNORECASE` takes for them, as U+017F for "s"."""
    return _folded_long(text) if len(text) > LONG else _folded(text)


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else text.casefold().replace("\u0131", "i")


_folded_long = lru_cache(maxsize=2)(_folded)
