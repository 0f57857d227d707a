"""The office itself: its workbooks, its status bar, its dialogs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from rectify_xl.workbook.calc import bridge, main_thread, open_documents, uno_dialogs
from rectify_xl.workbook.calc.open_books import Books
from rectify_xl.workbook.calc.selected_ranges import Selection, selection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify_xl.workbook.calc.engine import Engine
    from rectify_xl.workbook.calc.prefetched_copy import Ahead

_PROGRESS_STEPS = 100
_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3 | 0x40000, "yes_no_cancel": 4 | 0x40000}
"""`com.sun.star.awt.MessageBoxButtons` for the words of xlwings; Enter is yes, as in Excel."""
_PRESSED = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
"""`com.sun.star.awt.MessageBoxResults` as the words of xlwings; 0 is also what an office without a window answers."""


class Apps(base_classes.Apps):
    """The offices that we are connected to; the one connected last is the active one."""

    def __init__(self) -> None:
        self._apps: list[CalcApp] = []

    def prefer(self, app: CalcApp) -> CalcApp:
        """Make `app` the active office, known or new."""
        self._apps = [app, *(other for other in self._apps if other is not app)]
        return app

    def forget(self, app: CalcApp) -> None:
        """Leave an office."""
        self._apps.remove(app)

    def keys(self) -> list[int]:
        """Return the numbers of the offices."""
        return [app.pid for app in self._apps]

    def __iter__(self) -> Iterator[CalcApp]:
        return iter(tuple(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> CalcApp:
        return next(app for app in self._apps if app.pid == pid)


class CalcApp(base_classes.App):
    """One office, reached through its component context. `ahead` may hold a copy that was asked for beforehand."""

    _count = 0

    def __init__(self, engine: Engine, context: Any, ahead: Ahead | None) -> None:
        CalcApp._count += 1
        self._number = CalcApp._count
        self._engine = engine
        self._context = context
        self._indicator: Any = None
        self.ahead = ahead
        self.desktop = open_documents.desktop(context)

    def service(self, name: str) -> Any:
        """Return a new instance of a UNO service."""
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    def alive(self) -> None:
        """Do nothing; raises UNO's `DisposedException` when the office has ended."""
        self._context.getServiceManager()

    @property
    def api(self) -> CalcApp:
        """The part of Excel's own object that the live host needs: this object offers it."""
        return self

    @property
    def engine(self) -> Engine:
        """The engine."""
        return self._engine

    @property
    def pid(self) -> int:
        """A number of our own: an office in another process does not tell its own."""
        return self._number

    def activate(self, steal_focus: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - as xlwings has it
        """Make this the active office; its windows stay where they are."""
        self._engine.apps.prefer(self)

    @property
    def books(self) -> Books:
        """The workbooks."""
        return Books(self)

    @property
    def display_alerts(self) -> bool:
        """Tell whether the program may ask; Calc never does when it is told to merge cells."""
        return True

    @display_alerts.setter
    def display_alerts(self, wanted: bool) -> None:
        """Take what xlwings sets around such a call."""

    @property
    def status_bar(self) -> bool:
        """Tell whether we have text in the status bar; set a text, or False to give the bar back."""
        return self._indicator is not None

    @status_bar.setter
    def status_bar(self, text: str | bool) -> None:
        if text is False:
            indicator, self._indicator = self._indicator, None
            if indicator is not None:
                indicator.end()
        elif self._indicator is None:
            frame = self.desktop.getCurrentFrame()
            if frame is not None:
                self._indicator = frame.createStatusIndicator()
                self._indicator.start(text, _PROGRESS_STEPS)
        else:
            self._indicator.setText(text)

    def alert(
        self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: str | None = None
    ) -> str:
        """Show a message and return the button pressed; an office without a window answers `cancel` at once."""
        _ = callback
        return main_thread.run(self, lambda: self._alert(prompt, title, buttons, mode))

    def _alert(self, prompt: str, title: str | None, buttons: str | None, mode: str | None) -> str:
        frame = self.desktop.getCurrentFrame()
        window = frame.ContainerWindow if frame is not None else None
        kinds = {"info": "INFOBOX", "critical": "WARNINGBOX"}
        kind = "QUERYBOX" if buttons not in (None, "ok") else kinds.get(mode or "info", "INFOBOX")
        box = self.service("com.sun.star.awt.Toolkit").createMessageBox(
            window,
            bridge.load().Enum("com.sun.star.awt.MessageBoxType", kind),
            _BUTTONS[buttons or "ok"],
            title or "",
            prompt,
        )
        try:
            return _PRESSED.get(int(box.execute()), "cancel")
        finally:
            box.dispose()

    @property
    def selection(self) -> Selection | None:
        """The selected cells."""
        return selection(self)

    def InputBox(self, Prompt: str, Title: str = "", Default: str = "", Type: int = 2) -> str | bool:  # noqa: N802, N803 - the names in Excel's object model
        """Ask for a line of text. Returns False when cancelled."""
        _ = Type
        typed = main_thread.run(self, lambda: uno_dialogs.enter(self, Prompt, Title, Default))
        return False if typed is None else typed

    def Choose(self, Prompt: str, Title: str, Choices: Sequence[str], Default: str) -> str | bool:  # noqa: N802, N803 - as above
        """Ask to choose from a list, which Excel has no dialog for. Returns False when cancelled."""
        chosen = main_thread.run(self, lambda: uno_dialogs.choose(self, Prompt, Title, Choices, Default))
        return False if chosen is None else chosen

    def GetOpenFilename(  # noqa: N802, PLR0917 - as above
        self,
        FileFilter: str = "",  # noqa: N803 - as above
        FilterIndex: int = 1,  # noqa: N803 - as above
        Title: str = "",  # noqa: N803 - as above
        ButtonText: str = "",  # noqa: N803 - as above
        MultiSelect: bool = False,  # noqa: FBT001, FBT002, N803 - as above
        Start: str = "",  # noqa: N803 - as above
    ) -> str | tuple[str, ...] | bool:
        """Ask for a file to open, or for several; `FileFilter` is Excel's `name,*.a;*.b,name,*.c`.

        `Start`, which Excel does not know, is the folder in which to begin. Returns False when cancelled.
        """
        _ = FilterIndex, ButtonText
        chosen = main_thread.run(self, lambda: self._open(FileFilter, Title, Start, several=MultiSelect))
        return False if not chosen else chosen if MultiSelect else chosen[0]

    def GetSaveAsFilename(self, suggested: str = "", filters: str = "", *_more: object) -> str | bool:  # noqa: N802 - the name in Excel's object model
        """Ask where to save. Returns False when cancelled."""
        return main_thread.run(self, lambda: self._save_as(suggested, filters)) or False

    def ChooseFolder(self, title: str, start: str = "") -> str | bool:  # noqa: N802 - named as its neighbours
        """Ask for a folder, which Excel does by a dialog object of its own. Returns False when cancelled."""
        return main_thread.run(self, lambda: self._folder(title, start)) or False

    def _folder(self, title: str, start: str) -> str:
        from pathlib import Path

        picker = self.service("com.sun.star.ui.dialogs.FolderPicker")
        picker.setTitle(title)
        if start and Path(start).is_absolute():
            picker.setDisplayDirectory(Path(start).as_uri())
        return _path(picker.getDirectory()) if picker.execute() else ""

    def _open(self, filters: str, title: str, start: str, *, several: bool) -> tuple[str, ...]:
        from pathlib import Path

        picker = self._picker("FILEOPEN_SIMPLE", filters, "")
        if start and Path(start).is_absolute():
            picker.setDisplayDirectory(Path(start).as_uri())
        picker.setMultiSelectionMode(several)
        if title:
            picker.setTitle(title)
        return tuple(map(_path, picker.getSelectedFiles())) if picker.execute() else ()

    def _save_as(self, suggested: str, filters: str) -> str:
        picker = self._picker("FILESAVE_AUTOEXTENSION", filters, suggested)
        return _path(picker.getFiles()[0]) if picker.execute() else ""

    def _picker(self, template: str, filters: str, suggested: str) -> Any:
        """Return the office's dialog for files."""
        from pathlib import Path

        constants = "com.sun.star.ui.dialogs.TemplateDescription."
        picker = self.service("com.sun.star.ui.dialogs.FilePicker")
        picker.initialize((bridge.load().getConstantByName(constants + template),))
        words = filters.split(",") if filters else []
        for name, pattern in zip(words[::2], words[1::2], strict=True):
            picker.appendFilter(name, pattern)
        if suggested:
            path = Path(suggested)
            picker.setDefaultName(path.name)
            if path.is_absolute():
                picker.setDisplayDirectory(path.parent.as_uri())
        return picker


def _path(url: str) -> str:
    return str(bridge.load().fileUrlToSystemPath(url))
