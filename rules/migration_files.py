"""Which files of a pull request migrate a database, and to which plan they belong."""

import posixpath
from collections import Counter
from collections.abc import Mapping

from rules.lazy import lazy
from rules.repository import Repository

MIGRATION = lazy(
    r"(?:^|/)(?:migrations?|alembic/versions|db/migrate|db/migrations?|prisma/migrations/[^/]+|drizzle|"
    r"db/changelog|changelogs?)/"
    r"[^/]+\.(?:py|sql|ts|js|mjs|rb|php|cs|java|kt|go|exs?|xml|ya?ml|json)$"
    r"|(?:^|/)migrations/[^/]+/(?:up|down|migration)\.sql$|(?:^|/)[VU]\d[\w.]*__\w+\.sql$"
)
NO_MIGRATION = lazy(
    r"(?:^|/)(?:__init__\.py|env\.py|README[^/]*|index\.[jt]s|_journal\.json|[^/]*snapshot\.json|[^/]*(?:[._]test|_spec|\.spec)\.\w+|conftest\.py)$"
)
ELSEWHERE = frozenset({
    "vendor", "node_modules", "third_party", "thirdparty", "external", "test", "tests", "__tests__",
    "testdata", "test-data", "fixture", "fixtures", "spec", "e2e", "example", "examples", "sample", "samples",
    "docs", "templates", "template", ".venv", "venv", "site-packages", "dist", "build",
})  # fmt: skip
"""Directories of what is not run in production: other people's, tests', examples."""

SLUG_WORD = lazy(r"[a-z]{4,}")
COMMON = frozenset({
    "feature", "plan", "phase", "task", "tasks", "with", "from", "initial", "spec", "specs", "update",
    "create", "support",
})  # fmt: skip


def added_migrations(changed: Mapping[str, str]) -> list[str]:
    """Return the migrations that a pull request adds; none where it removes as many in the same place (a squash)."""
    found = [path for path in changed if is_migration(path)]
    directories = Counter[str]()
    for path in found:
        directories[posixpath.dirname(path)] += {"added": 1, "removed": -1}.get(changed[path], 0)
    return sorted(each for each in found if changed[each] == "added" and directories[posixpath.dirname(each)] > 0)


def is_migration(path: str) -> bool:
    return (
        bool(MIGRATION.search(path))
        and not NO_MIGRATION.search(path)
        and ELSEWHERE.isdisjoint(path.lower().split("/")[:-1])
    )


def owner(repository: Repository, path: str) -> str:
    """Return the plan that a migration belongs to: the only one that changes, else the one whose feature it names; or ""."""
    changed = repository.changed or {}
    plans = [each for each in repository.plan_paths if each in changed]
    if len(plans) == 1:
        return plans[0]
    name = set(SLUG_WORD.findall(posixpath.basename(path).lower()))
    shared = {each: len(name & feature_words(each)) for each in plans or repository.plan_paths}
    best = max(shared.values(), default=0)
    owners = [each for each, words in shared.items() if words == best]
    return owners[0] if best and len(owners) == 1 else ""


def feature_words(plan_path: str) -> set[str]:
    return set(SLUG_WORD.findall(posixpath.basename(posixpath.dirname(plan_path)).lower())) - COMMON
