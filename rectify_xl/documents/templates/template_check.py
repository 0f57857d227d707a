"""Find every mistake in a template before it is used, each with the paragraph or table cell where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from jinja2 import TemplateError, nodes

from rectify_xl.documents.templates.template_blocks import TemplateBlock
from rectify_xl.documents.templates.template_rules import template_finding
from rectify_xl.ledger.records import Finding
from rectify_xl.papers.paper_fields import Field
from rectify_xl.text.sandbox import Sandbox
from rectify_xl.text.sandbox_rules import FULL_WIDTH, PAPER, refusals
from rectify_xl.text.similar import closest_name

_TAG = re.compile(r"\{\{(.{0,2000}?)\}\}|\{%(.{0,2000}?)%\}|\{#.{0,2000}?#\}", re.DOTALL)
"""A place, no longer than `package.LONGEST_TAG`: an opening without end is not looked for through the whole text."""
_LEFT = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_PREFIX = re.compile(r"[-+]?(p|tr|tc|r)\s")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_SANDBOX = Sandbox(PAPER, autoescape=True)
_KINDS = {"for": "for", "if": "if", "endfor": "for", "endif": "if", "else": "", "elif": ""}
_ALONE = {"p": "段", "tr": "行", "tc": "格"}
_SPECIAL = re.compile(r"(?:colspan|cellbg)\s+(.*)|(vm|hm)$", re.DOTALL)


class _Tag(NamedTuple):
    block: TemplateBlock
    source: str
    prefix: str
    inside: str
    statement: bool

    @property
    def word(self) -> str:
        return self.inside.split(maxsplit=1)[0] if self.inside else ""


class _Opened(NamedTuple):
    kind: str
    tag: _Tag
    names: dict[str, Field | None]


def check(blocks: Sequence[TemplateBlock], fields: Sequence[Field]) -> list[Finding]:
    """Return every mistake in a template that may use these fields; parts are judged one by one."""
    faults: list[Finding] = []
    for part in dict.fromkeys(block.part for block in blocks):
        mine = [block for block in blocks if block.part == part]
        tags: list[_Tag] = []
        for block in mine:
            faults += _brackets(block)
            tags += _tags(block)
        faults += _alone(mine, tags)
        faults += _Walk(fields).walk(tags)
    return faults


def _tags(block: TemplateBlock) -> Iterator[_Tag]:
    for match in _TAG.finditer(block.text):
        inside = match[1] if match[1] is not None else match[2]
        if inside is None:
            continue
        prefix = _PREFIX.match(inside)
        bare = inside[prefix.end() :] if prefix else inside
        bare = bare.strip().strip("-+").strip().translate(_QUOTES)
        yield _Tag(block, match.group(), prefix[1] if prefix else "", bare, match[2] is not None)


def _brackets(block: TemplateBlock) -> Iterator[Finding]:
    """Yield brackets without their other half, and those of a Chinese keyboard."""
    if FULL_WIDTH.search(block.text):
        message = "占位的括号是全角的。"
        yield template_finding("TP101", block.place, message, "请改用英文输入法的半角括号，如 {{ 名称 }}。")
    outside = _TAG.sub("", block.text)
    for left in _LEFT.finditer(outside):
        rest = outside[left.start() :][:20]
        if left.group() in ("{{", "{%", "{#"):
            close = {"{{": "}}", "{%": "%}", "{#": "#}"}[left.group()]
            yield template_finding(
                "TP102", block.place, f"“{rest}”少了右括号 {close}。", f"请补上 {close}；占位不能跨段。"
            )
        else:
            yield template_finding(
                "TP102", block.place, f"多出了右括号 {left.group()}。", "请补上左括号，或删去右括号。"
            )


def _alone(blocks: Iterable[TemplateBlock], tags: Sequence[_Tag]) -> Iterator[Finding]:
    """Yield statements for whole paragraphs, rows or cells that share them with something that would vanish."""
    texts: dict[tuple[str, str], str] = {}
    for number, block in enumerate(blocks):
        for prefix, key in (("p", f"{number}"), ("tr", block.row), ("tc", block.cell)):
            texts[prefix, key] = texts.get((prefix, key), "") + block.text
    numbers = {id(block): number for number, block in enumerate(blocks)}
    seen: dict[tuple[str, str], _Tag] = {}
    for tag in tags:
        if tag.prefix not in _ALONE:
            continue
        if tag.prefix != "p" and not tag.block.row:
            message = f"{tag.source} 只能用在表格里。"
            yield template_finding("TP103", tag.block.place, message, "请改为 {%p … %}，或移进表格。")
            continue
        key = {"p": str(numbers[id(tag.block)]), "tr": tag.block.row, "tc": tag.block.cell}[tag.prefix]
        unit = _ALONE[tag.prefix]
        if (tag.prefix, key) in seen:
            message = f"同一{unit}里有两个 {{%{tag.prefix} … %}}。"
            yield template_finding(
                "TP104", tag.block.place, message, f"请让每个 {{%{tag.prefix} … %}} 单独占一{unit}。"
            )
        elif texts[tag.prefix, key].replace(tag.source, "").strip():
            message = f"{tag.source} 所在的整{unit}都会被去掉，同一{unit}的其他内容印不出来。"
            yield template_finding("TP104", tag.block.place, message, f"请把 {tag.source} 单独放在一{unit}里。")
        seen[tag.prefix, key] = tag


class _Walk:
    """One part of a template, tag by tag: what is open, and which names are known there."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._names: dict[str, Field | None] = {field.name: field for field in fields}
        self._open: list[_Opened] = []
        self._found: list[Finding] = []

    def walk(self, tags: Sequence[_Tag]) -> list[Finding]:
        """Return the mistakes in these tags."""
        for tag in tags:
            if tag.statement:
                self._statement(tag)
            else:
                self._expression(tag, tag.inside)
        for opened in self._open:
            close = f"{{%{opened.tag.prefix} end{opened.kind} %}}"
            self._note("TP105", opened.tag, f"{opened.tag.source} 没有对应的 end{opened.kind}。", f"请补上 {close}。")
        return self._found

    def _statement(self, tag: _Tag) -> None:
        word = tag.word
        special = _SPECIAL.fullmatch(tag.inside)
        if special:
            if special[1]:
                self._expression(tag, special[1])
        elif word in ("endfor", "endif"):
            self._close(tag, _KINDS[word])
        elif word in ("else", "elif"):
            if not self._open:
                self._note("TP106", tag, f"{tag.source} 前面没有 if 或 for。", "请补上 if，或删去它。")
            elif word == "elif":
                self._expression(tag, tag.inside.removeprefix("elif"))
        elif word == "if":
            self._open.append(_Opened("if", tag, {}))
            self._expression(tag, tag.inside.removeprefix("if"))
        elif word == "for":
            self._for(tag)
        else:
            self._other(tag)

    def _close(self, tag: _Tag, kind: str) -> None:
        if not any(opened.kind == kind for opened in self._open):
            self._note("TP106", tag, f"{tag.source} 前面没有 {kind}。", f"请补上 {kind}，或删去它。")
            return
        while self._open[-1].kind != kind:
            inner = self._open.pop()
            message = f"{inner.tag.source} 还没有 end{inner.kind}，{tag.block.place}就先结束了外层的 {kind}。"
            self._note("TP105", inner.tag, message, f"请在{tag.block.place}之前补上 end{inner.kind}。")
        self._judge_pair(self._open.pop().tag, tag)

    def _judge_pair(self, first: _Tag, last: _Tag) -> None:
        """Judge whether what is repeated or left out between two tags is whole paragraphs, rows or cells."""
        there = f"（{first.block.place}）"
        if first.prefix != last.prefix:
            message = f"与它成对的是 {first.source}{there}，两处写法不一致。"
            self._note("TP107", last, message, f"请两处都写成 {{%{first.prefix} … %}}，或都不写字母。")
            return
        level = {"tr": "table", "tc": "row"}.get(first.prefix, "cell")
        if getattr(first.block, level) != getattr(last.block, level):
            whole = {"table": "同一张表格", "row": "同一行", "cell": "同一格，或都在表格外"}[level]
            message = f"与它成对的是 {first.source}{there}，跨出了表格的范围。"
            advice = f"两处须在{whole}；要按行循环，请用 {{%tr for … %}} 和 {{%tr endfor %}} 各占一行。"
            self._note("TP107", last, message, advice)

    def _for(self, tag: _Tag) -> None:
        loop = self._parsed(tag, f"{{% {tag.inside} %}}{{% endfor %}}", nodes.For)
        opened = _Opened("for", tag, {"loop": None})
        if isinstance(loop, nodes.For):
            self._judge(tag, [loop.iter, *([loop.test] if loop.test and not _mentions(loop) else [])], loop)
            opened.names.update(self._targets(tag, loop))
        self._open.append(opened)

    def _targets(self, tag: _Tag, loop: nodes.For) -> dict[str, Field | None]:
        """Return the names that a loop gives, with what they stand for."""
        rows = self._field(loop.iter)
        if isinstance(loop.target, nodes.Name):
            return {loop.target.name: rows._replace(shape="group") if rows and rows.shape == "rows" else None}
        names = [node.name for node in loop.target.find_all(nodes.Name)]
        if rows and rows.unpacked and len(names) != len(rows.parts):
            listed = "、".join(part.name for part in rows.parts)
            message = f"“{rows.name}”每项有{len(rows.parts)}个内容，这里写了{len(names)}个名称。"
            self._note("TP108", tag, message, f"请写成 for {listed.replace('、', ', ')} in {rows.name}。")
        known = rows.parts if rows and rows.unpacked else ()
        return dict(zip(names, (*known, *([None] * len(names))), strict=False))

    def _other(self, tag: _Tag) -> None:
        if tag.word == "set":
            node = self._parsed(tag, f"{{% {tag.inside} %}}", nodes.Assign)
            if isinstance(node, nodes.Assign):
                self._judge(tag, [node.node], node)
                names = {target.name: None for target in node.target.find_all(nodes.Name)} or {_name(node.target): None}
                (self._open[-1].names if self._open else self._names).update(names)
            return
        message = f"不允许或不认识的写法：{tag.source}"
        self._note("TP109", tag, f"{message}。", "模板里只能用 for、if、elif、else、set 和 {{ 名称 }}。")

    def _expression(self, tag: _Tag, text: str) -> None:
        output = self._parsed(tag, f"{{{{ {text} }}}}", nodes.Output)
        if isinstance(output, nodes.Output):
            self._judge(tag, output.nodes, output)

    def _parsed(self, tag: _Tag, source: str, kind: type[nodes.Node]) -> nodes.Node | None:
        try:
            node = _SANDBOX.parse(source).find(kind)
        except (TemplateError, RecursionError, ValueError):
            node = None
        if node is None:
            message = f"{tag.source} 的写法有错。"
            self._note(
                "TP110", tag, message, "占位写成 {{ 名称 }}，名称中间不能有空格；循环写成 {% for 项 in 名称 %}。"
            )
        return node

    def _judge(self, tag: _Tag, expressions: Iterable[nodes.Node], whole: nodes.Node) -> None:
        """Judge what an expression does and what it names."""
        for word in refusals([whole, *whole.find_all(nodes.Node)], PAPER):
            self._note("TP109", tag, f"不允许的写法：{word}。", "模板里只能取用名称、比较、选择和循环。")
        for expression in expressions:
            for node in (expression, *expression.find_all(nodes.Node)):
                if isinstance(node, nodes.Name) and node.ctx == "load":
                    self._judge_name(tag, node.name, self._scope())
                parent = self._field(node.node) if isinstance(node, nodes.Getattr) else None
                if isinstance(node, nodes.Getattr) and parent and parent.parts:
                    self._judge_name(tag, node.attr, [part.name for part in parent.parts], parent.name)

    def _judge_name(self, tag: _Tag, name: str, known: Iterable[str], of: str = "") -> None:
        listed = list(known)
        if name in listed:
            return
        near = closest_name(name, listed, 0.4)
        advice = f"是否应为“{near}”？" if near else ""
        whose = f"“{of}”里" if of else ""
        message = f"{whose}没有名为“{name}”的内容。"
        self._note(
            "TP111",
            tag,
            message,
            f"{advice}可用的名称：{'、'.join(candidate for candidate in listed if candidate != 'loop')}。",
        )

    def _scope(self) -> dict[str, Field | None]:
        names = dict(self._names)
        for opened in self._open:
            names |= opened.names
        return names

    def _field(self, node: nodes.Node) -> Field | None:
        """Return the field that an expression names, where it is known."""
        if isinstance(node, nodes.Name):
            return self._scope().get(node.name)
        if isinstance(node, nodes.Getattr) and (parent := self._field(node.node)):
            return next((part for part in parent.parts if part.name == node.attr), None)
        return self._field(node.node) if isinstance(node, nodes.Filter) and node.node else None

    def _note(self, code: str, tag: _Tag, message: str, fix: str) -> None:
        fault = template_finding(code, tag.block.place, message, fix)
        if fault not in self._found:
            self._found.append(fault)


def _mentions(loop: nodes.For) -> bool:
    """Tell whether the condition of a loop names what the loop gives; then it is judged as it runs."""
    given = {node.name for node in (loop.target, *loop.target.find_all(nodes.Name)) if isinstance(node, nodes.Name)}
    return loop.test is not None and any(
        node.name in given for node in (loop.test, *loop.test.find_all(nodes.Name)) if isinstance(node, nodes.Name)
    )


def _name(node: nodes.Node) -> str:
    return node.name if isinstance(node, nodes.Name) else ""
