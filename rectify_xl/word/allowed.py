"""What a template may do: name values, compare, choose, repeat over values. Judged before anything runs.

Nothing that is allowed can make a value much larger than it was: what doubles a text or a list once can do so forty
times in a template of a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import filters, nodes

NODES = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Tuple,
    nodes.List,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Neg,
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.FloorDiv,
    nodes.Mod,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Filter,
    nodes.Test,
    nodes.Keyword,
    nodes.Assign,
    nodes.For,
)
_PLAIN = frozenset(NODES) - {nodes.Filter, nodes.For, nodes.Getattr, nodes.Getitem, nodes.List, nodes.Tuple}
METHODS = ("cycle", "startswith", "endswith", "strip")
"""What may be called: `loop.cycle`, and methods of texts that do not make them longer."""

FILTERS = (
    "abs", "count", "d", "default", "e", "escape", "first", "groupby", "int", "join", "last", "length", "list", "lower",
    "max", "min", "rejectattr", "reverse", "round", "selectattr", "sort", "string", "sum", "trim", "truncate", "unique",
    "upper",
)  # fmt: skip
"""Filters that give back no more than they get; `replace`, `center` or `format` can fill the memory."""

LONGEST_JOIN = 1_000_000

_WORDS: dict[type[nodes.Node], str] = {
    nodes.Call: "调用",
    nodes.Include: "引用文件",
    nodes.Import: "引用文件",
    nodes.FromImport: "引用文件",
    nodes.Extends: "引用文件",
    nodes.Macro: "宏",
    nodes.CallBlock: "宏",
    nodes.FilterBlock: "过滤器块",
    nodes.Pow: "乘方",
    nodes.Concat: "用 ~ 拼接",
    nodes.AssignBlock: "set 块",
    nodes.ScopedEvalContextModifier: "关闭转义",
}


def refusals(found: Iterable[nodes.Node]) -> Iterator[tuple[int, str]]:
    """Yield the line and the words of everything among the nodes of a parsed template that is not allowed."""
    for node in found:
        if type(node) in _PLAIN:
            continue
        word = _refused_part(node) if type(node) in NODES else _refused_kind(node)
        if word:
            yield node.lineno, word


def _refused_kind(node: nodes.Node) -> str:
    """Return what is wrong with a node that is not among the kinds that are always allowed."""
    if isinstance(node, nodes.Call):
        called = node.node
        if isinstance(called, nodes.Getattr) and called.attr in METHODS:
            return ""
        return f"调用“{called.name}()”" if isinstance(called, nodes.Name) else "调用"
    return _WORDS.get(type(node), "此种写法")


def _refused_part(node: nodes.Node) -> str:
    """Return what is wrong within a node of a kind that is allowed; empty where nothing is."""
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        return f"过滤器“{node.name}”"
    if isinstance(node, nodes.For) and node.recursive:
        return "递归的循环"
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        return f"取内部属性“{node.attr}”"
    if isinstance(node, nodes.Getitem):
        key = node.arg.value if isinstance(node.arg, nodes.Const) else ""
        return f"取内部属性“{key}”" if str(key).startswith("_") else ""
    if isinstance(node, nodes.List | nodes.Tuple) and getattr(node, "ctx", "load") == "load":
        return "" if all(isinstance(each, nodes.Const) for each in node.items) else "由名称组成的列表"
    return ""


def joined(value: Iterable[Any], d: str = "", attribute: str | None = None) -> str:
    """Return the parts in one text; a text joined with itself again and again would fill the memory."""
    if isinstance(value, str):
        raise TypeError("only lists are joined")
    parts = [str(getattr(each, attribute) if attribute else each) for each in value]
    if sum(map(len, parts)) + len(d) * len(parts) > LONGEST_JOIN:
        raise ValueError("the text would be too long")
    return d.join(parts)


def allowed_filters() -> dict[str, Any]:
    """Return the filters that a template may use."""
    return {name: filters.FILTERS[name] for name in FILTERS} | {"join": joined}
