"""The plan template of a project, found as spec-kit finds it: overrides, presets, extensions, then its own.

A preset may replace the template or add to what comes after it (`prepend`, `append`, `wrap`). Presets and extensions are
listed in registries; of several the one with the lowest number in `priority` wins.
"""

import posixpath
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from rules.lazy import lazy
from rules.repository import OVERRIDE, REGISTRIES, TEMPLATE, Repository, project_root

NAME: Final = "plan-template"
ID: Final = lazy(r"[a-z0-9-]{1,100}")
MOST: Final = 20
"""Presets, and extensions, that are looked at."""
PRIORITY: Final = 10
"""Of one that says none."""
CORE: Final = b"{CORE_TEMPLATE}"
ENTRY: Final = lazy(r"\s*-\s+")
PAIR: Final = lazy(r"\s*(?:-\s+)?([a-z_]+):\s*([\"']?)(.*?)\2\s*(?:#.*)?")


class Layer(NamedTuple):
    """`paths`: where the text may be, the first that is there counts. `manifest`: what says how it is combined."""

    paths: tuple[str, ...]
    manifest: str = ""


class Declared(NamedTuple):
    """What a preset says about its plan template: how it is combined and, where it is an unusual one, its file."""

    strategy: str = "replace"
    file: str = ""


def template_for(repository: Repository, plan_path: str, *, at_head: bool = False) -> bytes | None:
    """Return the template that applies to a plan: at base, the yardstick, or what the pull request makes of it."""
    files = files_at_head(repository) if at_head else repository.base_files
    return resolved_template(project_root(repository, plan_path), files)


def files_at_head(repository: Repository) -> Mapping[str, bytes]:
    changed = repository.changed or {}
    kept = {path: data for path, data in repository.base_files.items() if changed.get(path) != "removed"}
    return {**kept, **repository.files}


def resolved_template(root: str, files: Mapping[str, bytes]) -> bytes | None:
    """Return the template in the files of a project, combined where presets say so; None without one."""
    above: list[tuple[str, bytes]] = []
    for layer in layers(root, files):
        declared = declaration(files.get(layer.manifest, b""))
        text = next((files[path] for path in paths_of(layer, declared) if path in files), None)
        if text is None:
            continue
        if declared.strategy == "replace":
            return combined(above, text)
        above.append((declared.strategy, text))
    # Without anything to add to, what is added is all that there is.
    return combined(above[:-1], above[-1][1]) if above else None


def combined(above: list[tuple[str, bytes]], text: bytes) -> bytes:
    for strategy, layer in reversed(above):
        if strategy == "prepend":
            text = layer + b"\n\n" + text
        elif strategy == "append":
            text = text + b"\n\n" + layer
        else:
            text = layer.replace(CORE, text)
    return text


def further_files(repository: Repository, plan_paths: Iterable[str], known: Container[str]) -> tuple[str, ...]:
    """Return the files that decide about the templates of these plans and that nobody has looked for.

    Registries tell of presets, whose manifests tell of files, so whoever reads these asks again until nothing is new.
    """
    roots = dict.fromkeys(project_root(repository, path) for path in plan_paths)
    files = (path for root in roots for path in template_files(root, repository.base_files))
    return tuple(path for path in dict.fromkeys(files) if path not in known)


def template_files(root: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the files that decide about the template of a project, as far as those at hand tell."""
    found: dict[str, None] = {}
    for layer in layers(root, files):
        found.update(dict.fromkeys(paths_of(layer, declaration(files.get(layer.manifest, b"")))))
        found.update({layer.manifest: None} if layer.manifest else {})
    return tuple(found)


def layers(root: str, files: Mapping[str, bytes]) -> Iterator[Layer]:
    """Yield where a template may come from, the one that wins first."""
    yield Layer((posixpath.join(root, OVERRIDE),))
    for registry, manifest in zip(REGISTRIES, ("preset.yml", ""), strict=True):
        kind = posixpath.dirname(registry)
        for each in registered(files.get(posixpath.join(root, registry), b""), posixpath.basename(kind)):
            home = posixpath.join(root, kind, each)
            paths = posixpath.join(home, "templates", f"{NAME}.md"), posixpath.join(home, f"{NAME}.md")
            yield Layer(paths, posixpath.join(home, manifest) if manifest else "")
    yield Layer((posixpath.join(root, TEMPLATE),))


def paths_of(layer: Layer, declared: Declared) -> tuple[str, ...]:
    """Return where the text of a layer is; a declared file outside of the preset's own directory does not count."""
    if not declared.file:
        return layer.paths
    home = posixpath.dirname(layer.manifest)
    path = posixpath.normpath(posixpath.join(home, declared.file))
    return (path,) if path.startswith(f"{home}/") else layer.paths


def registered(data: bytes, kind: str) -> list[str]:
    """Return what a registry lists as enabled, the lowest number first; nothing where it cannot be read."""
    if not data:
        return []
    import json  # noqa: PLC0415 - start-up time: few projects have a registry

    try:
        entries: Any = json.loads(data)[kind]
        found = [(priority(entry), name) for name, entry in entries.items() if entry.get("enabled", True)]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return []
    return [name for _, name in sorted(found) if ID.fullmatch(name)][:MOST]


def priority(entry: Mapping[str, Any]) -> int:
    given = entry.get("priority", PRIORITY)
    return given if type(given) is int and given >= 1 else PRIORITY


def declaration(manifest: bytes) -> Declared:
    """Read what a preset's manifest says about the plan template: an entry of `provides.templates`, line by line."""
    entry: dict[str, str] = {}
    for line in (*manifest.decode("utf-8", "replace").splitlines(), "- "):
        if ENTRY.match(line):
            if entry.get("name") == NAME and entry.get("type", "template") == "template":
                strategy = entry.get("strategy", "replace").lower()
                return Declared(
                    strategy if strategy in {"prepend", "append", "wrap"} else "replace", entry.get("file", "")
                )
            entry = {}
        if (pair := PAIR.fullmatch(line[:500])) is not None:
            entry[pair[1]] = pair[3]
    return Declared()
