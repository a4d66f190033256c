"""What rules about interfaces share: the operations that are judged, and what answers for them beside the plan."""

import posixpath
import re
from collections.abc import Iterable
from typing import Final

from rules.lazy import lazy
from rules.plan.model import Endpoint, Plan
from rules.rule import Context
from rules.text_lines import written

NO_INTERFACE: Final = frozenset({"library", "cli", "static", "docs"})
"""Kinds of what is built that offer no interface over the network."""
CONTRACTS: Final = "contracts"
"""The directory beside a plan that holds its interfaces, as spec-kit lays it out."""
CONTRACT_WORDS: Final = frozenset({"openapi", "swagger", "asyncapi", "api-schema", "proto", "graphql"})
CONTRACT_FILE: Final = lazy(
    r"\b(?:openapi|swagger|asyncapi)\b[^\n|]{0,60}\.(?:ya?ml|json)\b|\bapi-schema\.\w+|\w\.(?:proto|graphql)\b",
    re.IGNORECASE,
)
"""A file that a plan names as the contract of its interface; "OpenAPI documentation is generated" names none."""


def offered(context: Context) -> tuple[Endpoint, ...]:
    """Return the operations that the plan's section about interfaces names; none for what offers no interface."""
    return () if context.plan.kind in NO_INTERFACE else context.plan.endpoints


def written_elsewhere(context: Context) -> bool:
    """Whether a contract beside the plan, or one that it names, describes the interface."""
    feature = posixpath.dirname(context.plan.path)
    directories = context.repository.directories
    return (
        CONTRACTS in directories.get(feature, ())
        or bool(directories.get(posixpath.join(feature, CONTRACTS)))
        or names_contract(context.plan)
    )


def names_contract(plan: Plan) -> bool:
    if "contracts/" in plan.source.text:
        return True
    return any(map(CONTRACT_FILE.search, written(plan, CONTRACT_WORDS & plan.words)))


def operation(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path}"


def operations(endpoints: Iterable[Endpoint]) -> list[str]:
    """Return the operations, each once, in order."""
    return list(dict.fromkeys(map(operation, endpoints)))
