"""The sandbox in which every text with places in it is parsed and run: cells of 通报文稿, templates of all formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from rectify_xl.text.sandbox_rules import Grammar, refusals


class Sandbox(ImmutableSandboxedEnvironment):
    """A jinja2 environment without functions, in which an unknown name is an error.

    `grammar` is what may be written, `allowed` the filters that may be named. Whoever parses asks `refused`.
    """

    def __init__(self, grammar: Grammar, allowed: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(undefined=StrictUndefined, keep_trailing_newline=True, **options)
        self.grammar = grammar
        self.globals.clear()
        self.filters = dict(allowed or {})

    def refused(self, tree_nodes: list[nodes.Node]) -> tuple[str, ...]:
        """Return in words what is not allowed among the nodes of a parsed text, each once."""
        return tuple(dict.fromkeys(refusals(tree_nodes, self.grammar)))


def nodes_of(tree: nodes.Node) -> list[nodes.Node]:
    """Return the nodes of a parsed text in its order; jinja2's own way takes four times as long."""
    result: list[nodes.Node] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        result.append(node)
        below: list[nodes.Node] = []
        for field in node.fields:
            value = getattr(node, field, None)
            below += (
                [child for child in value if isinstance(child, nodes.Node)] if isinstance(value, list | tuple) else ()
            )
            if isinstance(value, nodes.Node):
                below.append(value)
        waiting += reversed(below)
    return result
