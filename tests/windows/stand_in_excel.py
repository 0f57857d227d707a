"""What stands for Excel under wine: its windows, and its objects behind real COM, in a process of their own.

Run by the Python of the folder for Windows as `stand_in_excel.py PLAN RECORD`. It presses the buttons of the plan by
the callbacks of the built add-in, whose requests go through the real MSXML, and lets the service come in from outside;
what the service writes is recorded, and the messages that it shows are read and answered. It refuses calls now and
then, as Excel does while a macro ends or a cell is edited. This is no Excel: it computes nothing.
"""

# ruff: noqa: N802 - the names of Excel's object model

from __future__ import annotations

import ctypes
import http.client
import json
import os
import re
import shutil
import sys
import time
import uuid
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[2]))  # last, so that the program is that of the folder

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from pyopenvba.interpreter import VBAObject

from rectify_xl.text.refs import parse_area
from tests.doors.addin.excel_in_memory import MemoryExcel

pythoncom: Any = import_module("pythoncom")
event: Any = import_module("win32event")
gui: Any = import_module("win32gui")
con: Any = import_module("win32con")
client: Any = import_module("win32com.client")
COMException: Any = import_module("win32com.server.exception").COMException
POLICY: Any = import_module("win32com.server.policy").DynamicPolicy
wrap: Any = import_module("win32com.server.util").wrap
enumerator: Any = import_module("win32com.server.util").NewEnum
library: Any = ctypes.WinDLL  # type: ignore[attr-defined]  # on Windows only
user32, oleacc = library("user32"), library("oleacc")
oleacc.LresultFromObject.restype = ctypes.c_ssize_t
oleacc.LresultFromObject.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]
user32.SendMessageW.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_size_t, ctypes.c_void_p]

SECONDS = 240
PAUSE_MILLISECONDS = 100
PATIENCE_SECONDS = 2
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - days in a workbook have no zone
GET_OBJECT, NATIVE = 0x3D, -16
"""WM_GETOBJECT, and OBJID_NATIVEOM: the objects of the program itself."""
DISPATCH = uuid.UUID("00020400-0000-0000-C000-000000000046").bytes_le
PROPERTY_PUT, METHOD = 4 | 8, 1
NO_MEMBER, BAD_INDEX = -2147352573, -2147352565
REJECTED, IGNORED = -2147418111, -2146777998
"""RPC_E_CALL_REJECTED while a macro ends; VBA_E_IGNORE while a cell is edited."""
ENDING_CALLS, EDITED_CALL = 5, 11
"""So many calls are refused at the beginning of a click, and each of that number later."""
DIALOG, TEXT, YES, NO, OK = "#32770", 0xFFFF, 6, 7, 1
"""The class of a message box, and the numbers of what is in it."""

alive: list[Any] = []
"""Objects that were handed out, which nobody else keeps."""


class Thing:
    """An object of Excel: what Python has under a name, COM finds under it, in whatever case."""

    methods: tuple[str, ...] = ()

    def _dynamic_(self, name: str, _lcid: int, flags: int, args: tuple[Any, ...]) -> Any:
        EXCEL.refuse_now_and_then()
        if name == "_NewEnum" and isinstance(self, Collection):
            return enumerator([out(self.Item(number)) for number in range(1, self.Count + 1)])
        wanted = "item" if name == "_value_" else str(name).lower()
        names = {known.lower(): known for known in (*dir(type(self)), *vars(self)) if not known.startswith("_")}
        if wanted not in names:
            EXCEL.log.append(f"MISSING {type(self).__name__}.{name}")
            raise COMException(scode=NO_MEMBER)
        real = names[wanted]
        if flags & PROPERTY_PUT:
            setattr(self, real, args[-1])
            return None
        if real not in self.methods:
            return out(getattr(self, real))
        if not args and not flags & METHOD:
            raise COMException(scode=NO_MEMBER)
        try:
            return out(getattr(self, real)(*args))
        except KeyError as error:
            raise COMException(scode=BAD_INDEX) from error


def out(value: Any) -> Any:
    """Return a value as it leaves: an object of ours behind COM."""
    return wrap(value, usePolicy=POLICY) if isinstance(value, Thing) else value


class Collection(Thing):
    """A collection that counts from 1."""

    methods = ("Item",)
    Count = 0

    def Item(self, key: Any) -> Any:
        raise KeyError(key)


class Excel(Thing):
    """The application."""

    Name, Version, StatusBar, Hwnd = "Microsoft Excel", "16.0", False, 0
    ActiveProtectedViewWindow = None

    def __init__(self, plan: dict[str, Any]) -> None:
        self.log: list[str] = []
        self.writes: list[dict[str, Any]] = []
        self.calls = 0
        self.ActiveWorkbook = Book(self, Path(plan["ledger"]), saved=plan["saved"])
        self.Workbooks = Workbooks(self)
        self.Selection = CellRange(self.ActiveWorkbook.Worksheets.Item("问题台账"), "$A$2")

    @property
    def Application(self) -> Excel:
        return self

    def refuse_now_and_then(self) -> None:
        """Refuse a call as a busy Excel does."""
        self.calls += 1
        if self.calls <= ENDING_CALLS:
            raise COMException(scode=REJECTED)
        if self.calls % EDITED_CALL == 0:
            raise COMException(scode=IGNORED)


class Workbooks(Collection):
    """The open workbooks: another one, and the ledger."""

    Count = 2

    def __init__(self, excel: Excel) -> None:
        self._books = (Book(excel, Path("C:\\另一本.xlsx"), saved=True), excel.ActiveWorkbook)

    def Item(self, key: Any) -> Book:
        return self._books[int(key) - 1]


class Book(Thing):
    """A workbook."""

    methods = ("Activate", "SaveCopyAs")
    ReadOnly = AutoSaveOn = False

    def __init__(self, excel: Excel, path: Path, *, saved: bool) -> None:
        self._path = path
        self.Application = excel
        self.Name = path.name
        self.FullName = str(path)
        self.Saved = saved
        names = [*load_workbook(path, read_only=True).sheetnames] if path.is_file() else []
        self.Worksheets = self.Sheets = Worksheets(self, names)

    @property
    def ActiveSheet(self) -> Sheet:
        return self.Worksheets.Item(1)

    def Activate(self) -> None:
        self.Application.ActiveWorkbook = self

    def SaveCopyAs(self, path: str) -> None:
        self.Application.log.append("SaveCopyAs")
        shutil.copyfile(self._path, path)


class Worksheets(Collection):
    """The sheets of a workbook."""

    def __init__(self, book: Book, names: list[str]) -> None:
        self._sheets = [Sheet(book, name) for name in names]
        self.Count = len(self._sheets)

    def Item(self, key: Any) -> Sheet:
        if isinstance(key, int | float):
            return self._sheets[int(key) - 1]
        return {sheet.Name: sheet for sheet in self._sheets}[key]


class Sheet(Thing):
    """A sheet."""

    methods = ("Range", "Cells", "Activate")
    ProtectContents = False

    def __init__(self, book: Book, name: str) -> None:
        self.Parent = book
        self.Name = name
        self.ListObjects = Tables(book.Application)

    @property
    def Application(self) -> Excel:
        return self.Parent.Application

    def Range(self, *corners: Any) -> CellRange:
        names = [corner if isinstance(corner, str) else client.Dispatch(corner).Address for corner in corners]
        return CellRange(self, ":".join(names))

    def Cells(self, row: int, column: int) -> CellRange:
        return CellRange(self, f"{get_column_letter(int(column))}{int(row)}")

    def Activate(self) -> None:
        self.Application.log.append(f"activate {self.Name}")


class Tables(Thing):
    """The tables of a sheet."""

    methods = ("Item",)

    def __init__(self, excel: Excel) -> None:
        self._excel = excel

    def Item(self, name: str) -> Table:
        return Table(self._excel, name)


class Table(Thing):
    """A table."""

    methods = ("Resize",)

    def __init__(self, excel: Excel, name: str) -> None:
        self._excel = excel
        self.Name = name

    def Resize(self, _cells: Any) -> None:
        self._excel.log.append(f"resize {self.Name}")


class CellRange(Thing):
    """A rectangle of cells; what it is given is recorded."""

    methods = ("Item", "Select", "ClearHyperlinks", "Merge", "UnMerge", "SpecialCells")
    Value = Value2 = Formula = None
    Worksheet: Sheet
    Address: str

    def __init__(self, sheet: Sheet, address: str) -> None:
        vars(self).update(Worksheet=sheet, Address=address)

    def __setattr__(self, name: str, value: Any) -> None:
        rows = value if isinstance(value, tuple) else ((value,),)
        area = self.Address.replace("$", "")
        values = [[plain(cell) for cell in row] for row in rows]
        EXCEL.writes.append({"sheet": self.Worksheet.Name, "area": area, "values": values, "into": name})

    @property
    def _box(self) -> tuple[int, int, int, int]:
        area = parse_area(self.Address.replace("$", ""))
        assert area is not None
        return area.left, area.top, area.right, area.bottom

    @property
    def Row(self) -> int:
        return self._box[1]

    @property
    def Column(self) -> int:
        return self._box[0]

    @property
    def Rows(self) -> Counted:
        return Counted(self._box[3] - self._box[1] + 1)

    @property
    def Columns(self) -> Counted:
        return Counted(self._box[2] - self._box[0] + 1)

    @property
    def EntireRow(self) -> Hidable:
        return Hidable(self.Address)

    def Item(self, row: int, column: int = 1) -> CellRange:
        left, top, _, _ = self._box
        return CellRange(self.Worksheet, f"{get_column_letter(left + int(column) - 1)}{top + int(row) - 1}")

    def Select(self) -> None:
        EXCEL.log.append(f"select {self.Worksheet.Name}!{self.Address}")

    def ClearHyperlinks(self) -> None:
        EXCEL.log.append(f"unlink {self.Address}")

    def Merge(self) -> None:
        EXCEL.log.append(f"merge {self.Address}")

    def UnMerge(self) -> None:
        EXCEL.log.append(f"unmerge {self.Address}")


class Counted(Thing):
    """Rows or columns as a number."""

    def __init__(self, count: int) -> None:
        self.Count = count


class Hidable(Thing):
    """Whole rows."""

    Hidden = None
    _address: str

    def __init__(self, address: str) -> None:
        vars(self)["_address"] = address

    def __setattr__(self, name: str, value: Any) -> None:
        EXCEL.log.append(f"{name.lower()} {self._address} {value}")


def plain(value: Any) -> Any:
    """Return a value as JSON has it: a moment as days since Excel's first."""
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - EPOCH).total_seconds() / 86400
    return "" if value is None else value


class Screen:
    """The windows of Excel as xlwings looks for them, and the messages that the service shows before them."""

    def __init__(self) -> None:
        for name, work in (("XLMAIN", gui.DefWindowProc), ("XLDESK", gui.DefWindowProc), ("EXCEL7", self._answer)):
            kind = gui.WNDCLASS()
            kind.lpszClassName, kind.lpfnWndProc = name, work
            gui.RegisterClass(kind)
        show = con.WS_VISIBLE
        self.handle = self._window("XLMAIN", con.WS_OVERLAPPEDWINDOW | show, 0)
        self._window("EXCEL7", con.WS_CHILD | show, self._window("XLDESK", con.WS_CHILD | show, self.handle))
        self.answered: set[int] = set()
        self.dialogs: list[str] = []

    @staticmethod
    def _window(name: str, style: int, parent: int) -> int:
        return int(gui.CreateWindowEx(0, name, "", style, 0, 0, 400, 300, parent, 0, 0, None))

    @staticmethod
    def _answer(window: int, message: int, word: int, more: int) -> int:
        """Hand out the application to who asks for the objects behind the window."""
        if message != GET_OBJECT or ctypes.c_int32(more).value != NATIVE:
            return int(gui.DefWindowProc(window, message, word, more))
        alive.append(out(EXCEL))
        pointer = re.search(r"with obj at (?:0x)?([0-9A-Fa-f]+)", repr(alive[-1]))
        assert pointer
        kind = ctypes.create_string_buffer(DISPATCH, len(DISPATCH))
        return int(oleacc.LresultFromObject(ctypes.addressof(kind), word, int(pointer[1], 16)))

    @staticmethod
    def messages() -> list[tuple[int, int]]:
        """Return the messages on the screen, each with the part that holds its text."""
        boxes: list[int] = []
        gui.EnumWindows(lambda window, _: boxes.append(window) if class_of(window) == DIALOG else None, None)
        labels = [(box, int(user32.GetDlgItem(box, TEXT))) for box in boxes]
        return [(box, label) for box, label in labels if label and gui.IsWindowVisible(box)]

    def answer_messages(self, *, yes: bool) -> None:
        """Read and close the messages on the screen."""
        for box, label in self.messages():
            if box in self.answered:
                continue
            self.answered.add(box)
            asks = bool(user32.GetDlgItem(box, YES))
            owner = "" if gui.GetWindow(box, con.GW_OWNER) == self.handle else "（没有主窗口）"
            self.dialogs.append(f"{'? ' if asks else ''}{read(box)}{owner}\n\n{read(label)}")
            gui.PostMessage(box, con.WM_COMMAND, (YES if yes else NO) if asks else OK, 0)

    def wait(self, service: dict[str, Any], *, yes: bool) -> None:
        """Be Excel without a macro, until the service has no click left."""
        deadline = time.monotonic() + SECONDS
        quiet = 0
        while quiet < 3:
            if time.monotonic() > deadline:
                raise TimeoutError("the click does not end")
            if event.MsgWaitForMultipleObjects((), False, PAUSE_MILLISECONDS, event.QS_ALLINPUT) != event.WAIT_TIMEOUT:
                pythoncom.PumpWaitingMessages()
                continue
            self.answer_messages(yes=yes)
            quiet = 0 if clicks(service) else quiet + 1

    def stare(self, marker: Path) -> None:
        """Be an Excel whose user does not answer; write down that a message is there, and stay until it is gone."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            if event.MsgWaitForMultipleObjects((), False, PAUSE_MILLISECONDS, event.QS_ALLINPUT) != event.WAIT_TIMEOUT:
                pythoncom.PumpWaitingMessages()
            elif self.messages():
                marker.touch()
            elif marker.exists():
                return
        raise TimeoutError("the message stays")


def class_of(window: int) -> str:
    """Return the class of a window, nothing for one that has gone meanwhile."""
    text = ctypes.create_unicode_buffer(64)
    user32.GetClassNameW(window, text, len(text))
    return text.value


def read(window: int) -> str:
    """Return the text of a window, whichever program it belongs to."""
    text = ctypes.create_unicode_buffer(4096)
    user32.SendMessageW(window, con.WM_GETTEXT, len(text), ctypes.addressof(text))
    return text.value


def clicks(service: dict[str, Any]) -> int:
    """Return how many clicks the service works on; one where it does not say at once.

    Excel never waits for the service: a thread of it that ends lets go of Excel's objects, and until Excel takes that,
    wine begins no other thread that could answer.
    """
    connection = http.client.HTTPConnection("127.0.0.1", service["port"], timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/health", headers={"X-Token": service["token"]})
        answer = json.loads(connection.getresponse().read())
    except TimeoutError:
        return 1
    finally:
        connection.close()
    return int(answer["clicks"])


class Msxml(VBAObject):  # type: ignore[misc]
    """The request of a callback, made by the real MSXML; wine's has no `setProxy`."""

    def __init__(self, name: str) -> None:
        self._request = client.Dispatch(name)

    def vba_get(self, name: str, args: Any = (), _named: Any = None) -> Any:
        if name.lower() == "setproxy":
            return None
        member = getattr(self._request, name)
        return member(*args) if callable(member) else member


class PressedExcel(MemoryExcel):
    """The callbacks, with the real MSXML."""

    def _create(self, name: str) -> Any:
        return Msxml(name)


def main(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Press all buttons of a plan; return what came of each."""
    screen = Screen()
    EXCEL.Hwnd = screen.handle
    state = Path(os.environ["USERPROFILE"], ".rectify_xl", "service.json").read_text(encoding="ascii")
    service = json.loads(state)
    records = []
    ledger, other = EXCEL.ActiveWorkbook, EXCEL.Workbooks.Item(1)
    for click in plan["clicks"]:
        EXCEL.log, EXCEL.writes, EXCEL.calls, screen.dialogs = [], [], 0, []
        macros = PressedExcel(
            full_name=click.get("workbook", ledger.FullName), handle=click.get("handle", screen.handle)
        )
        macros.application.add_workbook()
        macros.announce(state)
        cold = macros.click(click["command"], click.get("variant", ""))
        EXCEL.ActiveWorkbook = other  # the user turns to another one at once
        if "unanswered" in click:
            screen.stare(Path(click["unanswered"]))
        else:
            screen.wait(service, yes=click.get("yes", False))
        EXCEL.ActiveWorkbook = ledger
        records.append({"cold": cold, "fills": EXCEL.writes, "calls": EXCEL.log, "dialogs": screen.dialogs})
    return records


if __name__ == "__main__":
    PLAN = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    EXCEL = Excel(PLAN)
    RECORDS = main(PLAN)
    Path(sys.argv[2]).write_text(json.dumps(RECORDS, ensure_ascii=False), encoding="utf-8")
