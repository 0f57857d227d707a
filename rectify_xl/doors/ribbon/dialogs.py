"""Dialogs of the application in which the button was clicked."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rectify_xl.doors.ribbon import resident
from rectify_xl.doors.visible_text import visible
from rectify_xl.errors import UsageError
from rectify_xl.workbook.live.active_book import ExcelApp, HostName

LENGTH_LIMIT = 1_000
"""Most characters of a message: Windows shows no more than about 1,024."""
QUESTION_LIMIT = 255
"""Most characters of a question that is answered by typing: Excel's input box refuses more."""
_FILE_PICKER = 3
"""Excel's number for a dialog that chooses files (msoFileDialogFilePicker)."""
_FOLDER_PICKER, _CHOSEN = 4, -1
"""Excel's numbers: a dialog that chooses a folder (msoFileDialogFolderPicker), and what it returns where one was."""
_TEXT = 2
"""Excel's number for an input box that takes text."""
SOURCES = "通报、台账,*.txt;*.docx;*.html;*.htm;*.xlsx;*.xls;*.ods;*.et"
NOTICES = "通报（文本、Word、网页）,*.txt;*.docx;*.html;*.htm"
WORKBOOKS = "Excel 工作簿,*.xlsx"
PAPERS = "通报、报告,*.docx;*.doc;*.wps;*.pdf;*.ofd;*.txt;*.html;*.htm"
RECEIPTS = "上报回执,*.json"
ANY_FILE = "所有文件,*.*"


class Dialogs:
    """Messages, questions and file names, shown by the application. `title` stands in the frame of each.

    `equivalent` is the command line that does the same, named where the application has no dialog for a question. A
    `roomy` application shows messages of any length.
    """

    def __init__(self, app: ExcelApp, host: HostName, *, roomy: bool = False) -> None:
        self._app = app
        self._fitted = str if roomy else _fitted
        self.host = host
        self.title = "巡察整改"
        self.equivalent = "rectify-xl 命令 --help"

    def tell(self, text: str) -> None:
        """Show a message."""
        self._app.alert(self._fitted(visible(text)), self.title, "ok", "info")

    def warn(self, text: str) -> None:
        """Show a message that something could not be done."""
        self._app.alert(self._fitted(visible(text)), self.title, "ok", "critical")

    def ask(self, question: str) -> bool:
        """Ask a question; return whether the answer is yes."""
        return self._app.alert(self._fitted(visible(question)), self.title, "yes_no") == "yes"

    def enter(self, question: str, default: str, complaint: str = "") -> str | None:
        """Ask for a text; return None when the user cancels. `complaint` says what was wrong with the last answer."""
        self._refuse_mac()
        question, complaint = visible(question), visible(complaint)
        prompt = f"{complaint}\n\n{question}" if complaint else question
        if len(prompt) > QUESTION_LIMIT and complaint:
            self.warn(complaint)
            prompt = question
        typed = self._app.api.InputBox(Prompt=prompt[:QUESTION_LIMIT], Title=self.title, Default=default, Type=_TEXT)
        return None if typed is False else str(typed)

    def choose(self, question: str, choices: Sequence[str], default: str) -> str | None:
        """Ask for one of several words; return None when the user cancels. Excel gets numbers to choose from."""
        if self.host == "calc":
            chosen = self._app.api.Choose(question, self.title, choices, default)
            return chosen if isinstance(chosen, str) else None
        listed = "\n".join(f"{number} {choice}" for number, choice in enumerate(choices, 1))
        typed = str(choices.index(default) + 1) if default in choices else ""
        complaint = ""
        while True:
            answer = self.enter(f"{question}，请填序号：\n{listed}", typed, complaint)
            if answer is None:
                return None
            typed = answer.strip()
            chosen = next((word for number, word in enumerate(choices, 1) if typed in (str(number), word)), None)
            if chosen is not None:
                return chosen
            complaint = f"“{typed}”不在可选之列，请填1至{len(choices)}。"

    def source(self, filters: str) -> Path | None:
        """Ask for a file to read; return None when the user cancels. `filters` is `name,*.a;*.b`."""
        self._refuse_mac()
        chosen = self._app.api.GetOpenFilename(filters)
        return Path(chosen) if isinstance(chosen, str) else None

    def sources(self, question: str, filters: str, start: Path | None = None) -> tuple[Path, ...] | None:
        """Ask for one or more files to read, beginning in `start`; return None when the user cancels."""
        self._refuse_mac()
        if start is None or self.host == "calc":
            more = () if start is None else (str(start),)
            chosen = self._app.api.GetOpenFilename(filters, 1, question, "", True, *more)
            return tuple(map(Path, chosen)) if isinstance(chosen, list | tuple) else None
        dialog = self._app.api.FileDialog(_FILE_PICKER)  # Excel's GetOpenFilename begins where it ended last
        dialog.Title = question
        dialog.AllowMultiSelect = True
        dialog.InitialFileName = str(start) + os.sep
        if dialog.Show() != _CHOSEN:
            return None
        items = dialog.SelectedItems
        return tuple(Path(str(items(number))) for number in range(1, items.Count + 1))

    def folder(self, question: str, start: Path) -> Path | None:
        """Ask for a folder, beginning at `start`; return None when the user cancels."""
        self._refuse_mac()
        if self.host == "calc":
            chosen = self._app.api.ChooseFolder(question, str(start))
            return Path(chosen) if isinstance(chosen, str) else None
        dialog = self._app.api.FileDialog(_FOLDER_PICKER)
        dialog.Title = question
        dialog.InitialFileName = str(start) + os.sep
        return Path(str(dialog.SelectedItems(1))) if dialog.Show() == _CHOSEN else None

    def target(self, suggested: Path, filters: str, refusal: Callable[[Path], str] = lambda _: "") -> Path | None:
        """Ask where to save; return None when the user cancels, or does not want to replace what is there.

        `refusal` says why something cannot go to a place, empty where it can: then it is told, and asked again.
        """
        self._refuse_mac()
        while True:
            chosen = self._app.api.GetSaveAsFilename(str(suggested), filters)
            if not isinstance(chosen, str):
                return None
            path = suggested.parent / chosen
            if words := refusal(path):
                self.warn(words)
                suggested = path
                continue
            asked = self.host == "calc"  # LibreOffice's own dialog asks already
            if path.exists() and not asked and not self.ask(f"“{path.name}”已存在，要覆盖它吗？（覆盖前自动备份）"):
                return None
            return path

    def _refuse_mac(self) -> None:
        """Raise `UsageError` in Excel on macOS, which cannot be asked; its user is taken to the page if he likes."""
        if self.host != "excel" or sys.platform != "darwin" or self._app.engine.name != "excel":
            return
        cannot = "macOS 上的 Excel 不能从按钮里填写内容、选择文件"
        if self.ask(f"{cannot}。浏览器里有同样的按钮，能填能选，在存好的台账上办。现在打开吗？"):
            resident.start(resident.OPEN)
            raise UsageError("浏览器里的“巡察整改”正在打开", "请先保存并关闭台账，再到那里选这本台账，点同一个按钮")
        raise UsageError(cannot, f"请用命令行：{self.equivalent}")


def _fitted(text: str) -> str:
    """Return a message that fits into a dialog: whole lines from above, and the question at its end.

    How much is left out is said, and where it stands.
    """
    if len(text) <= LENGTH_LIMIT:
        return text
    body, mark, question = text.rpartition("\n\n")
    if not mark or len(question) > QUESTION_LIMIT:
        body, mark, question = text, "", ""
    left = "\n……（还有{}字放不下，全文在浏览器页面“巡察整改”里点同一个按钮看）"
    room = LENGTH_LIMIT - len(left) - len(mark) - len(question) - 8
    shown = body[:room]
    shown = shown[: shown.rfind("\n", room // 2)] if "\n" in shown[room // 2 :] else shown
    return shown + left.format(len(body) - len(shown)) + mark + question
