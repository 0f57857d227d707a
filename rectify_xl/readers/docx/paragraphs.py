"""The paragraphs of a Word document, as Word shows them: tables included, with automatic numbers written out.

What Word hides is left out, and told; what it shows and cannot be read here is told as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

from rectify_xl.errors import NoticeError
from rectify_xl.readers.docx import equations, symbol_fonts, word_fields, word_tables
from rectify_xl.readers.docx.automatic_numbers import Numbering
from rectify_xl.readers.docx.word_package import M, R, Relation, W, WordPackage, on
from rectify_xl.readers.docx.word_styles import WordStyles
from rectify_xl.readers.table_cells import CellPlace
from rectify_xl.system import limits

MOST_CHUNKS = 20
"""Files that are embedded in a document and read in their places."""

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHOICE, _FALLBACK = (_ALTERNATE.replace("AlternateContent", name) for name in ("Choice", "Fallback"))
_UNDERSTOOD = (
    "http://schemas.microsoft.com/office/",
    "http://schemas.openxmlformats.org/",
    "urn:schemas-microsoft-com",
)
_VML = "{urn:schemas-microsoft-com:vml}"
_CHUNK, _BOX, _RUN = f"{W}altChunk", f"{W}txbxContent", f"{W}r"
_EQUATIONS = frozenset((f"{M}oMath", f"{M}oMathPara"))
_REMOVED = frozenset((f"{W}del", f"{W}moveFrom"))
_PROPERTIES = frozenset(
    f"{W}{name}"
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr", "customXmlPr",
        "smartTagPr", "rubyPr", "delText", "delInstrText",
    )
)  # fmt: skip
_UNSHOWN = _REMOVED | _PROPERTIES
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_TEXT = {f"{W}{name}": sign for name, sign in _SIGNS.items()}
_NOTES = {f"{W}footnoteReference": "脚注", f"{W}endnoteReference": "尾注"}
_ELSEWHERE = {
    f"{W}object": "嵌入的对象",
    f"{W}subDoc": "子文档",
    f"{W}contentPart": "墨迹",
    **{
        f"{W}{name}": "自动日期" for name in ("dayShort", "monthShort", "yearShort", "dayLong", "monthLong", "yearLong")
    },
}
_PICTURES = {"chart": "图表", "chartex": "图表", "diagram": "SmartArt图形"}
_END = object()


class UnshownPiece(NamedTuple):
    """Something of a paragraph that is not in its text; see `Unshown`."""

    kind: Literal["hidden", "unread"]
    what: str
    text: str = ""


class ParagraphText(NamedTuple):
    """The text of a paragraph, what else is told of it, and the cell in which it stands."""

    text: str
    remarks: tuple[UnshownPiece, ...] = ()
    cell: CellPlace | None = None


ReadChunk = Callable[[bytes], list[ParagraphText] | None]


def paragraphs(data: bytes, name: str, chunk: ReadChunk) -> list[ParagraphText]:
    """Return the paragraphs of the document `data`, which is called `name`, in order; a table gives its cells by rows.

    `chunk` reads a file that is embedded in the text, None where it cannot. Raises `NoticeError` when the document is
    damaged or too large.
    """
    return _Reader(WordPackage(data, name), chunk).read()


class _Flow(NamedTuple):
    """Pieces of a paragraph, in order."""

    parts: list[str]
    hidden: list[str]
    remarks: list[UnshownPiece]
    boxes: list[Any]


class _Reader:
    """Reads one document."""

    def __init__(self, package: WordPackage, chunk: ReadChunk) -> None:
        self._package = package
        self._chunk = chunk
        self._chunks = 0
        self._relations: dict[str, Relation] = package.relations(package.main)
        self._looks = WordStyles(self._other("styles"))
        self._numbering = Numbering(self._other("numbering"), self._looks)
        self._notes: dict[str, Any] = {}
        self._carried = ""
        self._waiting: list[ParagraphText] = []
        self._cells: dict[Any, CellPlace] = {}

    def read(self) -> list[ParagraphText]:
        """Return all paragraphs, and at the end what the document has besides them."""
        root = self._package.xml(self._package.main)
        body = root.find(f"{W}body")
        if body is None:
            raise self._package.damaged(f"“{self._package.main}”里没有正文")
        self._cells = word_tables.cells(body)
        pieces = list(self._bounded(self._pieces(body)))
        if remarks := [*self._margins(), *self._comments()]:
            pieces.append(ParagraphText("", tuple(remarks)))
        return pieces

    def _bounded(self, pieces: Iterator[ParagraphText]) -> Iterator[ParagraphText]:
        """Yield pieces as long as they may be a notice; raises `NoticeError` beyond that."""
        characters = 0
        for number, piece in enumerate(pieces, 1):
            characters += len(piece.text)
            if number > limits.SOURCE_LINES or characters > limits.SOURCE_CHARACTERS:
                raise NoticeError(
                    f"“{self._package.name}”超过{limits.SOURCE_LINES}段或{limits.SOURCE_CHARACTERS}字，不像一份通报，"
                    "已停止读取",
                    "请确认选对了文件；确是通报的，请把正文复制到新文件后再导入",
                )
            yield piece

    def _other(self, kind: str) -> Any:
        """Return another part of the document by the kind of the relation that leads to it."""
        for relation in self._relations.values():
            if relation.kind == kind and not relation.external and relation.target in self._package:
                return self._package.xml(relation.target)
        return None

    def _pieces(self, parent: Any) -> Iterator[ParagraphText]:
        outer, self._carried = self._carried, ""
        for block in _blocks(parent):
            if block is _END:
                yield from self._rest()
            elif block.tag == _CHUNK:
                yield from self._rest()
                yield from self._embedded(block)
            elif block.tag in _EQUATIONS:
                yield ParagraphText(equations.linear(block))
            else:
                place = self._cells.get(block)
                for piece in self._paragraph(block):
                    yield piece._replace(cell=place) if place else piece
        yield from self._rest()
        self._carried = outer

    def _rest(self) -> Iterator[ParagraphText]:
        """Yield what waits for a paragraph that does not come: the mark of the last one was deleted or hidden."""
        if self._carried or self._waiting:
            text, waiting = self._carried, self._waiting
            self._carried, self._waiting = "", []
            yield ParagraphText(text)
            yield from waiting

    def _paragraph(self, paragraph: Any) -> Iterator[ParagraphText]:
        properties = paragraph.find(f"{W}pPr")
        flow = self._flow(paragraph, properties)
        text = "".join(flow.parts)
        if flow.hidden:
            flow.remarks.append(UnshownPiece("hidden", "隐藏文字", "".join(flow.hidden).strip()))
        remarks = tuple(remark for remark in flow.remarks if remark.text.strip() or remark.kind == "unread")
        boxes = [piece for box in flow.boxes for piece in self._box(box)]
        mark = properties.find(f"{W}rPr") if properties is not None else None
        removed = mark is not None and any(mark.find(tag) is not None for tag in _REMOVED)
        unseen = mark is not None and self._looks.hidden(mark, properties)
        if removed or (unseen and not text.strip() and not self._carried):
            number = ""
        else:
            number = self._numbering.number(properties)
        whole = self._carried + text if self._carried and unseen else number + self._carried + text
        if removed or unseen:
            self._carried = whole if whole.strip() else ""
            self._waiting += [ParagraphText("", remarks), *boxes] if remarks else boxes
            return
        waiting, self._carried, self._waiting = self._waiting, "", []
        yield ParagraphText(whole if text.strip() or len(whole) > len(number + text) else text, remarks)
        yield from waiting
        yield from boxes

    def _box(self, box: Any) -> list[ParagraphText]:
        if isinstance(box, str):
            return [ParagraphText(box)]
        kept, self._waiting = self._waiting, []
        pieces = list(self._pieces(box))
        self._waiting = kept
        return pieces

    def _flow(self, paragraph: Any, properties: Any) -> _Flow:
        """Return the shown text of a paragraph: inserted text counts, deleted text and field codes do not."""
        flow = _Flow([], [], [], [])
        codes = word_fields.Codes(flow.parts)
        table = self._looks.hides_table(paragraph)
        first = iter((paragraph,) if paragraph.tag == _RUN else paragraph)
        stack: list[tuple[Iterator[Any], bool, str]] = [(first, False, "")]
        while stack:
            inside, hidden, font = stack[-1]
            child = next(inside, None)
            if child is None:
                stack.pop()
                continue
            tag = child.tag
            if tag == _RUN:
                own = child.find(f"{W}rPr")
                stack.append((iter(child), self._looks.hidden(own, properties, table=table), self._looks.font(own)))
            elif tag == f"{W}t" or tag in _TEXT:
                text = _TEXT[tag] if tag in _TEXT else self._plain(child.text or "", font, flow)
                (flow.hidden if hidden else flow.parts).append(text)
            elif tag == f"{W}instrText":
                codes.add(child.text or "")
            elif tag == f"{W}fldChar":
                flow.remarks.extend(UnshownPiece("unread", "域", text) for text in codes.mark(child))
            elif not self._special(child, flow, hidden=hidden):
                branch = _branch(child)
                if branch is not None:
                    stack.append((iter(branch), hidden, font))
        codes.close()
        return flow

    def _plain(self, text: str, font: str, flow: _Flow) -> str:
        """Return a text, with the pictures of symbol fonts as characters."""
        readable, unknown = symbol_fonts.text(font, text)
        if unknown:
            flow.remarks.append(
                UnshownPiece("unread", f"{font or '自造'}字体的符号", "、".join(f"{ord(char):04X}" for char in unknown))
            )
        return readable

    def _special(self, child: Any, flow: _Flow, *, hidden: bool) -> bool:
        """Take in what is no run of text; False where only what is inside counts."""
        tag = child.tag
        if tag in _EQUATIONS:
            unseen = hidden or any(on(mark) for mark in child.iter(f"{W}vanish"))
            (flow.hidden if unseen else flow.parts).append(equations.linear(child))
        elif tag == f"{W}sym":
            font, place = child.get(f"{W}font", ""), child.get(f"{W}char", "")
            readable = symbol_fonts.read(font, place)
            (flow.hidden if hidden else flow.parts).append(readable or symbol_fonts.UNKNOWN)
            if not readable:
                flow.remarks.append(UnshownPiece("unread", f"{font}字体的符号", place[:10]))
        elif tag == _BOX and hidden:
            flow.hidden.append(_whole_text(child))
        elif tag == _BOX:
            flow.boxes.append(child)
        elif _concealed(child):
            flow.remarks.append(UnshownPiece("hidden", "隐藏的图形中的文字", _whole_text(child)))
        else:
            remark = self._mentioned(child)
            flow.remarks.extend(remark)
            if tag == f"{_VML}textpath" and child.get("string", "").strip():
                flow.boxes.append(child.get("string"))
            return bool(remark) and tag != f"{W}object"
        return True

    def _mentioned(self, child: Any) -> list[UnshownPiece]:
        """Return what is shown in a place and held elsewhere, or nowhere."""
        tag = child.tag
        if tag in _NOTES:
            return [UnshownPiece("unread", _NOTES[tag], self._note(tag, child.get(f"{W}id", "")))]
        if tag in _ELSEWHERE:
            return [UnshownPiece("unread", _ELSEWHERE[tag])]
        kind = child.get("uri", "").rpartition("/")[2] if tag.endswith("}graphicData") else ""
        return [UnshownPiece("unread", _PICTURES[kind])] if kind in _PICTURES else []

    def _note(self, tag: str, key: str) -> str:
        """Return the text of a footnote or endnote."""
        kind = tag.removeprefix(W).removesuffix("Reference")
        if kind not in self._notes:
            try:
                root = self._other(f"{kind}s")
            except NoticeError:
                root = None  # the mark is told as unread in any case
            notes = root.iterchildren(f"{W}{kind}") if root is not None else ()
            self._notes[kind] = {note.get(f"{W}id", ""): note for note in notes}
        return _whole_text(self._notes[kind][key]) if key in self._notes[kind] else ""

    def _embedded(self, chunk: Any) -> Iterator[ParagraphText]:
        """Yield the paragraphs of an embedded file (altChunk), or that it could not be read."""
        target = self._relations.get(chunk.get(f"{R}id", ""))
        self._chunks += 1
        pieces = None
        if target and not target.external and target.target in self._package and self._chunks <= MOST_CHUNKS:
            pieces = self._chunk(self._package.read(target.target))
        if pieces is None:
            where = f"（{target.target.rpartition('/')[2][:40]}）" if target else ""
            yield ParagraphText("", (UnshownPiece("unread", f"嵌入的文件{where}"),))
        else:
            yield from pieces

    def _margins(self) -> Iterator[UnshownPiece]:
        """Yield what headers and footers say besides page numbers."""
        seen: set[str] = set()
        for kind, name in (("header", "页眉"), ("footer", "页脚")):
            for relation in self._relations.values():
                if relation.kind == kind and not relation.external and relation.target in self._package:
                    try:
                        text = _whole_text(self._package.xml(relation.target))
                    except NoticeError:
                        yield UnshownPiece("unread", f"{name}（已损坏）")
                        continue
                    if text not in seen and re.sub(r"[\d\s\W_第页共]", "", text):
                        seen.add(text)
                        yield UnshownPiece("unread", name, text)

    def _comments(self) -> Iterator[UnshownPiece]:
        try:
            root = self._other("comments")
        except NoticeError:
            yield UnshownPiece("unread", "批注（已损坏）")
            return
        texts = [_whole_text(comment) for comment in root.iterchildren(f"{W}comment")] if root is not None else []
        if any(texts):
            yield UnshownPiece("unread", f"批注{len(texts)}条", "；".join(text for text in texts if text))


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs below an element, embedded files, and `_END` after each cell; deleted ones are left out.

    A run that stands in no paragraph is taken for one: damaged files have such.
    """
    stack: list[tuple[Iterator[Any], bool]] = [(iter(parent), False)]
    while stack:
        child = next(stack[-1][0], None)
        if child is None:
            if stack.pop()[1]:
                yield _END
        elif child.tag in (f"{W}p", _CHUNK, _RUN) or child.tag in _EQUATIONS:
            yield child
        elif not _deleted(child) and (branch := _branch(child)) is not None:
            stack.append((iter(branch), child.tag == f"{W}tc"))


def _deleted(element: Any) -> bool:
    """Tell whether a row or cell of a table was deleted with its change tracked."""
    if element.tag == f"{W}tr":
        return any(element.find(f"{W}trPr/{tag}") is not None for tag in _REMOVED)
    return element.tag == f"{W}tc" and element.find(f"{W}tcPr/{W}cellDel") is not None


def _branch(element: Any) -> Any:
    """Return whose children are shown in the place of an element; None where nothing is."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _UNSHOWN:
        return None
    if tag == f"{W}ruby":
        return element.find(f"{W}rubyBase")
    if tag != _ALTERNATE:
        return element
    for choice in element.iterchildren(_CHOICE):
        spaces = (choice.nsmap.get(prefix, "") for prefix in choice.get("Requires", "").split())
        if all(space.startswith(_UNDERSTOOD) for space in spaces):
            return choice
    return element.find(_FALLBACK)


def _concealed(element: Any) -> bool:
    """Tell whether a shape is hidden in the selection pane or by its style."""
    tag = element.tag
    if tag.startswith(_VML):
        return "visibility:hidden" in element.get("style", "").replace(" ", "").lower()
    if tag.endswith(("}inline", "}anchor")):
        named = next((child for child in element if isinstance(child.tag, str) and child.tag.endswith("}docPr")), None)
        return named is not None and named.get("hidden", "0") in ("1", "true", "on")
    return False


def _whole_text(element: Any) -> str:
    """Return the text below an element in one line, what was deleted left out."""
    parts: list[str] = []
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag in _TEXT or child.tag == f"{W}p":
            parts.append(" ")
            stack.append(iter(child))
        elif (branch := _branch(child)) is not None:
            stack.append(iter(branch))
    return " ".join("".join(parts).split())
