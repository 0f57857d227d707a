"""What text with places in it may do: the grammars of templates (`PAPER`) and of cells (`CELL`), judged before it runs.

Nothing that is allowed can make a value much larger than it was: what doubles a text or a list once can do so forty
times in a template of a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from jinja2 import Environment, filters, nodes, pass_environment

FULL_WIDTH = re.compile(r"｛\s*[｛{%％]|\{\s*[｛％]|[｝}%％]\s*｝|[｝％]\s*\}")
"""Brackets of a place, typed with a Chinese keyboard."""


class Grammar(NamedTuple):
    """What may be written: the kinds of nodes, and those of them whose parts are judged by `part`.

    `words` names what is not allowed.
    """

    nodes: frozenset[type[nodes.Node]]
    words: Mapping[type[nodes.Node], str]
    judged: frozenset[type[nodes.Node]] = frozenset()
    part: Callable[[nodes.Node], str] = lambda _node: ""


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
_JUDGED = frozenset({nodes.Call, nodes.Filter, nodes.For, nodes.Getattr, nodes.Getitem, nodes.List, nodes.Tuple})
METHODS = ("cycle", "startswith", "endswith", "strip")
"""What may be called: `loop.cycle`, and methods of texts that do not make them longer."""

FILTERS = (
    "abs", "count", "d", "default", "e", "escape", "first", "groupby", "int", "join", "last", "length", "list", "lower",
    "max", "min", "rejectattr", "reverse", "round", "selectattr", "sort", "string", "sum", "trim", "truncate", "unique",
    "upper",
)  # fmt: skip
"""Filters that give back no more than they get; `replace`, `center` or `format` can fill the memory."""

LONGEST_JOIN = 1_000_000
MOST_PLACES = 15
MOST_DIGITS = 300

_WORDS: dict[type[nodes.Node], str] = {
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


def refusals(tree_nodes: Iterable[nodes.Node], grammar: Grammar) -> Iterator[str]:
    """Yield the words of everything among the nodes of a parsed text that its grammar does not allow."""
    for node in tree_nodes:
        if type(node) in grammar.nodes:
            continue
        word = grammar.part(node) if type(node) in grammar.judged else grammar.words.get(type(node), "此种写法")
        if word:
            yield word


def _refused_call(node: nodes.Call) -> str:
    called = node.node
    if isinstance(called, nodes.Getattr) and called.attr in METHODS:
        return ""
    return f"调用“{called.name}()”" if isinstance(called, nodes.Name) else "调用"


def _refused_part(node: nodes.Node) -> str:
    """Return what is wrong within a node of a kind that may be allowed; empty where nothing is."""
    if isinstance(node, nodes.Call):
        return _refused_call(node)
    if isinstance(node, nodes.Filter):
        return _refused_filter(node)
    if isinstance(node, nodes.For) and node.recursive:
        return "递归的循环"
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        return f"取内部属性“{node.attr}”"
    if isinstance(node, nodes.Getitem):
        key = node.arg.value if isinstance(node.arg, nodes.Const) else ""
        return f"取内部属性“{key}”" if str(key).startswith("_") else ""
    if isinstance(node, nodes.List | nodes.Tuple) and getattr(node, "ctx", "load") == "load":
        return "" if all(isinstance(item, nodes.Const) for item in node.items) else "由名称组成的列表"
    return ""


def _refused_filter(node: nodes.Filter) -> str:
    """Return what is wrong with a filter and what it is given; inner attributes are named in texts, too."""
    if node.name not in FILTERS:
        return f"过滤器“{node.name}”"
    given = [*(node.args or ()), *(keyword.value for keyword in node.kwargs or ())]
    for argument in given:
        if node.name in ("round", "truncate") and not isinstance(argument, nodes.Const):
            return f"过滤器“{node.name}”里不是数字或文字的参数"
        if isinstance(argument, nodes.Const) and any(part.startswith("_") for part in str(argument.value).split(".")):
            return f"取内部属性“{argument.value}”"
        if node.name == "round" and isinstance(argument, nodes.Const) and _many_places(argument.value):
            return f"取整到{argument.value}位"
    return "过滤器里成串的参数" if node.dyn_args or node.dyn_kwargs else ""


def _many_places(value: object) -> bool:
    return isinstance(value, int) and abs(value) > MOST_PLACES


@pass_environment
def joined(environment: Environment, value: Iterable[Any], d: str = "", attribute: str | int | None = None) -> str:
    """Return the parts in one text; a text joined with itself again and again would fill the memory."""
    if isinstance(value, str):
        raise TypeError("only lists are joined")
    part = filters.make_attrgetter(environment, attribute) if attribute is not None else None
    parts = [str(part(item) if part else item) for item in value]
    if sum(map(len, parts)) + len(str(d)) * len(parts) > LONGEST_JOIN:
        raise ValueError("the text would be too long")
    return str(d).join(parts)


def rounded(value: float, precision: int = 0, method: Literal["common", "ceil", "floor"] = "common") -> float:
    """Return a rounded number; more than 15 places would be computed for hours."""
    if not isinstance(value, int | float) or not isinstance(precision, int) or abs(precision) > MOST_PLACES:
        raise ValueError("numbers with a few places only")
    return filters.do_round(value, precision, method)


def shortened(value: str, length: int = 255, killwords: bool = False, end: str = "…", leeway: int = 0) -> str:  # noqa: FBT001, FBT002 - jinja2's signature
    """Return the beginning of a text; raises `ValueError` for lengths that are none."""
    text, mark = str(value), str(end)
    if not isinstance(length, int) or not isinstance(leeway, int) or length < len(mark) or leeway < 0:
        raise ValueError("no length of a text")
    if len(text) <= length + leeway:
        return text
    cut = text[: length - len(mark)]
    return (cut if killwords else cut.rsplit(" ", 1)[0]) + mark


def whole(value: object, default: int = 0, base: int = 10) -> int:
    """Return a whole number; from texts of more than `MOST_DIGITS` none is made."""
    if isinstance(value, str) and len(value) > MOST_DIGITS:
        return default
    return filters.do_int(value, default, base)


def allowed_filters() -> dict[str, Any]:
    """Return the filters that a template may use, with bounds where jinja2 sets none."""
    bounded = {"join": joined, "round": rounded, "truncate": shortened, "int": whole}
    return {name: filters.FILTERS[name] for name in FILTERS} | bounded


PAPER = Grammar(frozenset(NODES) - _JUDGED, _WORDS, _JUDGED, _refused_part)
"""What the template of a paper may do."""
CELL = Grammar(
    frozenset(
        {
            nodes.Template,
            nodes.Output,
            nodes.TemplateData,
            nodes.Name,
            nodes.Const,
            nodes.If,
            nodes.CondExpr,
            nodes.Compare,
            nodes.Operand,
            nodes.And,
            nodes.Or,
            nodes.Not,
            nodes.Add,
            nodes.Sub,
        }
    ),
    {
        nodes.For: "循环",
        nodes.Call: "调用",
        nodes.Getattr: "取属性",
        nodes.Getitem: "取下标",
        nodes.Filter: "过滤器",
        nodes.Include: "引用文件",
        nodes.Import: "引用文件",
        nodes.FromImport: "引用文件",
        nodes.Extends: "引用文件",
        nodes.Mul: "乘法",
        nodes.Pow: "乘方",
    },
)
"""What a slot in a cell of 通报文稿 may do."""
