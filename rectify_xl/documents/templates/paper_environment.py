"""The jinja2 environment of every template that makes a paper.

An office may get its template by e-mail, so it runs in the sandbox, may do what the grammar `PAPER` lists, and stops
when it takes too many steps or gets too long.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from types import CodeType
from typing import Any

from jinja2 import Template, nodes
from jinja2.runtime import Context

from rectify_xl.documents.printable import printable
from rectify_xl.errors import PaperError
from rectify_xl.text.sandbox import Sandbox, nodes_of
from rectify_xl.text.sandbox_rules import PAPER, allowed_filters

MOST_STEPS = 1_000_000
MOST_SECONDS = 8
LONGEST_OUTPUT = 30_000_000
LONGEST_TEXT = 1_000_000
LARGEST_NUMBER = 10**15
"""Bounds of one rendering: rounds of all loops, their time, characters of a part, and what operators take and give."""

_ADVICE = "请改正模板，或换回原来的模板"


_COMPILED: dict[str, CodeType] = {}
"""Code of Word templates by their source: a command prints many letters from one, a button notice after notice."""

MOST_COMPILED = 64


class _BoundedTemplate(Template):
    """A template whose output cannot outgrow the memory."""

    def render(self, *args: Any, **values: Any) -> str:
        """Return the filled template; raises `PaperError` when it gets too long."""
        size = 0
        parts: list[str] = []
        for part in self.root_render_func(self.new_context(dict(*args, **values))):
            size += len(part)
            if size > LONGEST_OUTPUT:
                raise PaperError("模板印出的内容太长，已停止", "请检查模板里的循环")
            parts.append(part)
        return "".join(parts)


class PaperEnvironment(Sandbox):
    """The sandbox of a template; `adapt` may change each output of a parsed template, in the order of the text."""

    template_class = _BoundedTemplate
    remember = False
    """Whether compiled templates are kept for the next paper; not where `adapt` does something that is to be seen."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%"))

    def __init__(self, *, adapt: Callable[[nodes.Output], None] | None = None, **options: Any) -> None:
        filters = allowed_filters() | {"bounded": self._bounded}
        super().__init__(PAPER, filters, trim_blocks=True, lstrip_blocks=True, **options)
        self._adapt = adapt
        self._steps = MOST_STEPS
        self._until = 0.0

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        tree_nodes = nodes_of(tree)
        refused = self.refused(tree_nodes)
        if refused:
            raise PaperError(f"模板里有不允许的写法：{'、'.join(refused)}", _ADVICE)
        for node in tree_nodes:
            if isinstance(node, nodes.For):
                node.iter = nodes.Filter(node.iter, "bounded", [], [], None, None, lineno=node.lineno)
            elif isinstance(node, nodes.Output) and self._adapt:
                self._adapt(node)
        return tree

    def from_string(
        self,
        source: str | nodes.Template,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - jinja2's name
        template_class: type[Template] | None = None,
    ) -> Template:
        """Return a template; one that was compiled before in this process is not compiled again."""
        if not (self.remember and isinstance(source, str)):
            return super().from_string(source, globals, template_class)
        if source not in _COMPILED:
            if len(_COMPILED) >= MOST_COMPILED:
                _COMPILED.clear()
            _COMPILED[source] = self.compile(source)
        return self.template_class.from_code(self, _COMPILED[source], self.make_globals(globals))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Return the result of an operator: only `+` takes texts."""
        del context
        texts = isinstance(left, str) and isinstance(right, str)
        if operator == "+" and texts:
            if len(left) + len(right) > LONGEST_TEXT:
                raise ValueError("the text would be too long")
        elif not all(isinstance(side, int | float) and abs(side) < LARGEST_NUMBER for side in (left, right)):
            raise TypeError("numbers of a reasonable size only")
        return self.binop_table[operator](left, right)

    def _bounded(self, values: Iterable[Any]) -> Iterator[Any]:
        """Yield what a loop runs over, as long as there are steps left for all loops together."""
        for value in values:
            self._steps -= 1
            if self._steps % 64 == 0 and self._late():
                raise PaperError(f"模板算了{MOST_SECONDS}秒还没有完，已停止", "请检查模板里的循环和过滤器")
            if self._steps < 0:
                raise PaperError("模板里的循环次数太多，已停止", "请检查模板里的循环")
            yield value

    def _late(self) -> bool:
        """Tell whether the loops of this rendering have taken too long."""
        now = time.monotonic()
        self._until = self._until or now + MOST_SECONDS
        return now > self._until


def environment(
    *,
    autoescape: bool,
    finalize: Callable[[object], object] | None = None,
    adapt: Callable[[nodes.Output], None] | None = None,
) -> PaperEnvironment:
    """Return the environment of a template.

    `finalize` sees every value that is printed, `adapt` every parsed output before it is compiled.
    """
    return PaperEnvironment(autoescape=autoescape, finalize=finalize or printable, adapt=adapt)
