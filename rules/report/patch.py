"""A change of files as a patch that `git apply` and `patch -p1` take."""

from collections.abc import Iterator

NO_NEWLINE = "\\ No newline at end of file\n"


def patch(path: str, before: bytes | None, after: bytes) -> Iterator[str]:
    """Yield the patch of one file, line by line with its line ending. `before` None: the file is new."""
    from difflib import unified_diff  # noqa: PLC0415 - start-up time: few runs show a patch

    old, new = (lines(text) for text in (before or b"", after))
    if before is None:
        yield f"diff --git a/{path} b/{path}\nnew file mode 100644\n"
    for line in unified_diff(old, new, "/dev/null" if before is None else f"a/{path}", f"b/{path}"):
        yield line if line.endswith("\n") else f"{line}\n{NO_NEWLINE}"


def lines(data: bytes) -> list[str]:
    """Divide at LF alone: what else `splitlines` takes for the end of a line is none to git."""
    text = data.decode("utf-8", "surrogateescape")
    parts = [part + "\n" for part in text.split("\n")]
    return [*parts[:-1], text.rpartition("\n")[2]] if text.rpartition("\n")[2] else parts[:-1]
