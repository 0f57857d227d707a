"""Pictures of evidence on the forms: small, upright, without what a telephone notes; what is not shown is told."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import date
from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator
from PIL import Image

from generate import ledger_builder
from rectify_xl.commands import close, review
from rectify_xl.commands.outcome import Request
from rectify_xl.ledger.reading import reader
from rectify_xl.papers.evidence_annex import EvidenceAnnex
from rectify_xl.system import resources
from rectify_xl.system.digests import file_sha256
from rectify_xl.workbook import file_host, picture_files
from rectify_xl.workbook.file_host import FileBook
from tests.supervision.closure_steps.form_filling import TABLES
from tests.workbook.live import ledgers

HEAD = TABLES.partition("[佐证材料]")[0]


def photo(path: Path, size: tuple[int, int] = (400, 300), form: str = "JPEG", orientation: int = 0) -> None:
    """Lay a photograph beside the ledger, with the place where it was taken."""
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    exif[0x010F] = "某牌手机"
    Image.new("RGB", size, "blue").save(path, form, exif=exif)


def annex(folder: Path, *names: str, sealed: bool = True) -> EvidenceAnnex:
    """Return the annex of a problem with such files."""
    lines = [
        f"E{number:03d} | P001 | {Path(name).stem} | {name} | "
        f"{file_sha256(folder / name) if sealed and (folder / name).is_file() else ''} | 1 | 2025-06-20"
        for number, name in enumerate(names, 1)
    ]
    tables = HEAD + "[佐证材料]\n编号 | 问题/措施编号 | 名称 | 文件或文号 | SHA-256 | 版本 | 日期\n" + "\n".join(lines)
    return picture_files.annex(str(folder), reader.read_ledger(ledger_builder.raw_book(tables)).evidence)


def test_the_first_pictures_are_printed_small_and_upright(tmp_path: Path) -> None:
    """A photograph taken upright is turned, a large one made small; maker and place stay in the file."""
    photo(tmp_path / "大.jpg", (4000, 3000))
    photo(tmp_path / "竖.jpg", (400, 300), orientation=6)
    made = annex(tmp_path, "大.jpg", "竖.jpg", "会议纪要〔2025〕3号")
    assert [(one.caption, one.width, one.height) for one in made.pictures] == [
        ("E001 大", 1400, 1050),
        ("E002 竖", 300, 400),
    ]
    assert made.rest_text == "另有1份材料没有印出，见佐证材料清单。"
    assert dict(Image.open(io.BytesIO(made.pictures[0].content)).getexif()) == {}


def test_no_more_than_four_are_printed_and_the_rest_is_counted(tmp_path: Path) -> None:
    for number in range(6):
        photo(tmp_path / f"{number}.jpg")
    made = annex(tmp_path, *(f"{number}.jpg" for number in range(6)))
    assert (len(made.pictures), made.rest_text) == (4, "另有2份材料没有印出，见佐证材料清单。")


def bomb(path: Path, edge: int) -> None:
    """Write a picture that says that it is huge."""
    header = struct.pack(">IIBBBBB", edge, edge, 8, 2, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)


def test_hostile_and_damaged_pictures_are_told_and_never_opened(tmp_path: Path) -> None:
    """Too many pixels, no picture at all, cut off, another format, outside of the folder, changed, gone."""
    photo(tmp_path / "好.jpg")
    bomb(tmp_path / "炸弹.png", 60_000)
    (tmp_path / "改名.jpg").write_bytes(b"MZ no picture")
    photo(tmp_path / "截断.jpg", (900, 900))
    (tmp_path / "截断.jpg").write_bytes((tmp_path / "截断.jpg").read_bytes()[:700])
    (tmp_path / "手机.heic").write_bytes(b"heic")
    (tmp_path / "动画.gif").write_bytes(b"GIF89a")
    photo(tmp_path.parent / "外面.jpg")
    names = ("炸弹.png", "改名.jpg", "截断.jpg", "手机.heic", "动画.gif", "../外面.jpg", "没有.jpg", "好.jpg")
    made = annex(tmp_path, *names)
    assert made.reasons == (
        "照片“E001 炸弹”的像素多得不像照片，没有印出",
        "照片“E002 改名”不是能印出的照片（文件损坏，或者只是改了名），没有印出",
        "照片“E003 截断”读不出来（文件损坏），没有印出",
        "照片“E004 手机”是heic格式，没有印出，请另存为 jpg 后登记",
        "照片“E005 动画”是gif格式，没有印出，请另存为 jpg 后登记",
        "照片“E006 外面”的文件在台账旁边找不到",
        "照片“E007 没有”的文件在台账旁边找不到",
    )
    assert [one.caption for one in made.pictures] == ["E008 好"]


def test_a_huge_file_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo(tmp_path / "大.jpg")
    bomb(tmp_path / "多.png", 12_000)
    assert annex(tmp_path, "多.png").reasons == ("照片“E001 多”有12000×12000个像素，太大，没有印出",)
    monkeypatch.setattr(picture_files, "LARGEST", 100)
    assert "太大，没有印出" in annex(tmp_path, "大.jpg").reasons[0]


def test_the_forms_hold_the_pictures_with_their_captions(tmp_path: Path) -> None:
    """审批表 and 检查单: two pictures behind the form of P001, none behind that of P002; both are sound documents."""
    path = tmp_path / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), path, ledgers.filled(HEAD))
    photo(tmp_path / "佐证/P001/现场.jpg")
    photo(tmp_path / "佐证/P001/公示.png", form="PNG")
    close.run(Request(date(2026, 9, 1), FileBook(path), options={"folder": True}))
    form, visit = tmp_path / "审批表.docx", tmp_path / "检查单.docx"
    made = close.run(Request(date(2026, 9, 1), FileBook(path), options={"form": str(form)}, items=("P001", "P002")))
    assert "印入佐证照片2张。" in made.summary
    review.run(Request(date(2026, 9, 1), FileBook(path), options={"output": str(visit), "draw": "3", "seed": "1"}))
    for paper in (form, visit):
        assert OpenXmlValidator().validate(str(paper)).errors == []
        document = docx.Document(str(paper))
        assert len(document.inline_shapes) == 2
        texts = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert {"E001 公示", "E002 现场"} <= set(texts)
        assert "P001佐证照片" in [paragraph.text for paragraph in document.paragraphs]
        assert not any("〔" in paragraph.text for paragraph in document.paragraphs)
