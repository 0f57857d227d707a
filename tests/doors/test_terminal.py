"""Tables on a terminal: no column is cut, and no text stands in a column of two letters."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from rectify_xl.commands.outcome import Outcome, OutputTable
from rectify_xl.doors import terminal

HEADER = ("方面", "问题", "完成", "已销号", "继续整改", "长期坚持", "即知即改", "逾期", "完成率")
ROW = ("“落实全面从严治党责任不够到位，廉政风险防控有短板”方面。", *("12" for _ in HEADER[2:]), "100.00%")


def printed(capsys: pytest.CaptureFixture[str], *rows: tuple[str, ...]) -> list[str]:
    terminal.show(Outcome({}, (), tables=(OutputTable("按方面", HEADER, rows),)))
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_every_heading_and_number_is_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = printed(capsys, ROW)
    (head,) = [line.split() for line in lines if "继续整改" in line]
    assert tuple(head) == HEADER
    assert sum("100.00%" in line for line in lines) == 1


def test_a_long_text_has_room_for_ten_signs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = printed(capsys, ROW)
    text = [line.split()[0] for line in lines[4:] if line.strip()]
    assert "".join(text) == ROW[0]
    assert len(text) == 3


def test_short_texts_make_the_column_no_wider_than_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, ("党建", *ROW[1:]))
    assert max(cell_len(line.rstrip()) for line in lines) < 80
