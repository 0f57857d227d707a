"""佐证文件夹: made for the problems by one call, and everything in it registered by the next, with what is not told."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from rectify_xl.commands import close, undo
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.text.cell_value import Raw
from rectify_xl.workbook import evidence_folder, file_host
from rectify_xl.workbook.file_host import FileBook
from tests.supervision.closure_steps.form_filling import TABLES
from tests.workbook.live import ledgers

DAY = date(2025, 9, 1)
OPEN = TABLES.partition("[佐证材料]")[0]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a ledger with four problems without evidence."""
    target = tmp_path / "台账.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), target, ledgers.filled(OPEN))
    return target


def run(path: Path, *items: str, **options: Any) -> Outcome:
    """Run `close` on 1 September 2025."""
    request = Request(DAY, FileBook(path), options=options or {"folder": True}, items=items)
    return close.run(request._replace(moment=datetime(2025, 9, 1, 9, 0)))  # noqa: DTZ001 - a clerk's clock


def rows(path: Path) -> list[list[Raw]]:
    """Return the rows of 佐证材料 that hold anything."""
    return [list(row[:7]) for row in FileBook(path).read().sheets["佐证材料"].rows[1:] if any(row)]


def lay(path: Path, name: str, content: bytes, day: date = date(2025, 6, 20)) -> Path:
    """Lay a file beside the ledger, last changed on a day."""
    target = path.parent / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    moment = datetime(day.year, day.month, day.day, 12).timestamp()  # noqa: DTZ001 - as above
    os.utime(target, (moment, moment))
    return target


def test_folders_are_made_once_and_known_by_the_id_alone(path: Path) -> None:
    """A person may write the words otherwise; a chosen problem gets its folder alone; nothing is registered yet."""
    (path.parent / "佐证" / "P001").mkdir(parents=True)
    outcome = run(path, "P001", "P003")
    assert outcome.data["made"] == ["佐证/P003 食堂账目公示不及时"]
    assert run(path).data["made"] == ["佐证/P002 会议记录不规范", "佐证/P004 账实不符"]
    (path.parent / "佐证" / "P004 账实不符").rename(path.parent / "佐证" / "p004（盘点）")
    again = run(path)
    assert (again.data["made"], again.summary) == ([], ("文件夹里还没有材料。",))
    assert rows(path) == []


def test_everything_new_in_the_folders_is_registered_at_once(path: Path) -> None:
    """Name without its ending, path, day of the file, never one to come; one undo takes all rows back, no file."""
    lay(path, "佐证/P001/印章管理办法.pdf", b"a")
    lay(path, "佐证/P001/照片/台账 一.jpg", b"b", date(2099, 1, 1))
    lay(path, "佐证/P003 食堂/公示.jpg", b"c")
    outcome = run(path)
    assert outcome.data["added"] == {"P001": ["E001", "E002"], "P003": ["E003"]}
    assert (
        "已登记佐证材料3份：P001 2份（E001至E002）；P003 1份（E003）。可以用“撤销上一步”退回登记，文件不动。"
        in outcome.summary
    )
    assert "P001、P003：下一步由责任科室申请销号。" in outcome.summary
    told = [[row[0], row[1], row[2], row[3], row[5], str(row[6])[:10]] for row in rows(path)]
    assert told == [
        ["E001", "P001", "印章管理办法", "佐证/P001/印章管理办法.pdf", "1", "2025-06-20"],
        ["E002", "P001", "台账 一", "佐证/P001/照片/台账 一.jpg", "1", "2025-09-01"],
        ["E003", "P003", "公示", "佐证/P003 食堂/公示.jpg", "1", "2025-06-20"],
    ]
    assert run(path).summary == ("文件夹里没有要登记的新材料。", "早已登记、内容未变的3份，没有重复登记。")
    undo.run(Request(DAY, FileBook(path)))
    assert rows(path) == []
    assert (path.parent / "佐证/P001/印章管理办法.pdf").read_bytes() == b"a"


def test_what_is_not_registered_is_told_with_the_reason(path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Strangers, links, empty files, ledgers, the same content twice; passing files of programs are counted."""
    away = tmp_path_factory.mktemp("别处") / "密件.pdf"
    away.write_bytes(b"secret")
    lay(path, "佐证/P001/办法.pdf", b"a")
    lay(path, "佐证/P001/办法 副本.pdf", b"a")
    lay(path, "佐证/P001/空.docx", b"")
    lay(path, "佐证/P099/照片.jpg", b"x")
    lay(path, "佐证/散件.jpg", b"y")
    for junk in ("~$办法.docx", "Thumbs.db", ".DS_Store", "desktop.ini"):
        lay(path, f"佐证/P001/{junk}", b"z")
    (path.parent / "佐证/P001/链接.pdf").symlink_to(away)
    (path.parent / "佐证/P002").symlink_to(away.parent, target_is_directory=True)
    (path.parent / "佐证/P001/台账.xlsx").write_bytes(path.read_bytes())
    outcome = run(path)
    left = {str(one[0]).rpartition("/")[2]: one[1] for one in outcome.tables[0].rows}
    assert left == {
        "办法.pdf": "内容与“佐证/P001/办法 副本.pdf”相同，没有重复登记",
        "空.docx": "佐证文件是空的",
        "照片.jpg": "台账里没有问题P099",
        "散件.jpg": "不知道是哪个问题的材料",
        "链接.pdf": "是链接，没有登记",
        "P002": "是链接，没有进去看",
        "台账.xlsx": "台账本身不能作佐证材料",
    }
    assert [row[2] for row in rows(path)] == ["办法 副本"]
    assert any(sentence.startswith("临时文件、系统文件4个没有登记：") for sentence in outcome.summary)
    assert outcome.status == 1


def test_changed_moved_and_missing_files_are_told_and_never_registered_anew(path: Path) -> None:
    """Who looked at the first version has to know: a new version is registered by a person, not by the folder."""
    for name, content in (("办法.pdf", b"a"), ("记录.pdf", b"b"), ("照片.jpg", b"c")):
        lay(path, f"佐证/P001/{name}", content)
    run(path)
    lay(path, "佐证/P001/办法.pdf", b"changed")
    (path.parent / "佐证/P001/记录.pdf").rename(path.parent / "佐证/P001/会议记录.pdf")
    (path.parent / "佐证/P001/照片.jpg").unlink()
    outcome = run(path)
    assert {one[0].rpartition("/")[2]: one[1] for one in outcome.tables[0].rows} == {
        "办法.pdf": "登记（E001）以后被改动过，没有登记",
        "会议记录.pdf": "内容已登记为E003（“佐证/P001/记录.pdf”），没有重复登记",
        "记录.pdf": "已登记为E003，台账旁边却找不到了",
        "照片.jpg": "已登记为E002，台账旁边却找不到了",
    }
    assert len(rows(path)) == 3


def test_a_closed_problem_gets_nothing_by_itself(path: Path) -> None:
    """What is laid in after the closing is told; whoever wants it registered does so on purpose."""
    header = list(FileBook(path).read().sheets["销号登记"].rows[0])
    cells = {"问题编号": "P001", "类型": "销号", "结论": "通过"}
    writes = tuple(CellWrite(2, header.index(name) + 1, text) for name, text in cells.items())
    FileBook(path).write((SheetChanges("销号登记", writes),))
    lay(path, "佐证/P001/后补.pdf", b"a")
    outcome = run(path)
    assert outcome.tables[0].rows[0][1] == "P001已销号，没有登记"
    assert outcome.data["made"] == ["佐证/P002 会议记录不规范", "佐证/P003 食堂账目公示不及时", "佐证/P004 账实不符"]
    assert rows(path) == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("食堂账目公示不及时", "P001 食堂账目公示不及时"),
        ("“三重一大”/议事:不规范？*|<a>", "P001 “三重一大”_议事_不规范？_a"),
        ("", "P001"),
        ("长" * 90, "P001 " + "长" * 16),
        ("一行\n二行.", "P001 一行 二行"),
        ("../../外面", "P001 外面"),
    ],
)
def test_the_name_of_a_folder_is_one_that_every_computer_can_hold(words: str, name: str) -> None:
    """No separators, no forbidden signs, no dots at the end, not too long."""
    assert evidence_folder.folder_name("P001", words) == name
