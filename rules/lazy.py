"""Regular expressions that are compiled when they are first used.

Compiling is slow: all those of the engine together take longer than reading and judging ten plans, and one plan needs
half of them. So no module of the engine compiles one when it is imported; each says `NAME = lazy(...)` instead.
"""

import re
from typing import Any, AnyStr, cast

METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what can be used like `re.compile(pattern, flags)`; a mistake in the pattern shows when it is first used."""
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))


class _Lazy:
    """Has no attribute of a pattern until it is asked for one; from then on its methods are the pattern's own."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._to_compile = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._to_compile)
        for method in METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
