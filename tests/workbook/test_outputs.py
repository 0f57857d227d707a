"""What a command makes never hurts what stands there already."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import openpyxl
import pytest

from rectify_xl.errors import PaperError
from rectify_xl.system import resources
from rectify_xl.workbook.saving import outputs

BACKUPS = "rectify_xl_备份"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Return a blank ledger in a folder of its own."""
    return Path(shutil.copy(resources.path("workbook_template.xlsx"), tmp_path / "台账.xlsx"))


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("name", ["台账.xlsx", "副本.docx", "汇总.txt", "台账.zip", "别名.xlsx", "硬链接.pdf"])
def test_nothing_takes_the_place_of_a_ledger(ledger: Path, name: str, *, overwrite: bool) -> None:
    """Whatever the file is called, by whichever path it is reached, and also with --force."""
    target = ledger.with_name(name)
    if name == "别名.xlsx":
        target.symlink_to(ledger)
    elif name == "硬链接.pdf":
        os.link(ledger, target)
    elif target != ledger:
        shutil.copy(ledger, target)
    before = target.read_bytes()
    with pytest.raises(PaperError, match="是台账，汇总表不能盖在上面"):
        outputs.put(target, b"new", "汇总表", endings=(target.suffix,), overwrite=overwrite)
    assert target.read_bytes() == ledger.read_bytes() == before
    assert not (ledger.parent / BACKUPS).exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加密.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "老台账.xlsx"),
        (b"PK\x03\x04 torn", "坏了.xlsx"),
    ],
)
def test_a_workbook_that_may_be_a_ledger_is_taken_for_one(tmp_path: Path, content: bytes, name: str) -> None:
    """Nobody can look into it, so nothing replaces it."""
    target = tmp_path / name
    target.write_bytes(content)
    with pytest.raises(PaperError, match="是台账"):
        outputs.put(target, b"new", "汇总表", endings=(".xlsx",), overwrite=True)
    assert target.read_bytes() == content


def test_a_part_of_a_ledger_is_one(tmp_path: Path) -> None:
    """A department's workbook may hold 问题台账 alone, with a blank at the end of its name."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "问题台账 "
    target = tmp_path / "水质科.xlsx"
    book.save(target)
    before = target.read_bytes()
    with pytest.raises(PaperError, match="是台账"):
        outputs.put(target, b"new", "汇总表", endings=(".xlsx",), overwrite=True)
    assert target.read_bytes() == before


def test_another_workbook_is_replaced_when_asked(tmp_path: Path) -> None:
    """A former table is kept in the folder of backups, with its mode on the new one."""
    target = tmp_path / "汇总表.xlsx"
    openpyxl.Workbook().save(target)
    target.chmod(0o640)
    before = target.read_bytes()
    with pytest.raises(PaperError, match=r"目标文件已存在.*--force"):
        outputs.put(target, b"new", "汇总表", endings=(".xlsx",))
    outputs.put(target, b"new", "汇总表", endings=(".xlsx",), overwrite=True)
    [kept] = (tmp_path / BACKUPS).iterdir()
    assert (target.read_bytes(), kept.read_bytes()) == (b"new", before)
    assert kept.name.startswith("汇总表_")
    assert kept.name.endswith("_覆盖前.xlsx")
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["体检.xlsx", "体检.XLSM", "体检.et", "体检.ods"])
def test_what_is_no_workbook_is_not_called_one(tmp_path: Path, name: str) -> None:
    """A report under the name of a ledger would be taken for one."""
    with pytest.raises(PaperError, match="不是工作簿"):
        outputs.put(tmp_path / name, b"new", "体检报告")


def test_a_pipe_is_refused_and_a_link_is_followed(tmp_path: Path) -> None:
    """Writing to a pipe would wait for ever; a link goes on leading to the file."""
    pipe = tmp_path / "管道.txt"
    os.mkfifo(pipe)
    with pytest.raises(PaperError, match="不是普通文件"):
        outputs.put(pipe, b"new", "体检报告", overwrite=True)
    real, link = tmp_path / "实际.txt", tmp_path / "链接.txt"
    real.write_text("旧", encoding="utf-8")
    link.symlink_to(real)
    outputs.put(link, b"new", "体检报告", overwrite=True)
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_file_that_comes_in_between_is_kept(tmp_path: Path) -> None:
    """Somebody saves a file of that name while ours is being written."""
    target = tmp_path / "通报.docx"

    def write() -> None:
        with outputs.writing(target, "通报") as file:
            file.write(b"ours")
            target.write_bytes(b"theirs")

    with pytest.raises(PaperError, match="目标文件已存在"):
        write()
    assert target.read_bytes() == b"theirs"
    assert [each.name for each in tmp_path.iterdir()] == ["通报.docx"]


def test_an_error_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    """Nothing new, nothing torn, nothing temporary."""
    target = tmp_path / "通报.docx"
    target.write_bytes(b"old")

    def write() -> None:
        with outputs.writing(target, "通报", overwrite=True) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()
    assert target.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["通报.docx"]


def test_a_name_of_eighty_characters_is_written(tmp_path: Path) -> None:
    """The temporary file has a shorter name than the file itself."""
    target = tmp_path / ("整" * 80 + ".docx")
    outputs.put(target, b"new", "通报")
    assert target.read_bytes() == b"new"
    with pytest.raises(PaperError, match="文件名太长"):
        outputs.put(tmp_path / ("整" * 120 + ".docx"), b"new", "通报")
