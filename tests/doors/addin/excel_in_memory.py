"""Excel in memory: the callbacks as they stand in the built add-in, run in an interpreter of VBA.

The interpreter has no files, no Protected View and no COM; what stands for them is here, and requests are really sent.
"""

from __future__ import annotations

import http.client
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import VBAObject

from rectify_xl.doors.addin import excel_callbacks, ribbon_xml, xlam

CAPTURE = """
Public Calls As String
Public Protected As Object
Public State As String
Public Sub Announce(text As String)
    State = text
End Sub
Public Function WrittenState() As String
    If State = "" Then Err.Raise 53 ' File not found
    WrittenState = State
End Function
Public Function ViewInFront() As Object
    Set ViewInFront = Protected
End Function
Public Sub OpenProtected()
    Set Protected = ActiveWorkbook
End Sub
Public Function RunPython(PythonCommand As String)
    Calls = Calls & ActiveWorkbook.Name & ": " & PythonCommand & vbLf
End Function
Public Function AllCalls() As String
    AllCalls = Calls
End Function
"""
PROTECTED_VIEW = "Application.ActiveProtectedViewWindow"
WINDOW = "Application.Hwnd"
FULL_NAME = "ActiveWorkbook.FullName"
HANDLE = 4711
SECONDS = 60
CANNOT_CONNECT = -2147012867
"""What WinHTTP says where nobody listens."""


@cache
def built_callbacks() -> str:
    """Return our module as it stands in the built add-in."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / xlam.FILE
        path.write_bytes(xlam.build())
        with ExcelFile(path) as book:
            return str(book.get_module(ribbon_xml.MODULE))


class Control(VBAObject):  # type: ignore[misc]
    """The control that Excel hands to a callback."""

    type_name = "IRibbonControl"

    def __init__(self, tag: str) -> None:
        self.tag = tag

    def vba_get(self, name: str, _args: object = (), _named: object = None) -> object:
        assert name.lower() == "tag"
        return self.tag


class Request(VBAObject):  # type: ignore[misc]
    """MSXML2.ServerXMLHTTP as the callbacks use it; what it sends is sent."""

    type_name = "ServerXMLHTTP60"

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[object, ...]]] = []
        self.headers: dict[str, str] = {}
        self.status = 0
        self.answered: Mapping[str, str] = {}

    def vba_get(self, name: str, args: object = (), _named: object = None) -> object:
        words = tuple(args) if isinstance(args, list | tuple) else ()
        self.calls.append((name.lower(), words))
        if name.lower() == "setrequestheader":
            self.headers[str(words[0])] = str(words[1])
        elif name.lower() == "send":
            self._send(str(words[0]))
        elif name.lower() == "status":
            return self.status
        elif name.lower() == "getresponseheader":
            return self.answered.get(str(words[0]), "")
        return None

    def _send(self, body: str) -> None:
        method, address, later = next(words for name, words in self.calls if name == "open")
        assert not later
        scheme, _, rest = str(address).partition("://")
        assert scheme == "http"
        host, _, path = rest.partition("/")
        if not host.rpartition(":")[2].isdigit():
            raise VBARuntimeError(CANNOT_CONNECT, "The URL is invalid")
        connection = http.client.HTTPConnection(host, timeout=SECONDS)
        try:
            connection.request(str(method), f"/{path}", body.encode(), self.headers)
            answer = connection.getresponse()
            answer.read()
            self.status = answer.status
            self.answered = dict(answer.headers)
        except (OSError, http.client.HTTPException) as error:
            raise VBARuntimeError(CANNOT_CONNECT, "A connection with the server could not be established") from error
        finally:
            connection.close()


class MemoryExcel:
    """Excel with the callbacks; `requests` are those that they made, `full_name` what the workbook calls itself."""

    def __init__(self, *, full_name: str = "C:\\台账\\甲.xlsx", handle: int = HANDLE) -> None:
        self.requests: list[Request] = []
        self.application = ExcelApplication()
        self.application.add_module(self._changed(built_callbacks(), full_name, handle), name=ribbon_xml.MODULE)
        self.application.add_module(CAPTURE, name="Main")
        self.application.interpreter.host.create = self._create

    def click(self, command: str, variant: str = "") -> str:
        """Press a button; return all that was handed to RunPython so far."""
        macro = ribbon_xml.ON_VARIANT if variant else ribbon_xml.ON_COMMAND
        self.application.run(macro, Control(f"{command} {variant}".strip()))
        return str(self.application.run("AllCalls"))

    def announce(self, state: str) -> None:
        """Let the callbacks read this where the service keeps its state; before that there is no such file."""
        self.application.run("Announce", state)

    def _create(self, name: str) -> Request:
        assert name == excel_callbacks.REQUEST
        self.requests.append(Request())
        return self.requests[-1]

    @staticmethod
    def _changed(callbacks: str, full_name: str, handle: int) -> str:
        """Return the callbacks with what the interpreter lacks replaced, each of it exactly once."""
        start = callbacks.index("Private Function ServiceState() As String")
        end = callbacks.index("End Function", start)
        reading = "Private Function ServiceState() As String\r\nServiceState = WrittenState()\r\n"
        changed = callbacks[:start] + reading + callbacks[end:]
        for old, new in (
            (PROTECTED_VIEW, "ViewInFront()"),
            (WINDOW, str(handle)),
            (FULL_NAME, '"' + full_name.replace('"', '""') + '"'),
        ):
            assert changed.count(old) == 1, old
            changed = changed.replace(old, new)
        return changed
