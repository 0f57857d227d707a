"""Evidence lies in the ledger's folder; nothing outside of it is ever read, and the pack says what is not in it."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from generate.ledger_builder import load
from rectify_xl.errors import BookError, PaperError
from rectify_xl.supervision.closure_steps.manifest import entries, table
from rectify_xl.text.file_names import inside, safe
from rectify_xl.workbook import evidence_files

DAY = date(2025, 9, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a ledger with two files, beside a folder that is none of its business."""
    home = tmp_path / "台账"
    (home / "佐证").mkdir(parents=True)
    (home / "佐证" / "办法.pdf").write_bytes(b"abc")
    (home / "佐证" / "=照片.jpg").write_bytes(b"def")
    (tmp_path / "秘密.txt").write_bytes(b"secret")
    return home


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_file_is_named_from_the_folder_of_the_ledger(folder: Path) -> None:
    [found] = evidence_files.read(str(folder), [str(folder / "佐证" / ".." / "佐证" / "办法.pdf")])
    assert found == ("佐证/办法.pdf", "办法", digest(b"abc"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../秘密.txt", "佐证文件不在台账所在的文件夹里"),
        ("没有.pdf", "找不到佐证文件"),
        ("佐证", "找不到佐证文件"),
        ("空.pdf", "佐证文件是空的"),
    ],
)
def test_a_file_that_cannot_be_evidence_is_refused(folder: Path, name: str, said: str) -> None:
    (folder / "空.pdf").touch()
    with pytest.raises(BookError, match=said):
        evidence_files.read(str(folder), [str(folder / name)])


def test_a_link_out_of_the_folder_is_not_followed(folder: Path) -> None:
    """Neither when evidence is registered nor when it is looked for."""
    (folder / "佐证" / "link.txt").symlink_to(folder.parent / "秘密.txt")
    assert evidence_files.digests_of(str(folder), ["佐证/link.txt"]) == {}
    with pytest.raises(BookError, match="不在台账所在的文件夹里"):
        evidence_files.read(str(folder), [str(folder / "佐证" / "link.txt")])


def test_only_files_in_the_folder_are_found(folder: Path) -> None:
    """A ledger from outside may name anything: paths upward, absolute paths, and texts that are no paths."""
    names = [
        "佐证/办法.pdf",
        "佐证\\=照片.jpg",
        "../秘密.txt",
        str(folder.parent / "秘密.txt"),
        "院发〔2025〕3号",
        "a\0b",
    ]
    names += ["", "佐证", "x" * 5000, "没有.pdf"]
    assert evidence_files.digests_of(str(folder), names) == {
        "佐证/办法.pdf": digest(b"abc"),
        "佐证\\=照片.jpg": digest(b"def"),
    }
    assert evidence_files.digests_of("", names) == {}


LEDGER = """
[问题台账]
编号 | 具体问题
P001 | =甲问题
P002 | 乙问题
[整改措施]
措施编号 | 问题编号
M001-1 | P001
[佐证材料]
编号 | 问题/措施编号 | 名称 | 文件或文号 | SHA-256 | 日期
E001 | P001 | 办法 | 佐证/办法.pdf | {abc} | 2025-05-20
E002 | M001-1、P002 | 照片 | 佐证\\=照片.jpg | {other} | 2025-05-21
E003 | P001 | =通知 | 院发〔2025〕3号 | | 2025-05-22
E004 | P001 | 清单 | ../秘密.txt | {other} | 2025-05-23
../E | P001 | 再次 | 佐证/办法.pdf | | 2025-05-24
"""


def test_the_pack_holds_what_is_there_and_lists_what_is_not(folder: Path) -> None:
    """Names in the pack stay inside it; each document has its line with both seals, and formulas are disarmed."""
    ledger = load(LEDGER.format(abc=digest(b"abc"), other="f" * 64))
    target = folder / "包.zip"
    evidence_files.pack(target, str(folder), entries(ledger, {"P001"}), DAY, overwrite=False)
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == [
            "P001/E001_办法.pdf",
            "P001/E002_=照片.jpg",
            "P001/_E_办法.pdf",
            "清单.csv",
        ]
        assert archive.read("P001/E001_办法.pdf") == b"abc"
        lines = list(csv.reader(io.StringIO(archive.read("清单.csv").decode("utf-8-sig"))))
    assert [(line[2], line[-1]) for line in lines[1:]] == [
        ("E001", "已收入"),
        ("E002", "已收入，但与登记时的内容不一致"),
        ("E003", "只登记了名称或文号，没有文件"),
        ("E004", "找不到文件"),
        ("../E", "已收入"),
    ]
    assert lines[1][:2] == ["P001", "'=甲问题"]
    assert lines[3][3] == "'=通知"
    assert lines[1][6:8] == [digest(b"abc"), digest(b"abc")]


def test_a_pack_is_not_overwritten_by_accident_and_leaves_nothing_half_done(folder: Path) -> None:
    target = folder / "包.zip"
    target.write_bytes(b"old")
    with pytest.raises(PaperError, match="目标文件已存在"):
        evidence_files.pack(target, str(folder), (), DAY, overwrite=False)
    assert target.read_bytes() == b"old"
    evidence_files.pack(target, str(folder), (), DAY, overwrite=True)
    assert zipfile.is_zipfile(target)
    assert sorted(each.name for each in folder.iterdir()) == ["rectify_xl_备份", "佐证", "包.zip"]
    [kept] = (folder / "rectify_xl_备份").iterdir()
    assert kept.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\a|b?.pdf", "C_a_b_.pdf"),
        ("con.txt", "_con.txt"),
        ("  . ", "未命名"),
        ("甲\u202efdp.exe", "甲_fdp.exe"),
        ("长" * 200 + ".pdf", "长" * 58 + ".pdf"),
    ],
)
def test_names_are_safe_on_every_system(text: str, name: str) -> None:
    assert safe(text) == name


def test_two_files_of_one_name_get_two_names() -> None:
    """Also where only the case of letters differs, which some systems do not see."""
    ledger = load("""
    [问题台账]
    编号
    P001
    [佐证材料]
    编号 | 问题/措施编号 | 文件或文号
    E001 | P001 | a/图.jpg
    E001 | P001 | b/图.JPG
    E001 | P001 | 图
    """)
    assert [each.member for each in entries(ledger, {"P001"})] == [
        "P001/E001_图.jpg",
        "P001/E001_图_2.JPG",
        "P001/E001_图",
    ]
    assert table(()).startswith("问题编号,具体问题")


@pytest.mark.parametrize(
    "text",
    [
        "/etc/passwd",
        "\\\\server\\share\\a.pdf",
        "//server/share/a.pdf",
        "C:\\a.pdf",
        "C:a.pdf",
        "../a.pdf",
        "佐证/../../a.pdf",
        "~/a.pdf",
        "~root\\a.pdf",
        "CON",
        "佐证/nul.pdf",
        "com1.txt",
        "LPT¹.txt",
        "a.pdf:stream",
        "\\\\?\\C:\\a.pdf",
        "file:///etc/passwd",
        "佐证/.. /a.pdf",
        "佐证./a.pdf",
        "a\0.pdf",
        "a\n.pdf",
        "佐证//a.pdf",
        "",
        ".",
        "./.",
        "长" * 1_001,
    ],
)
def test_a_path_that_leads_elsewhere_is_judged_before_the_disk_is_asked(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Absolute, network and device paths, `..` and `~` are refused as texts: no file system call is made for them."""
    touched: list[str] = []

    def touch(path: Path, **_options: bool) -> Path:
        touched.append(str(path))
        return path

    monkeypatch.setattr(Path, "resolve", touch)
    monkeypatch.setattr(Path, "is_file", touch)
    assert inside(text) is None
    assert evidence_files.digests_of(str(tmp_path), [text]) == {}
    assert touched == []


@pytest.mark.parametrize("text", ["佐证/办法.pdf", "佐证\\办法.pdf", "./佐证/办法.pdf", "佐证/.隐藏/办法（试行）.pdf"])
def test_a_path_below_the_folder_is_taken_apart_into_its_steps(text: str) -> None:
    """Both slashes part the steps, and names with dots and brackets are ordinary names."""
    steps = inside(text)
    assert steps is not None
    assert (steps[0], steps[-1][:2]) == ("佐证", "办法")


@pytest.mark.parametrize("name", ["12:30.jpg", "~照片.jpg", "nul.txt"])
def test_a_file_whose_name_other_computers_refuse_is_not_registered(folder: Path, name: str) -> None:
    """What would be missing in the pack later is told when it is registered, with what to do."""
    (folder / name).write_bytes(b"abc")
    with pytest.raises(BookError, match="名称在别的电脑上打不开"):
        evidence_files.read(str(folder), [str(folder / name)])
