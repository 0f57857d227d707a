"""What only office programs read is read through LibreOffice: macros and links are dead, and nothing hangs or stays."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from rectify_xl.errors import NoticeError
from rectify_xl.readers.read_source import read, read_source
from rectify_xl.system import limits, office_program
from tests.documents.packed import document, p, put, run, unzipped

LISTS = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="（%1）"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)


def listed(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'


BODY = (
    p("某局关于巡察整改进展情况的通报"),
    p("学习方面", look=listed(0)),
    p("关于学习不深入的问题", look=listed(1)),
    p("整改情况：一是制定计划。", run("（内部掌握）", "<w:vanish/>"), "<w:del w:id='1' w:author='甲' "
      "w:date='2026-01-01T00:00:00Z'><w:r><w:delText>已删去</w:delText></w:r></w:del>"),
    p("关于台账不全的问题", look=listed(1)),
    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='2000'/><w:gridCol w:w='2000'/></w:tblGrid><w:tr><w:tc>"
    + p("整改完成情况") + "</w:tc><w:tc>" + p("已完成") + "</w:tc></w:tr></w:tbl>", p("联系电话：1234567"),
)  # fmt: skip
TEXTS = [
    "某局关于巡察整改进展情况的通报",
    "（一）学习方面",
    "1.关于学习不深入的问题",
    "整改情况：一是制定计划。",
    "2.关于台账不全的问题",
    "整改完成情况",
    "已完成",
    "联系电话：1234567",
]


@pytest.mark.parametrize("ending", ["doc", "rtf", "odt", "fodt"])
def test_other_documents_are_read_like_word_documents(ending: str, tmp_path: Path, soffice: list[str]) -> None:
    """Automatic numbers, tables, hidden and deleted text come out of .doc, .rtf and .odt as out of .docx."""
    made = put(tmp_path / "通报.docx", document("".join(BODY), {"numbering": LISTS}))
    subprocess.run([*soffice, "--convert-to", ending, "--outdir", tmp_path, made], check=True, capture_output=True)
    source = read((tmp_path / f"通报.{ending}").rename(tmp_path / "通报 （定稿）.wps"))
    lines = [line.text for line in source.lines if line.text]
    # LibreOffice writes the brackets of a number into .rtf as half-width ones
    assert [line.replace("(一)", "（一）") if ending == "rtf" else line for line in lines] == TEXTS
    assert [(piece.kind, piece.text) for piece in source.unshown] == [("hidden", "（内部掌握）")]


def test_a_document_in_one_xml_file_is_read(tmp_path: Path) -> None:
    """Word's own form of a document in one XML file is read without any other program."""
    parts = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{content}</pkg:xmlData></pkg:part>'
        for name, content in unpacked(document("".join(BODY), {"numbering": LISTS})).items()
    )
    whole = f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'
    path = put(tmp_path / "通报.xml", ('<?xml version="1.0" encoding="UTF-8"?>' + whole).encode())
    assert [line.text for line in read_source(path)] == TEXTS
    with pytest.raises(NoticeError, match="已损坏"):
        read_source(put(path, path.read_bytes()[:-40]))


def unpacked(data: bytes) -> dict[str, str]:
    return {name: content.decode() for name, content in unzipped(data).items() if not name.startswith("[")}


@pytest.mark.parametrize(
    ("name", "data"),
    {
        "cut.rtf": b"{\\rtf1 {\\fonttbl",
        "junk.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20 + "WordDocument".encode("utf-16-le"),
        "cut.odt": b"PK\x05\x06" + bytes(18),
    }.items(),
)
def test_damaged_documents_are_refused(name: str, data: bytes, tmp_path: Path, soffice: list[str]) -> None:
    """What LibreOffice cannot open is refused by its name; its bytes are never taken for letters."""
    assert soffice
    with pytest.raises(NoticeError, match=name):
        read_source(put(tmp_path / name, data))


def test_an_old_document_with_a_password_is_called_so(tmp_path: Path, soffice: list[str]) -> None:
    """The password of an old Word document is told, with the way to take it off."""
    made = put(tmp_path / "a.docx", document(p("整改情况通报")))
    subprocess.run([*soffice, "--convert-to", "doc", "--outdir", tmp_path, made], check=True, capture_output=True)
    data = bytearray((tmp_path / "a.doc").read_bytes())
    block = next(at for at in range(512, len(data), 64) if data[at : at + 2] == b"\xec\xa5")
    data[block + 11] |= 1
    with pytest.raises(NoticeError, match="设有打开密码"):
        read_source(put(tmp_path / "b.doc", bytes(data)))


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for LibreOffice is a shell script")
def test_a_libreoffice_that_hangs_is_killed_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After its time LibreOffice is ended with all that it started, and its copy of the document is gone."""
    script = (
        f"#!/bin/sh\nsleep 600 &\necho $! > {tmp_path}/child\necho $$ > {tmp_path}/own\npwd > {tmp_path}/at\nwait\n"
    )
    put(tmp_path / "soffice", script.encode()).chmod(0o755)
    monkeypatch.setenv(office_program.PROGRAM_VARIABLE, str(tmp_path))
    monkeypatch.setattr(limits, "OFFICE_SECONDS", 2)
    with pytest.raises(NoticeError, match="读了2秒还没有读完"):
        read_source(put(tmp_path / "a.rtf", b"{\\rtf1 a}"))
    for name in ("child", "own"):
        assert is_over(int((tmp_path / name).read_text()))
    assert not Path((tmp_path / "at").read_text().strip()).exists()


def is_over(process: int) -> bool:
    for _ in range(100):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """Yield the address of a server on this computer, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the names that the library calls

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    listening = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_port}", asked
    listening.shutdown()
    listening.server_close()


def test_links_and_macros_of_a_document_are_dead(
    tmp_path: Path, server: tuple[str, list[str]], soffice: list[str]
) -> None:
    """A document read through LibreOffice asks no server, takes in no other file, and runs nothing."""
    assert soffice
    address, asked = server
    secret = put(tmp_path / "secret.txt", "机密内容".encode())
    touched = tmp_path / "touched"
    flat = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:ooo="http://openoffice.org/2004/office"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:scripts><office:script script:language="ooo:Basic"><ooo:libraries><ooo:library-embedded ooo:name="Standard">
<ooo:module ooo:name="Module1"><ooo:source-code>Sub Main
Open "{touched}" For Output As #1
Print #1, "x"
Close #1
End Sub</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script>
<office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load"
 xlink:href="vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document" xlink:type="simple"/>
</office:event-listeners></office:scripts>
<office:body><office:text><text:p>整改情况通报</text:p>
<text:p><draw:frame svg:width="5cm" svg:height="5cm" text:anchor-type="as-char"><draw:image
 xlink:href="{address}/picture.png" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p>
<text:section text:name="s"><text:section-source xlink:href="{secret.as_uri()}" xlink:type="simple"/>
<text:p>原有内容</text:p></text:section>
<text:section text:name="t"><text:section-source xlink:href="{address}/section.odt" xlink:type="simple"/>
<text:p>另一段</text:p></text:section></office:text></office:body></office:document>"""
    lines = [line.text for line in read_source(put(tmp_path / "a.odt", flat.encode())) if line.text]
    assert lines == ["整改情况通报", "原有内容", "另一段"]
    assert asked == []
    assert not touched.exists()
    assert list(Path(tempfile.gettempdir()).glob("rectify_xl_*/source.*")) == []
