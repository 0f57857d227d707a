"""Dialogs of the application in which the button was clicked."""

from __future__ import annotations

import sys
from pathlib import Path

from rectify_xl.books.active import App, HostName
from rectify_xl.errors import UsageError

LENGTH_LIMIT = 1_000
"""Most characters of a message: Windows shows no more than about 1,024."""
NOTICES = "通报（文本、Word、网页）,*.txt;*.docx;*.html;*.htm"
WORKBOOKS = "Excel 工作簿,*.xlsx"


class Dialogs:
    """Messages, questions and file names, shown by the application. `title` stands in the frame of each."""

    def __init__(self, app: App, host: HostName) -> None:
        self._app = app
        self._host = host
        self.title = "巡察整改"

    def tell(self, text: str) -> None:
        """Show a message."""
        self._app.alert(_fitted(text), self.title, "ok", "info")

    def warn(self, text: str) -> None:
        """Show a message that something could not be done."""
        self._app.alert(_fitted(text), self.title, "ok", "critical")

    def ask(self, question: str) -> bool:
        """Ask a question; return whether the answer is yes."""
        return self._app.alert(_fitted(question), self.title, "yes_no") == "yes"

    def source(self, filters: str) -> Path | None:
        """Ask for a file to read; return None when the user cancels. `filters` is `name,*.a;*.b`."""
        self._refuse_mac()
        chosen = self._app.api.GetOpenFilename(filters)
        return Path(chosen) if isinstance(chosen, str) else None

    def target(self, suggested: Path, filters: str) -> Path | None:
        """Ask where to save; return None when the user cancels, or does not want to replace what is there."""
        self._refuse_mac()
        chosen = self._app.api.GetSaveAsFilename(str(suggested), filters)
        if not isinstance(chosen, str):
            return None
        path = Path(chosen)
        asked = self._host == "calc"  # LibreOffice's own dialog asks already
        if path.exists() and not asked and not self.ask(f"“{path.name}”已存在，要覆盖它吗？（覆盖前自动备份）"):
            return None
        return path

    def _refuse_mac(self) -> None:
        if self._host == "excel" and sys.platform == "darwin":
            raise UsageError("macOS 上的 Excel 不能从这里选择文件", "请用命令行：rectify-xl 命令 --help")


def _fitted(text: str) -> str:
    """Return a message that fits into a dialog; what is left out is said."""
    if len(text) <= LENGTH_LIMIT:
        return text
    head, mark, question = text.rpartition("\n\n")
    tail = f"\n……（其余{{}}字见台账）{mark}{question}" if mark else "\n……（其余{}字见台账）"
    room = LENGTH_LIMIT - len(tail) - 8
    body = head if mark else text
    return body[:room] + tail.format(len(body) - room)
