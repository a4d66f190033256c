"""One GraphQL request: parse, hold to the schema, price, execute. Errors come with status 200, as GitHub's do."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import graphql

from tests.standin.graphql.context import Context, GraphProblem
from tests.standin.graphql.cost import cost_of
from tests.standin.graphql.schema import schema
from tests.standin.limits import Limits
from tests.standin.model.accounts import Token
from tests.standin.model.refused import Refused
from tests.standin.model.world import World
from tests.standin.rest.call import Problem, Reply


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query's text, parsed and held to the schema. `errors`: why it cannot be executed."""

    document: graphql.DocumentNode
    errors: Sequence[graphql.GraphQLError]

    @property
    def is_mutation(self) -> bool:
        return any(
            each.operation is graphql.OperationType.MUTATION
            for each in self.document.definitions
            if isinstance(each, graphql.OperationDefinitionNode)
        )


@lru_cache(maxsize=256)
def _prepared(query: str) -> Prepared:
    """Parse and validate a text once: that takes longer than executing, and the same few come again and again."""
    try:
        document = graphql.parse(query)
    except graphql.GraphQLError as error:
        return Prepared(graphql.DocumentNode(definitions=()), [error])
    return Prepared(document, graphql.validate(schema(), document))


def is_mutation(body: Any) -> bool:
    """Whether the request writes; what cannot be parsed does not."""
    query = body.get("query") if isinstance(body, dict) else None
    return isinstance(query, str) and _prepared(query).is_mutation


def answer(world: World, limits: Limits, token: Token | None, body: Any, violations: list[str]) -> Reply:
    """Execute the request. What does not fit the modelled schema is also put down in `violations`."""
    if token is None:
        raise Problem(401, "This endpoint requires you to be authenticated.")
    if not isinstance(body, dict) or not isinstance(body.get("query"), str):
        raise Problem(400, "A query attribute must be specified and must be a string.")
    context = Context(world, limits, token)
    try:
        prepared = _prepared(body["query"])
        if prepared.errors:
            violations += [f"GraphQL: {error.message}" for error in prepared.errors]
            return Reply(200, {"errors": [_error(error) for error in prepared.errors]})
        variables = body.get("variables") or {}
        cost = cost_of(schema(), prepared.document, variables)
    except GraphProblem as problem:
        violations.append(f"GraphQL: {problem}")
        return Reply(200, {"errors": [{"type": problem.kind, "message": str(problem)}]})
    context.points, context.nodes = cost.points, cost.nodes
    limits.charge(token.installation.id, cost.points)
    result = graphql.execute(schema(), prepared.document, context_value=context, variable_values=variables,
                             operation_name=body.get("operationName"))  # fmt: skip
    if not isinstance(result, graphql.ExecutionResult):
        raise TypeError("resolvers are not asynchronous")
    _raise_own_faults(result.errors or ())
    found: dict[str, Any] = {} if result.data is None else {"data": result.data}
    return Reply(200, found | ({"errors": [_error(error) for error in result.errors]} if result.errors else {}))


def _raise_own_faults(errors: Sequence[graphql.GraphQLError]) -> None:
    """Let faults of the stand-in itself out: they are no answer of GitHub."""
    for error in errors:
        if error.original_error is not None and not isinstance(error.original_error, GraphProblem | Refused):
            raise error.original_error


def _error(error: graphql.GraphQLError) -> dict[str, Any]:
    found: dict[str, Any] = {"message": error.message}
    original = error.original_error
    if isinstance(original, GraphProblem):
        found["type"] = original.kind
    elif isinstance(original, Refused):
        found["type"] = "UNPROCESSABLE"
        found["message"] = ", ".join(str(each) for each in original.errors) or original.message
    if error.path is not None:
        found["path"] = list(error.path)
    if error.locations is not None:
        found["locations"] = [{"line": each.line, "column": each.column} for each in error.locations]
    return found
