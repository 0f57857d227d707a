"""What was released for the public notice stands in 核实登记 and passes until it changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generate.ledger_builder import MemoryBook, apply
from rectify_xl.commands.outcome import FOUND, Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, SheetChanges
from tests.commands.test_notice import AS_OF, GOOD, LATE, book

REASON = "已报巡察办同意"


def command(name: str, held: MemoryBook, **options: Any) -> Outcome:
    """Run a command as a door does, so that the ledger remembers it."""
    entry = find(name)
    assert entry is not None
    return invoke(entry, Request(AS_OF, held, options=options, by="王芳"))


def notice(held: MemoryBook, path: Path, *waive: str) -> Outcome:
    """Make the public notice."""
    return command("notice", held, output=str(path), audience="public", waive=waive)


def test_a_release_is_registered_and_holds_for_the_next_notice(tmp_path: Path) -> None:
    """The second notice needs no word again; it says by whom, when and why it passes; 公开 no longer lists it."""
    held = book(GOOD, LATE)
    refused = notice(held, tmp_path / "甲.txt")
    assert refused.status == FOUND
    assert refused.data["may_be_released"] == [
        {"code": "NT204", "title": "逾期未完成", "places": [refused.data["refused"][0]["sheet"] + "!K3"]}  # type: ignore[index]
    ]
    made = notice(held, tmp_path / "甲.txt", f"NT204={REASON}")
    assert made.data["notice"]
    (row,) = reader.read_ledger(held.read()).rows["核实登记"]
    stands = [row.text(name) for name in ("核实人", "代码", "行编号", "理由", "来源")]
    assert stands == ["王芳", "NT204", "P002", REASON, "公开放行"]
    again = notice(held, tmp_path / "乙.txt")
    assert again.data["notice"]
    assert len(again.data["released"]) == 1  # type: ignore[arg-type]
    assert any("已由王芳放行，内容没有变，照用：已报巡察办同意。" in sentence for sentence in again.summary)
    checked = command("check", held, profile="公开")
    assert checked.data["refused"] == []
    assert [finding["code"] for finding in checked.data["verified"]] == ["NT204"]  # type: ignore[attr-defined]
    assert any("按本口径算错误的有1条：NT204" in sentence for sentence in checked.summary)


def test_a_release_ends_when_the_cell_changes_or_the_step_is_undone(tmp_path: Path) -> None:
    """Another deadline is another matter; and what is taken back holds no longer."""
    held = book(GOOD, LATE)
    notice(held, tmp_path / "甲.txt", f"NT204={REASON}")
    kept = held.book
    column = reader.read_ledger(kept).sheets["问题台账"].headers["整改时限"]
    held.book = apply(kept, (SheetChanges("问题台账", (CellWrite(3, column, "2026-01-15"),)),))
    assert notice(held, tmp_path / "乙.txt").status == FOUND
    held.book = kept
    command("undo", held)
    assert notice(held, tmp_path / "丙.txt").status == FOUND


def test_a_typed_release_lets_nothing_pass(tmp_path: Path) -> None:
    """A line copied into 核实登记 by hand is known by no command: the notice is stopped as before."""
    held = book(GOOD, LATE)
    notice(held, tmp_path / "甲.txt", f"NT204={REASON}")
    sheet = held.book.sheets["核实登记"]
    command("undo", held)
    held.book = held.book._replace(sheets={**held.book.sheets, "核实登记": sheet})
    assert notice(held, tmp_path / "乙.txt").status == FOUND
    assert "RX121" in [finding["code"] for finding in command("check", held, profile="上报").data["findings"]]  # type: ignore[attr-defined]


def test_an_old_ledger_releases_as_before(tmp_path: Path) -> None:
    """Without 核实登记 a waiver stands in 变更记录 alone, and is asked for each time."""
    held = book(GOOD, LATE)
    held.book = held.book._replace(sheets={k: v for k, v in held.book.sheets.items() if k != "核实登记"})
    assert notice(held, tmp_path / "甲.txt", f"NT204={REASON}").data["notice"]
    assert notice(held, tmp_path / "乙.txt").status == FOUND
