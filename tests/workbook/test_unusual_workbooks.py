"""One ledger, written in the many ways that office programs and export tools have: each reads like the plain one."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from rectify_xl.doors import cli
from rectify_xl.errors import BookError
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook import file_host
from rectify_xl.workbook.file_host import FileBook
from tests.workbook import office

Parts = dict[str, bytes]
PROBLEMS = (
    ("P001", "方面 甲", "一是 <没有> 记录 & 台账"),
    ("P002", "方面乙", "第一行\n第二行"),
    ("P003", "", "0012"),
)
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = b"http://purl.oclc.org/ooxml/officeDocument/relationships"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """Return the parts of a ledger with three problems, their dates and a number of days."""
    path = tmp_path_factory.mktemp("plain") / "台账.xlsx"
    writes = [
        CellWrite(row, column, value)
        for row, cells in enumerate(PROBLEMS, 2)
        for column, value in zip((1, 2, 5), cells, strict=True)
        if value
    ]
    days = [CellWrite(row, 11, date(2026, 6, row)) for row in (2, 3, 4)]
    file_host.create(resources.path("workbook_template.xlsx"), path, (SheetChanges("问题台账", (*writes, *days)),))
    return office.parts(path)


def packed(content: Parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in content.items():
            made.writestr(name, data)
    return target.getvalue()


def read(folder: Path, data: bytes) -> Mapping[str, list[list[Raw]]]:
    """Return the rows of every sheet, without empty ends."""
    path = folder / "台账.xlsx"
    path.write_bytes(data)
    return {name: trimmed(sheet.rows) for name, sheet in FileBook(path).read().sheets.items()}


def trimmed(rows: Sequence[Sequence[Raw]]) -> list[list[Raw]]:
    made: list[list[Raw]] = [list(cells) for cells in rows]
    for cells in made:
        while cells and cells[-1] is None:
            cells.pop()
    while made and not made[-1]:
        made.pop()
    return made


def sheet_part(content: Parts) -> str:
    """Return the part of 问题台账, the third sheet of the template."""
    return next(name for name in content if name.endswith("worksheets/sheet3.xml"))


def in_xml(content: Parts, change: Callable[[bytes], bytes]) -> Parts:
    return {name: change(data) if name.endswith((".xml", ".rels")) else data for name, data in content.items()}


def in_sheets(content: Parts, change: Callable[[bytes], bytes]) -> Parts:
    return {name: change(data) if "worksheets/sheet" in name else data for name, data in content.items()}


def strict(content: Parts) -> Parts:
    return in_xml(content, lambda data: data.replace(MAIN, STRICT).replace(RELATIONS, STRICT_RELATIONS))


def marked(content: Parts) -> Parts:
    return in_xml(content, lambda data: b"\xef\xbb\xbf" + data)


def utf16(content: Parts) -> Parts:
    def change(data: bytes) -> bytes:
        bare = re.sub(r"^<\?xml[^>]*\?>", "", data.decode())
        return f'<?xml version="1.0" encoding="UTF-16"?>{bare}'.encode("utf-16")

    return {
        name: change(data) if name.startswith("xl/") and name.endswith(".xml") else data
        for name, data in content.items()
    }


def backslashes(content: Parts) -> Parts:
    return {name.replace("/", "\\"): data for name, data in content.items()}


def another_main(content: Parts) -> Parts:
    def name_of(name: str) -> str:
        return name.replace("xl/workbook.xml", "xl/book7.xml").replace("workbook.xml.rels", "book7.xml.rels")

    def change(data: bytes) -> bytes:
        return data.replace(b"xl/workbook.xml", b"xl/book7.xml")

    return {name_of(name): change(data) if name[0] in "[_" else data for name, data in content.items()}


def another_folder(content: Parts) -> Parts:
    return {
        re.sub("^xl/", "tables/", name): data.replace(b'"/xl/', b'"/tables/').replace(b'"xl/', b'"tables/')
        for name, data in content.items()
    }


def another_sheet_folder(content: Parts) -> Parts:
    """Rename the part of the problems; the relationship leads there with `..` and a slash."""
    name = sheet_part(content)
    made = dict(content)
    made["xl/pages/p.xml"] = made.pop(name)
    folder, _, last = name.rpartition("/")
    rels = f"{folder}/_rels/{last}.rels"
    made["xl/pages/_rels/p.xml.rels"] = made.pop(rels)
    links, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    made[links] = re.sub(rb'Target="[^"]*sheet3\.xml"', b'Target="../xl/./pages/p.xml"', made[links])
    made[types] = made[types].replace(name.encode(), b"xl/pages/p.xml")
    return made


def absolute(content: Parts) -> Parts:
    links = "xl/_rels/workbook.xml.rels"
    return {**content, links: re.sub(rb'Target="/?(?:xl/)?', b'Target="/xl/', content[links])}


def relative(content: Parts) -> Parts:
    links = "xl/_rels/workbook.xml.rels"
    return {**content, links: re.sub(rb'Target="/?(?:xl/)?', b'Target="', content[links])}


def prefixed(content: Parts) -> Parts:
    def change(data: bytes) -> bytes:
        data = re.sub(rb"<(/?)([a-zA-Z]\w*)(?=[\s/>])", rb"<\1x:\2", data)
        return data.replace(b"xmlns=", b"xmlns:x=")

    return in_sheets({**content, "xl/sharedStrings.xml": change(content["xl/sharedStrings.xml"])}, change)


def shared(content: Parts) -> list[str]:
    """Return the shared texts."""
    found = re.findall(rb"<si>(.*?)</si>", content["xl/sharedStrings.xml"], re.DOTALL)
    return [b"".join(re.findall(rb"<t[^>]*>(.*?)</t>", each, re.DOTALL)).decode() for each in found]


def with_texts(content: Parts, made: Callable[[str], str], kind: str) -> Parts:
    """Write every shared text in its cell instead; the part of shared texts goes."""
    texts = shared(content)

    def change(data: bytes) -> bytes:
        def cell(match: re.Match[bytes]) -> bytes:
            return match[1] + f't="{kind}">{made(texts[int(match[2])])}</c>'.encode()

        return re.sub(rb'(<c [^>]*?)t="s"><v>(\d+)</v></c>', cell, data)

    found = in_sheets(content, change)
    found.pop("xl/sharedStrings.xml")
    found["xl/_rels/workbook.xml.rels"] = re.sub(
        rb"<Relationship [^>]*sharedStrings[^>]*/>", b"", found["xl/_rels/workbook.xml.rels"]
    )
    found["[Content_Types].xml"] = re.sub(rb"<Override [^>]*sharedStrings[^>]*/>", b"", found["[Content_Types].xml"])
    return found


def inline(content: Parts) -> Parts:
    return with_texts(content, lambda text: f'<is><t xml:space="preserve">{text}</t></is>', "inlineStr")


def inline_rich(content: Parts) -> Parts:
    def made(text: str) -> str:
        plain_text = text if "&" in text else f"{text[:1]}</t></r><r><t xml:space='preserve'>{text[1:]}"
        return f"<is><r><rPr><b/></rPr><t xml:space='preserve'>{plain_text}</t></r></is>"

    return with_texts(content, made, "inlineStr")


def formula_texts(content: Parts) -> Parts:
    return with_texts(content, lambda text: f"<v>{text}</v>", "str")


def rich(content: Parts) -> Parts:
    """Cut shared texts into runs, with what a phonetic guide would show beside them."""

    def change(match: re.Match[bytes]) -> bytes:
        return (
            b'<si><r><rPr><sz val="9"/></rPr>' + match[1] + b'</r><rPh sb="0" eb="1"><t>pinyin</t></rPh>'
            b'<phoneticPr fontId="1"/></si>'
        )

    strings = "xl/sharedStrings.xml"
    return {
        **content,
        strings: re.sub(rb"<si>(<t[^>]*>.*?</t>)</si>", change, content[strings], flags=re.DOTALL),
    }


def phonetic(content: Parts) -> Parts:
    """Put a phonetic guide behind plain shared texts, as Excel does for Chinese and Japanese ones."""
    strings = "xl/sharedStrings.xml"
    guide = b'</t><rPh sb="0" eb="1"><t>zhe</t></rPh><phoneticPr fontId="1" type="noConversion"/></si>'
    return {**content, strings: content[strings].replace(b"</t></si>", guide)}


def without_places(content: Parts) -> Parts:
    """Leave out the addresses of cells and rows: they follow one another."""

    def change(data: bytes) -> bytes:
        rows = re.findall(rb'<row r="(\d+)"', data)
        if not rows or [int(row) for row in rows] != list(range(1, len(rows) + 1)):
            return data
        for body in re.findall(rb"<row .*?</row>", data, re.DOTALL):
            places = re.findall(rb'<c r="([A-Z]+)\d+"', body)
            if places != [column_name(at).encode() for at in range(1, len(places) + 1)]:
                return data
        return re.sub(rb'<(row|c) r="[A-Z]*\d+"', rb"<\1", data)

    return in_sheets(content, change)


def column_name(number: int) -> str:
    first, last = divmod(number - 1, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def out_of_order(content: Parts) -> Parts:
    """Let the rows of every sheet stand the other way round, and their cells too."""

    def change(data: bytes) -> bytes:
        head, body, tail = re.fullmatch(rb"(.*<sheetData>)(.*)(</sheetData>.*)", data, re.DOTALL).groups()  # type: ignore[union-attr]
        rows = re.findall(rb"<row [^>]*/>|<row .*?</row>", body, re.DOTALL)
        return head + b"".join(reversed([turned(row) for row in rows])) + tail

    def turned(row: bytes) -> bytes:
        cells = re.findall(rb"<c [^>]*/>|<c .*?</c>", row, re.DOTALL)
        start = row.find(b"<c ")
        return row if start < 0 else row[:start] + b"".join(reversed(cells)) + b"</row>"

    return in_sheets(content, change)


def other_case(content: Parts) -> Parts:
    """Write names of parts in other letters than the relationships do; names of parts do not tell them apart."""
    return {
        name.replace("worksheets/sheet3", "Worksheets/Sheet3").replace("sharedStrings", "SharedStrings"): data
        for name, data in content.items()
    }


def typed_dates(content: Parts) -> Parts:
    """Write dates as ISO texts, as some programs do."""
    name = sheet_part(content)

    def cell(match: re.Match[bytes]) -> bytes:
        day = date.fromordinal(date(1899, 12, 30).toordinal() + int(match[2]))
        return match[1] + b' t="d"><v>' + day.isoformat().encode() + b"</v>"

    return {**content, name: re.sub(rb'(<c r="K\d+"[^>]*?)(?: t="n")?><v>(\d{5})</v>', cell, content[name])}


def since_1904(content: Parts) -> Parts:
    name = sheet_part(content)
    book = content["xl/workbook.xml"]

    def cell(match: re.Match[bytes]) -> bytes:
        return match[1] + str(int(match[2]) - 1462).encode()

    return {
        **content,
        "xl/workbook.xml": book.replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>'),
        name: re.sub(rb'(<c r="K\d+"[^>]*><v>)(\d{5})(?=</v>)', cell, content[name]),
    }


def commented(content: Parts) -> Parts:
    """Put comments and instructions between rows and cells."""
    between = b"<!-- <v>9</v> --><?tool <v>2</v>?>"
    return in_sheets(
        content, lambda data: data.replace(b"<row ", between + b"<row ").replace(b"</c>", b"</c>" + between)
    )


def spaced(content: Parts) -> Parts:
    return in_sheets(content, lambda data: data.replace(b"<row ", b"\n  <row ").replace(b"<c ", b"\n\t<c "))


def single_quotes(content: Parts) -> Parts:
    return in_sheets(content, lambda data: re.sub(rb'(<c) r="([A-Z]+\d+)"', rb"\1 r = '\2'", data))


WAYS: dict[str, Callable[[Parts], Parts]] = {
    each.__name__: each
    for each in (
        strict,
        marked,
        utf16,
        backslashes,
        another_main,
        another_folder,
        another_sheet_folder,
        absolute,
        relative,
        prefixed,
        inline,
        inline_rich,
        formula_texts,
        rich,
        phonetic,
        without_places,
        out_of_order,
        other_case,
        typed_dates,
        since_1904,
        commented,
        spaced,
        single_quotes,
    )
}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_reads_like_the_plain_one(tmp_path: Path, plain: Parts, way: str) -> None:
    """Every cell of every sheet is what it is in the plain ledger."""
    changed = WAYS[way](plain)
    assert packed(changed) != packed(plain)
    wanted = read(tmp_path, packed(plain))
    found = read(tmp_path, packed(changed))
    assert found == wanted
    assert wanted["问题台账"][1][:5] == ["P001", "方面 甲", None, None, "一是 <没有> 记录 & 台账"]
    assert [row[10] for row in wanted["问题台账"][1:]] == [date(2026, 6, 2), date(2026, 6, 3), date(2026, 6, 4)]


REFUSED = {
    "strict": "Strict Open XML 电子表格",
    "marked": "少见的文字编码",
    "utf16": "少见的文字编码",
    "backslashes": "反斜杠",
    "another_main": "主要部分用了少见的名称",
    "another_folder": "主要部分用了少见的名称",
    "another_sheet_folder": "各部分用了少见的名称",
    "other_case": "各部分用了少见的名称",
}


@pytest.mark.parametrize("way", sorted(WAYS.keys() - REFUSED.keys()))
def test_most_ways_are_written_right(
    tmp_path: Path, plain: Parts, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A write leaves all other cells as they were, and is taken back to the same bytes."""
    data = packed(WAYS[way](plain))
    before = read(tmp_path, data)
    path = tmp_path / "台账.xlsx"
    FileBook(path).write((SheetChanges("问题台账", (CellWrite(5, 1, "P004"),)),))
    after = read(tmp_path, path.read_bytes())
    assert after["问题台账"][4] == ["P004"]
    assert {**after, "问题台账": after["问题台账"][:4]} == before
    assert cli.main(["undo", str(path)]) == 0
    assert "已撤销" in capsys.readouterr().out
    assert path.read_bytes() == data


@pytest.mark.parametrize(("way", "reason"), REFUSED.items())
def test_the_other_ways_are_not_written(tmp_path: Path, plain: Parts, way: str, reason: str) -> None:
    """The way is named, with what to do; nothing is written."""
    data = packed(WAYS[way](plain))
    path = tmp_path / "台账.xlsx"
    path.write_bytes(data)
    with pytest.raises(BookError) as refused:
        FileBook(path).write((SheetChanges("问题台账", (CellWrite(5, 1, "P004"),)),))
    assert reason in refused.value.message
    assert refused.value.message.endswith("，只能读取，不能写入")
    assert "另存为“Excel 工作簿（*.xlsx）”" in refused.value.remedy
    assert path.read_bytes() == data


def streamed(content: Parts) -> bytes:
    """Pack with sizes behind the data, as who writes into a stream does."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, piece: object) -> int:
            self.data += bytes(piece)  # type: ignore[call-overload]
            return len(bytes(piece))  # type: ignore[call-overload]

    target = Stream()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in content.items():
            made.writestr(name, data)
    return bytes(target.data)


def zip64(content: Parts) -> bytes:
    """Pack with the long fields of archives beyond 4 GB."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in content.items():
            with made.open(name, "w", force_zip64=True) as part:
                part.write(data)
    return target.getvalue()


def long_ends(content: Parts) -> bytes:
    """Pack with an end of the directory that counts in 64 bits."""
    data = packed(content)
    at = data.rindex(b"PK\5\6")
    count, size, start = struct.unpack("<HLL", data[at + 10 : at + 20])
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, at, 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return data[:at] + record + locator + end


def with_note(content: Parts) -> bytes:
    """Pack with a note at the end of the archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
        made.comment = "导出于2026年PK".encode()
        for name, data in content.items():
            made.writestr(name, data)
    return target.getvalue()


def before_it(content: Parts) -> bytes:
    """Put a few bytes before the archive, as self-extracting ones have them; zip allows that, offsets do not fit."""
    return b"PK\3\4" + b"\0" * 26 + packed(content)


@pytest.mark.parametrize("pack", [streamed, zip64, long_ends, with_note])
def test_each_way_of_packing_reads_alike(tmp_path: Path, plain: Parts, pack: Callable[[Parts], bytes]) -> None:
    """Data descriptors, long fields and notes change nothing."""
    assert read(tmp_path, pack(plain)) == read(tmp_path, packed(plain))


ERRORS = [
    *("#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#PYTHON!"),
    *("#EXTERNAL!", "Err:508", "Err:502", "#NULL!", "#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#DATA!"),
]


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_value_is_read_as_what_the_cell_shows(tmp_path: Path, plain: Parts, error: str) -> None:
    """In a column of one's own and in one of ours it is a text that says so, never nothing, never a number."""
    name = sheet_part(plain)
    own = f'<c r="AF2" t="e"><f>X()</f><v>{error}</v></c></row>'.encode()
    ours = re.sub(
        rb'<c r="K3"([^>]*?)(?: t="n")?>.*?</c>', rb'<c r="K3"\1 t="e"><v>%b</v></c>' % error.encode(), plain[name]
    )
    rows = re.split(rb"(?<=</row>)", ours)
    second = next(at for at, row in enumerate(rows) if b'r="A2"' in row)
    rows[second] = rows[second].replace(b"</row>", own)
    found = read(tmp_path, packed({**plain, name: b"".join(rows)}))["问题台账"]
    assert found[1][31] == error
    assert found[2][10] == error
    assert (found[1][0], found[2][0], found[3][10]) == ("P001", "P002", date(2026, 6, 4))


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_value_in_our_column_is_told_as_one(
    tmp_path: Path, plain: Parts, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check` names the cell and what it shows."""
    name = sheet_part(plain)
    ours = re.sub(
        rb'<c r="K3"([^>]*?)(?: t="n")?>.*?</c>', rb'<c r="K3"\1 t="e"><v>%b</v></c>' % error.encode(), plain[name]
    )
    path = tmp_path / "台账.xlsx"
    path.write_bytes(packed({**plain, name: ours}))
    cli.main(["check", str(path), "--json"])
    found = [each for each in json.loads(capsys.readouterr().out)["findings"] if each["cell"] == "K3"]
    assert [each["code"] for each in found] == ["RX301"]


STYLELESS = {
    "empty": b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
    "missing": b"",
}


@pytest.mark.parametrize("way", STYLELESS)
def test_without_styles_texts_are_read_and_writing_is_refused(tmp_path: Path, plain: Parts, way: str) -> None:
    """Dates have become numbers: reading shows that, and nobody writes into such a ledger."""
    changed = {**plain, "xl/styles.xml": STYLELESS[way]}
    if not STYLELESS[way]:
        changed.pop("xl/styles.xml")
    found = read(tmp_path, packed(changed))
    assert [row[0] for row in found["问题台账"][1:]] == ["P001", "P002", "P003"]
    with pytest.raises(BookError, match="样式表"):
        FileBook(tmp_path / "台账.xlsx").write((SheetChanges("问题台账", (CellWrite(5, 1, "P004"),)),))


def test_a_ledger_without_its_texts_is_refused(tmp_path: Path, plain: Parts) -> None:
    """Where the part of shared texts is missing, every text would be lost: it is named as damaged."""
    changed = {name: data for name, data in plain.items() if "sharedStrings" not in name}
    with pytest.raises(BookError, match="已损坏"):
        read(tmp_path, packed(changed))


def test_a_text_that_is_not_there_is_refused(tmp_path: Path, plain: Parts) -> None:
    """A cell that names a shared text which the workbook has not is damaged, not empty."""
    name = sheet_part(plain)
    changed = {**plain, name: re.sub(rb'(t="s"><v>)\d+', rb"\g<1>99999", plain[name], count=1)}
    with pytest.raises(BookError, match=r"已损坏|读不懂"):
        read(tmp_path, packed(changed))
