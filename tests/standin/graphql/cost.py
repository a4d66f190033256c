"""What a query costs, by GitHub's rules, and the bounds it must keep.

Rules: docs "Rate limits and query limits for the GraphQL API": every connection says `first` or `last`, 1-100; at most
500,000 nodes; points are the requests needed to fill every connection once for each of its parents, over 100, at least 1.
"""

from dataclasses import dataclass
from typing import Any

import graphql

from tests.standin.graphql.context import GraphProblem

MOST_NODES = 500_000
LARGEST_PAGE = 100


@dataclass(slots=True)
class Cost:
    requests: int = 0
    nodes: int = 0

    @property
    def points(self) -> int:
        return max(1, round(self.requests / 100))


@dataclass(slots=True)
class _Walk:
    schema: graphql.GraphQLSchema
    fragments: dict[str, graphql.FragmentDefinitionNode]
    variables: dict[str, Any]
    cost: Cost

    def selections(self, nodes: graphql.SelectionSetNode | None, parent: Any, times: int) -> None:
        for node in nodes.selections if nodes else ():
            if isinstance(node, graphql.FieldNode):
                self.field(node, parent, times)
            elif isinstance(node, graphql.InlineFragmentNode):
                inner = self.schema.type_map[node.type_condition.name.value] if node.type_condition else parent
                self.selections(node.selection_set, inner, times)
            elif isinstance(node, graphql.FragmentSpreadNode):
                fragment = self.fragments[node.name.value]
                self.selections(fragment.selection_set, self.schema.type_map[fragment.type_condition.name.value], times)

    def field(self, node: graphql.FieldNode, parent: Any, times: int) -> None:
        known = getattr(parent, "fields", {}).get(node.name.value)
        if known is None:  # __typename and introspection
            return
        kind = graphql.get_named_type(known.type)
        if kind.name.endswith("Connection"):
            size = self.size(node)
            self.cost.requests += times
            self.cost.nodes += times * size
            times *= size
        self.selections(node.selection_set, kind, times)

    def size(self, node: graphql.FieldNode) -> int:
        """Return how many nodes the connection asks for; refuse what GitHub refuses."""
        name = node.name.value
        found: dict[str, Any] = {}
        for argument in node.arguments or ():
            if argument.name.value in {"first", "last"}:
                value = graphql.value_from_ast_untyped(argument.value, self.variables)
                if value is not None:
                    found[argument.name.value] = value
        if not found:
            raise GraphProblem("MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last` value to properly "
                                                                f"paginate the `{name}` connection.")  # fmt: skip
        if len(found) > 1:
            raise GraphProblem("EXCESSIVE_PAGINATION", "Passing both `first` and `last` values to paginate the "
                                                       f"`{name}` connection is not supported.")  # fmt: skip
        side, size = found.popitem()
        if not 0 <= size <= LARGEST_PAGE:
            raise GraphProblem("EXCESSIVE_PAGINATION", f"Requesting {size} records on the `{name}` connection exceeds the "
                                                       f"`{side}` limit of {LARGEST_PAGE} records.")  # fmt: skip
        return int(size)


def cost_of(schema: graphql.GraphQLSchema, document: graphql.DocumentNode, variables: dict[str, Any]) -> Cost:
    """Return the cost of a valid document. Raises `GraphProblem` for a query out of bounds."""
    fragments = {
        each.name.value: each for each in document.definitions if isinstance(each, graphql.FragmentDefinitionNode)
    }
    cost = Cost()
    for definition in document.definitions:
        if isinstance(definition, graphql.OperationDefinitionNode):
            known = {**_defaults(definition), **variables}
            root = schema.get_root_type(definition.operation)
            _Walk(schema, fragments, known, cost).selections(definition.selection_set, root, 1)
    if cost.nodes > MOST_NODES:
        raise GraphProblem("MAX_NODE_LIMIT_EXCEEDED", f"This query requests up to {cost.nodes:,} possible nodes which "
                                                      f"exceeds the maximum limit of {MOST_NODES:,}.")  # fmt: skip
    return cost


def _defaults(definition: graphql.OperationDefinitionNode) -> dict[str, Any]:
    return {
        each.variable.name.value: graphql.value_from_ast_untyped(each.default_value)
        for each in definition.variable_definitions or ()
        if each.default_value is not None
    }
