"""What Excel is asked in: its own input box, whose questions are short, and numbers where Calc has a list."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlwings

from rectify_xl.commands.table import find
from rectify_xl.doors.ribbon import last_answers, prompts, resident
from rectify_xl.doors.ribbon.dialogs import QUESTION_LIMIT, Dialogs
from rectify_xl.doors.ribbon.selection import rows
from rectify_xl.doors.service.remote_book import RemoteApp
from rectify_xl.errors import UsageError


class Excel:
    """Excel as far as dialogs go: it answers in the shapes of its object model, and keeps what it was asked."""

    Title = InitialFileName = ""
    engine = SimpleNamespace(name="excel")

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str]] = []
        self.told: list[str] = []

    @property
    def api(self) -> Excel:
        return self

    def InputBox(self, *, Prompt: str, Title: str, Default: str, Type: int) -> object:  # noqa: N802, N803 - Excel's names
        assert (Title, Type) == ("巡察整改", 2)
        assert len(Prompt) <= 255
        self.asked.append((Prompt, Default))
        return self.answers.pop(0)

    def GetOpenFilename(self, *words: object) -> object:  # noqa: N802 - as above
        self.asked.append((str(words[2]), str(words[4])))
        return self.answers.pop(0)

    def FileDialog(self, kind: int) -> Excel:  # noqa: N802 - as above
        assert kind in (3, 4)
        return self

    def Show(self) -> object:  # noqa: N802 - as above
        self.asked.append((self.Title, self.InitialFileName))
        return self.answers.pop(0)

    def SelectedItems(self, number: int) -> object:  # noqa: N802 - as above
        assert number == 1
        return self.answers.pop(0)

    def alert(self, prompt: str, title: str, buttons: str, mode: str | None = None) -> str:
        _ = title, mode
        self.told.append(prompt)
        return "yes" if buttons == "yes_no" and self.answers.pop(0) else "ok"


def dialogs(excel: Excel) -> Dialogs:
    app: xlwings.App = excel  # type: ignore[assignment]  # only dialogs are used
    return Dialogs(app, "excel")


def test_cancel_is_none_and_an_empty_answer_is_one() -> None:
    """Excel returns False for cancel, and a text otherwise."""
    excel = Excel(False, "")
    assert dialogs(excel).enter("办理人姓名：", "张三") is None
    assert dialogs(excel).enter("办理人姓名：", "张三") == ""
    assert excel.asked == [("办理人姓名：", "张三"), ("办理人姓名：", "张三")]


def test_a_complaint_stands_above_its_question_or_comes_before_it() -> None:
    """Excel's input box refuses more than 255 characters, so that a long complaint gets a message of its own."""
    excel = Excel("甲", "乙")
    assert dialogs(excel).enter("理由：", "", "没有填写理由。") == "甲"
    assert dialogs(excel).enter("理由：", "", "长" * 252) == "乙"
    assert excel.asked == [("没有填写理由。\n\n理由：", ""), ("理由：", "")]
    assert excel.told == ["长" * 252]


@pytest.mark.parametrize("typed", ["2", " 2 ", "分管领导"])
def test_a_choice_is_a_number_or_its_word(typed: str) -> None:
    """The default is offered as its number; what is neither is asked again."""
    excel = Excel("9", typed)
    roles: Sequence[str] = ("责任科室", "分管领导", "主要负责人")
    assert dialogs(excel).choose("以什么身份办理", roles, "主要负责人") == "分管领导"
    listed = "以什么身份办理，请填序号：\n1 责任科室\n2 分管领导\n3 主要负责人"
    assert excel.asked == [(listed, "3"), (f"“9”不在可选之列，请填1至3。\n\n{listed}", "9")]


def test_several_files_are_chosen_at_once() -> None:
    """Excel gives an array of names, or False."""
    excel = Excel(("C:/甲.pdf", "C:/乙.jpg"), False)
    assert dialogs(excel).sources("佐证文件", "所有文件,*.*") == (Path("C:/甲.pdf"), Path("C:/乙.jpg"))
    assert dialogs(excel).sources("佐证文件", "所有文件,*.*") is None
    assert excel.asked[0] == ("佐证文件", "True")


def test_excel_on_macos_opens_the_page_that_can_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service shows it, in the browser; the user hears what to do with the ledger first."""
    monkeypatch.setattr("sys.platform", "darwin")
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr(resident, "start", lambda *more: started.append(more))
    excel = Excel(True)
    with pytest.raises(UsageError, match=r"正在打开。请先保存并关闭台账"):
        dialogs(excel).enter("办理人姓名：", "")
    assert "浏览器里有同样的按钮" in excel.told[0]
    assert started == [(resident.OPEN,)]


def test_the_page_can_ask_on_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dialogs are the browser's then, whatever the system."""
    monkeypatch.setattr("sys.platform", "darwin")
    page = Excel("吴某")
    monkeypatch.setattr(page, "engine", RemoteApp.engine)
    assert dialogs(page).enter("办理人姓名：", "") == "吴某"


def test_excel_on_macos_names_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """There are no such dialogs; for who wants no browser, the message holds the command that does the same."""
    monkeypatch.setattr("sys.platform", "darwin")
    close = find("close")
    assert close is not None
    asked = dialogs(Excel(False))
    asked.equivalent = prompts.equivalent(close, prompts.entry(close, "sign"))
    with pytest.raises(UsageError) as caught:
        asked.enter("办理人姓名：", "")
    assert str(caught.value) == (
        "macOS 上的 Excel 不能从按钮里填写内容、选择文件。请用命令行：rectify-xl close 台账.xlsx 编号 --step sign "
        "--role ROLE --by NAME --opinion TEXT --date YYYY-MM-DD。"
    )


def test_every_question_of_the_table_fits_into_an_input_box() -> None:
    """With its mark at the end, and room for a short complaint."""
    from rectify_xl.commands.table import COMMANDS

    texts = [option.question for command in COMMANDS for option in command.options]
    assert max(map(len, texts)) < QUESTION_LIMIT - 200


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("$A$3", [3]),
        ("$A$3:$F$5", [3, 4, 5]),
        ("$A$3:$B$3,$D$7", [3, 7]),
        ("$4:$5", [4, 5]),
        ("$A:$C", []),
        ("$A$1:$A$1048576", []),
        ("", []),
    ],
)
def test_the_rows_of_a_selection(address: str, expected: list[int]) -> None:
    """Areas of cells and whole rows count, whole columns do not."""
    assert [row for area in rows(address) for row in area] == expected


def test_the_last_role_is_remembered_and_a_damaged_file_forgotten() -> None:
    """The file is a convenience: whatever is in it, nothing fails."""
    assert last_answers.last("role") == ""
    last_answers.keep("role", "分管领导")
    assert last_answers.last("role") == "分管领导"
    last_answers.FILE.write_text("{", encoding="utf-8")
    assert last_answers.last("role") == ""


def test_a_folder_is_chosen_beside_the_ledger(tmp_path: Path) -> None:
    """Excel's dialog begins in the folder that ends with a separator, and answers -1 where one was chosen."""
    back = tmp_path / "交回的表"
    excel = Excel(-1, str(back), 0)
    assert dialogs(excel).folder("交回的表在哪个文件夹", tmp_path) == back
    assert dialogs(excel).folder("交回的表在哪个文件夹", tmp_path) is None
    assert excel.asked == [("交回的表在哪个文件夹", f"{tmp_path}{os.sep}")] * 2


class Picked:
    """What Excel's file dialog returns: a collection that counts from 1."""

    def __init__(self, *paths: str) -> None:
        self._paths = paths
        self.Count = len(paths)

    def __call__(self, number: int) -> str:
        return self._paths[number - 1]


def test_files_are_chosen_from_the_folder_of_the_problem(tmp_path: Path) -> None:
    """Excel's GetOpenFilename begins where it ended last; the file dialog begins where it is told to."""
    excel = Excel(-1, 0)
    excel.SelectedItems = Picked("/甲.pdf", "/乙.jpg")  # type: ignore[method-assign]
    assert dialogs(excel).sources("佐证文件", "所有文件,*.*", tmp_path) == (Path("/甲.pdf"), Path("/乙.jpg"))
    assert dialogs(excel).sources("佐证文件", "所有文件,*.*", tmp_path) is None
    assert excel.asked == [("佐证文件", f"{tmp_path}{os.sep}")] * 2
