"""Holds every REST request against GitHub's OpenAPI description (off where that is not at hand).

Of recorded requests that GitHub accepted, 96.8 % pass such a check; the rest are fields that the description does not know
and GitHub ignores. They are recorded as violations too, but answered as GitHub does: by ignoring them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema_rs

from tests.standin import schemas

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Violation:
    """`ignored`: GitHub would not mind, we do."""

    text: str
    ignored: bool = False


def violations(method: str, template: str, sent: Mapping[str, Any]) -> list[Violation]:
    """Check a request that matched `template`. `sent`: `path`, `query` (texts by name) and `body` (None: absent)."""
    if not schemas.REST.at_hand:
        return []
    operation = schemas.load(schemas.REST)["paths"].get(template, {}).get(method.lower())
    if operation is None:
        return [Violation(f"GitHub has no {method} {template}")]
    found = [*_parameters(operation, "path", sent["path"]), *_parameters(operation, "query", sent["query"])]
    found += _body(method, template, operation, sent["body"])
    return [Violation(f"{method} {template}: {each.text}", each.ignored) for each in found]


def _parameters(operation: Schema, place: str, sent: Mapping[str, str]) -> list[Violation]:
    known = {each["name"]: each for each in map(_resolved, operation.get("parameters", ())) if each["in"] == place}
    found = [Violation(f"unknown {place} parameter {name}", ignored=True) for name in sent if name not in known]
    for name, text in sent.items():
        if name in known:
            schema = _resolved(known[name]["schema"])
            fault = _value_fault(schema, text)
            found += [Violation(f"{place} parameter {name}={text}: {fault}")] if fault else []
    return found


def _value_fault(schema: Schema, text: str) -> str | None:
    value: Any = text
    if schema.get("type") == "integer":
        if not text.lstrip("-").isdecimal():
            return "not an integer"
        value = int(text)
    elif schema.get("type") == "boolean":
        value = {"true": True, "false": False}.get(text, text)
    first = next(jsonschema_rs.iter_errors(_strict(schema, ()), value), None)
    return first.message if first else None


def _body(method: str, template: str, operation: Schema, body: Any) -> list[Violation]:
    described = operation.get("requestBody")
    if described is None:
        return [] if body in (None, {}) else [Violation("a body where none belongs", ignored=True)]
    if body is None:
        return [Violation("the body is missing")] if described.get("required") else []
    return [
        Violation(f"body{_pointer(error)}: {error.message}", error.schema_path[-1] == "additionalProperties")
        for error in _validator(method, template).iter_errors(body)
    ]


def _pointer(error: jsonschema_rs.ValidationError) -> str:
    return "".join(f"[{part!r}]" for part in error.instance_path)


@cache
def _validator(method: str, template: str) -> jsonschema_rs.Draft7Validator:
    operation = schemas.load(schemas.REST)["paths"][template][method.lower()]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft7Validator(_strict(schema, ()))


@cache
def response_validator(method: str, template: str, status: int) -> jsonschema_rs.Draft7Validator:
    """Return the validator of a described answer (for the tests of the stand-in itself)."""
    answer = _resolved(schemas.load(schemas.REST)["paths"][template][method.lower()]["responses"][str(status)])
    return jsonschema_rs.Draft7Validator(_plain(answer["content"]["application/json"]["schema"], ()))


def _resolved(node: Schema) -> Schema:
    while "$ref" in node:
        found: Any = schemas.load(schemas.REST)
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def _plain(node: Any, inside: tuple[str, ...]) -> Any:
    """Inline references (a recursive one accepts anything) and write OpenAPI's `nullable` as JSON Schema does."""
    if isinstance(node, list):
        return [_plain(each, inside) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = node["$ref"]
        return {} if name in inside else _plain(_resolved(node), (*inside, name))
    plain = {
        key: _plain(value, inside) for key, value in node.items() if key not in {"nullable", "example", "examples"}
    }
    return {"anyOf": [plain, {"type": "null"}]} if node.get("nullable") is True else plain


def _strict(schema: Schema, inside: tuple[str, ...]) -> Any:
    """Refuse unknown fields wherever an object says what it has."""
    plain = _plain(schema, inside)
    return _closed(plain)


def _closed(node: Any) -> Any:
    if isinstance(node, list):
        return [_closed(each) for each in node]
    if not isinstance(node, dict):
        return node
    combined = {key for key in ("oneOf", "anyOf", "allOf") if key in node}
    # Branches are left open: each knows only its own fields, the object around them knows all.
    closed = {key: value if key in combined else _closed(value) for key, value in node.items()}
    if isinstance(node.get("properties"), dict) and "additionalProperties" not in node:
        named = {name for key in combined for branch in node[key] for name in branch.get("properties", {})}
        closed["properties"] = {**{name: {} for name in named}, **closed["properties"]}
        closed["additionalProperties"] = False
    return closed
