"""Take a finished notice apart: no number and no sentence of it is without its cell."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import docx
import pytest
from openxml_audit import OpenXmlValidator

from rectify_xl.commands import import_, notice
from rectify_xl.commands.outcome import Request
from rectify_xl.documents.tracing import trace_reading
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import Ledger
from rectify_xl.notice.redaction.edition import redact
from rectify_xl.notice.trace.trace_record import PrintedSpan
from rectify_xl.notice.writing import slot_facts
from rectify_xl.system import resources
from rectify_xl.text.refs import column_number
from rectify_xl.workbook.file_host import FileBook
from tests.conftest import SEED_000, SEED_002

AS_OF = date(2025, 9, 26)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LABELS = ("整改情况：", "整改完成情况：")
HEADING_TWO = "巡察反馈意见整改进展情况"
EDITION = "（社会公开稿）"


class Made(NamedTuple):
    ledger: Ledger
    document: Path


@pytest.fixture(
    params=[(source, edition) for source in (SEED_000, SEED_002, "") for edition in ("standard", "as_published")],
    ids=lambda param: f"{param[0][:3] or 'sample'}-{param[1]}",
)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Made:
    """Return a notice that was imported and made again, in both editions; what keeps it from the public is waived.

    The ledger is the one that the edition is made from: for the public, with personal data covered.
    """
    seed, edition = request.param
    folder: Path = request.getfixturevalue("seeds") if seed else Path()
    source = folder / f"{seed}.txt" if seed else resources.path("samples", "示例通报.txt")
    book, target = tmp_path / "台账.xlsx", tmp_path / "通报.docx"
    import_.run(Request(AS_OF, source=str(source), options={"output": str(book)}))
    options = {"output": str(target), "audience": "public", "as_published": edition == "as_published"}
    said = notice.run(Request(AS_OF, FileBook(book), options=options))
    refused: Any = said.data["refused"]
    if refused:
        waived = tuple(f"{code}=试印" for code in {each["code"] for each in refused})
        said = notice.run(Request(AS_OF, FileBook(book), options={**options, "waive": waived}))
    assert said.status == 0
    raw = FileBook(book).read()
    found = reader.read_ledger(raw)
    return Made(found if edition == "as_published" else reader.read_ledger(redact(raw, found).book), target)


def characters(paragraph: Any) -> list[tuple[str, frozenset[str]]]:
    """Return each character of a paragraph with the bookmarks around it; some end in the next one."""
    opened: dict[str, str] = {}
    found: list[tuple[str, frozenset[str]]] = []
    for element in paragraph.iter():
        if element.tag == f"{W}bookmarkStart":
            opened[element.get(f"{W}id")] = element.get(f"{W}name")
        elif element.tag == f"{W}bookmarkEnd":
            opened.pop(element.get(f"{W}id"), None)
        elif element.tag == f"{W}t":
            found += [(each, frozenset(opened.values())) for each in element.text or ""]
    return found


def cell_text(book: Ledger, address: str) -> str:
    sheet, _, ref = address.partition("!")
    match = re.fullmatch(r"([A-Z]+)(\d+)", ref)
    assert match is not None
    header = {position: name for name, position in book.sheets[sheet].headers.items()}[column_number(match[1])]
    return next((row.text(header) for row in book.rows[sheet] if row.number == int(match[2])), "")


def numbers(text: str) -> set[int]:
    return {int(each) for each in re.findall(r"\d+", text)}


def explained(book: Ledger, place: PrintedSpan, run: str) -> bool:
    """Tell whether the cells of a place, read from the ledger, give the digits that are printed there."""
    counted = slot_facts.numbers(book, AS_OF)
    if place.name in counted:
        recomputed = str(counted[place.name].value) == place.text
        return recomputed and (not place.counted or place.name.endswith("率") or len(place.counted) == int(place.text))
    if place.name == "序号":
        return bool(place.cells)
    return any(int(run) in numbers(cell_text(book, address)) for address in place.cells if ":" not in address)


def test_every_number_stands_in_a_bookmark_whose_cells_give_it(made: Made) -> None:
    """Each run of digits is in a cell behind its innermost bookmark, or is counted again from the ledger."""
    places = {each.bookmark: each for each in trace_reading.read(made.document).places}
    seen, untraced = 0, []
    for paragraph in docx.Document(str(made.document)).element.body.iter(f"{W}p"):
        marked = characters(paragraph)
        text = "".join(each for each, _ in marked)
        for match in re.finditer(r"\d+", text):
            seen += 1
            around = frozenset.intersection(*(names for _, names in marked[match.start() : match.end()]))
            inner = sorted((places[name] for name in around), key=lambda place: len(place.text))
            if not any(explained(made.ledger, place, match.group()) for place in inner[:1]):
                untraced.append((text[max(match.start() - 8, 0) : match.end() + 8], inner[:1]))
    assert untraced == []
    assert seen > 50


def test_every_sentence_of_section_two_stands_in_a_bookmark(made: Made) -> None:
    """Between the headings of parts two and three, all but the two labels is traced, to a cell that holds the words."""
    places = {each.bookmark: each for each in trace_reading.read(made.document).places}
    within, untraced, sentences = False, [], 0
    for paragraph in docx.Document(str(made.document)).element.body.iter(f"{W}p"):
        marked = characters(paragraph)
        text = "".join(each for each, _ in marked)
        within = text.startswith("二、") or (within and not text.startswith("三、"))
        if not within:
            continue
        bare = "".join(each for each, names in marked if not names)
        if bare not in ("", *LABELS):
            untraced.append(bare)
        for name in dict.fromkeys(name for _, names in marked for name in names):
            place = places[name]
            assert place.cells
            sentences += place.kind == "sentence"
            if place.span:
                cell = cell_text(made.ledger, place.cells[0])
                assert cell[slice(*place.span)] == place.text
    assert untraced == []
    assert sentences > 30


def test_the_document_is_valid(made: Made) -> None:
    """openxml-audit finds nothing in a notice with bookmarks and its record."""
    assert list(OpenXmlValidator().validate(str(made.document)).errors) == []


def test_outside_section_two_only_words_of_the_program_are_untraced(made: Made) -> None:
    """What stands in no bookmark is the edition line or the heading of part two."""
    bare = {
        "".join(each for each, names in characters(paragraph) if not names)
        for paragraph in docx.Document(str(made.document)).element.body.iter(f"{W}p")
    }
    assert bare - {"", EDITION, *LABELS, f"二、{HEADING_TWO}"} == set()
