"""The part that runs inside LibreOffice: a menu item goes to the service, or starts the Python that holds our package.

This file is copied into the extension as it stands. LibreOffice loads it with its own Python (3.8 or newer), which
usually lacks our package and everything that it needs; so it imports nothing but the standard library and UNO. The
interpreter is read from the settings file that `rectify-xl addin install` writes. Whichever program works, it connects
back to this office through a pipe with a name that nobody can guess. A click that found no service starts one when it
is over, so that the next one is faster.
"""

from __future__ import annotations

import csv
import http.client
import io
import json
import locale
import os
import re
import subprocess
import threading
import uuid
from pathlib import Path
from typing import Any

import uno
import unohelper
from com.sun.star.awt.MessageBoxType import ERRORBOX
from com.sun.star.frame import XDispatch, XDispatchProvider, XStatusListener
from com.sun.star.lang import XInitialization, XServiceInfo

IDENTIFIER = "org.rectify_xl.calc"
SERVICE = "com.sun.star.frame.ProtocolHandler"
PROTOCOL = "org.rectify_xl:"
SETTINGS = (".rectify_xl", "rectify_xl.conf")
SETTING = "INTERPRETER_CALC"
TITLE = "巡察整改"
INSTALL = "请在命令行运行 rectify-xl addin install --host calc，再点一次。"
TYPING = "有单元格正在编辑，输入的内容还没有进表。请按回车键结束输入（不要的按 Esc 键放弃），再点一次。工作簿保持原样。"
DOCTOR = "工作簿保持原样。请在命令行运行 rectify-xl doctor 查看原因。"
STATE, SERVICE_PROTOCOL = (".rectify_xl", "service.json"), 1
"""Where the service says how it is reached, and which words it must understand."""
PROOF = "X-Proof"
"""The header by which the service shows that it is this user's, and no other program that has taken its port."""
TAKEN = 200
ANSWER_SECONDS = 60
"""The service answers within a quarter of that, if only that the command is still running."""
LOST = "“巡察整改”程序中途没有了回应。请核对台账，再点一次。"
FOREIGN = ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "__PYVENV_LAUNCHER__")
"""What LibreOffice sets for its own Python, and what would mislead another one."""


class Handler(unohelper.Base, XInitialization, XDispatchProvider, XDispatch, XServiceInfo):
    """Take the URLs of our menu, such as `org.rectify_xl:check?submit`."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.frame: Any = None

    def initialize(self, arguments: tuple[Any, ...]) -> None:
        """Keep the window in which the menu is."""
        if arguments:
            self.frame = arguments[0]

    def queryDispatch(self, url: Any, target: str, flags: int) -> Any:
        """Take our own URLs only."""
        return self if url.Complete.startswith(PROTOCOL) else None

    def queryDispatches(self, requests: tuple[Any, ...]) -> tuple[Any, ...]:
        """Take each of several URLs."""
        return tuple(
            self.queryDispatch(request.FeatureURL, request.FrameName, request.SearchFlags) for request in requests
        )

    def dispatch(self, url: Any, arguments: tuple[Any, ...]) -> None:
        """Start the command of a menu item; never keep LibreOffice waiting."""
        try:
            call = read_call(url.Complete)
            if call is not None and editing(self.context, self.frame):
                self.tell(TYPING)
            elif call is not None:
                click = MenuClick(self.context, self.frame, call)
                threading.Thread(target=self.run, args=(click,), daemon=True).start()
        except (OSError, ValueError) as error:
            self.tell(f"没有能启动：{error}。{INSTALL}")

    def run(self, click: MenuClick) -> None:
        """Let the service do a click, or else a process of its own, and speak up where that told the user nothing."""
        state = service()
        trouble = None if state is None else by_service(state, click)
        if trouble is None:
            self.watch(click)
            if state is None:
                start_service()
        elif trouble:
            self.tell(trouble)

    def watch(self, click: MenuClick) -> None:
        """Start a command, wait for its end, and speak up when it ended without telling the user anything itself."""
        try:
            process = start(click)
        except (OSError, ValueError) as error:
            self.tell(f"没有能启动：{error}。{INSTALL}")
            return
        message = process.communicate()[1].decode("utf-8", "replace").strip()
        if process.returncode and "No module named 'rectify_xl" in message:
            self.tell(f"加载项设置的 Python 里没有本工具。{INSTALL}")
        elif process.returncode:
            last = message.splitlines()[-1] if message else "没有说明"
            self.tell(f"命令没有完成：{last.rstrip('。')}。{DOCTOR}")

    def tell(self, text: str) -> None:
        """Show a message."""
        window = self.frame.getContainerWindow() if self.frame else None
        toolkit = self.context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", self.context)
        toolkit.createMessageBox(window, ERRORBOX, 1, TITLE, text).execute()

    def addStatusListener(self, listener: Any, url: Any) -> None:
        """Our entries are always enabled, so there is nothing to tell."""

    def removeStatusListener(self, listener: Any, url: Any) -> None:
        """As above."""

    def getImplementationName(self) -> str:
        """Return the name under which the handler is registered."""
        return IDENTIFIER

    def supportsService(self, name: str) -> bool:
        """Tell whether this is a protocol handler: it is."""
        return name == SERVICE

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        """Return what this is."""
        return (SERVICE,)


class Typing(unohelper.Base, XStatusListener):
    """Hear whether one can switch between inserting and overwriting, which Calc allows only while a cell is edited."""

    on = False

    def statusChanged(self, state: Any) -> None:
        """Keep what is said."""
        self.on = bool(state.IsEnabled)

    def disposing(self, source: Any) -> None:
        """Nothing is held."""


class Listener:
    """Let this office take connections at one address, from the first click to its end."""

    address = ""
    acceptor: Any = None

    @classmethod
    def open(cls, context: Any) -> str:
        """Return the address, `pipe,name=…`; start to listen when nobody did."""
        if not cls.address:
            address = f"pipe,name=rectify_xl_{uuid.uuid4().hex}"
            cls.acceptor = context.ServiceManager.createInstanceWithContext("com.sun.star.office.Acceptor", context)
            cls.acceptor.initialize((f"{address};urp;StarOffice.ComponentContext", True))
            cls.address = address
        return cls.address


def read_call(url: str) -> tuple[str, str] | None:
    """Return command and variant of a URL, or None for one that is not in our menu, such as a link in a document."""
    known = json.loads(Path(__file__).with_name("calls.json").read_text(encoding="utf-8"))
    match = re.fullmatch(r"([a-z_]+)(?:\?([a-z_]+))?", url[len(PROTOCOL) :])
    call = (match.group(1), match.group(2) or "") if match else ("", "")
    return call if list(call) in known else None


def editing(context: Any, frame: Any) -> bool:
    """Tell whether a cell is being edited in the window: what stands in it is not in the workbook yet."""
    controller = frame.getController() if frame else None
    if controller is None or not controller.getModel().supportsService("com.sun.star.sheet.SpreadsheetDocument"):
        return False
    transformer = context.ServiceManager.createInstanceWithContext("com.sun.star.util.URLTransformer", context)
    url = uno.createUnoStruct("com.sun.star.util.URL")
    url.Complete = ".uno:InsertMode"
    url = transformer.parseStrict(url)[1]
    state, typing = frame.queryDispatch(url, "", 0), Typing()
    if state is not None:
        state.addStatusListener(typing, url)
        state.removeStatusListener(typing, url)
    return typing.on


class MenuClick:
    """What was clicked and where; made in the main thread of LibreOffice."""

    def __init__(self, context: Any, frame: Any, call: tuple[str, str]) -> None:
        self.command, self.variant = call
        self.office = Listener.open(context)
        self.document = document(frame)
        self.program = program(context)


def service() -> dict[str, Any] | None:
    """Return how the service is reached, None where none ever ran or takes clicks."""
    try:
        path = Path.home().joinpath(*STATE)
        if not own(path):
            return None
        state = json.loads(path.read_text(encoding="utf-8"))
        answer = ask(state, "GET", "/health")
    except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException):
        return None
    return state if answer is not None and not answer.get("ending") else None


def own(path: Path) -> bool:
    """Tell whether a file is a plain one of this user, or of whoever has the home folder."""
    owners = (os.getuid(), Path.home().stat().st_uid) if hasattr(os, "getuid") else (path.stat().st_uid,)
    return path.is_file() and not path.is_symlink() and path.stat().st_uid in owners


def by_service(state: dict[str, Any], click: MenuClick) -> str | None:
    """Let the service do a click; return what the user must still hear, and None where it does not take the click."""
    begun = {
        "protocol": SERVICE_PROTOCOL,
        "command": click.command,
        "variant": click.variant,
        "calc": {"office": click.office, "document": click.document},
    }
    try:
        answer = ask(state, "POST", "/click", begun)
    except ConnectionRefusedError:
        return None
    except (OSError, ValueError, http.client.HTTPException):
        return LOST  # it may have taken the click, which is not done twice
    if answer is None:
        return None
    try:
        while answer["op"] != "done":
            answer = ask(state, "POST", "/reply", {"click": answer["click"], "number": 0})
            if answer is None:
                return LOST
    except (OSError, ValueError, http.client.HTTPException):
        return LOST
    trouble = str(answer.get("trouble", ""))
    return f"命令没有完成：{trouble.rstrip('。')}。{DOCTOR}" if trouble else ""


def ask(state: dict[str, Any], method: str, address: str, data: Any = None) -> dict[str, Any] | None:
    """Return what the service answers, None where it refuses or another program answers in its place."""
    connection = http.client.HTTPConnection("127.0.0.1", int(state["port"]), timeout=ANSWER_SECONDS)
    try:
        headers = {"X-Token": str(state["token"]), "Content-Type": "application/json"}
        connection.request(method, address, None if data is None else json.dumps(data), headers)
        response = connection.getresponse()
        if response.status != TAKEN or response.getheader(PROOF) != str(state["proof"]):
            return None
        return dict(json.loads(response.read()))
    finally:
        connection.close()


def start(click: MenuClick) -> subprocess.Popen[bytes]:
    """Start the command in the user's Python, connected to this office and to this document."""
    environment = own_environment()
    environment["RECTIFY_XL_OFFICE"] = click.office
    environment["RECTIFY_XL_DOCUMENT"] = click.document
    environment["UNO_PATH"] = click.program
    environment["PYTHONIOENCODING"] = "utf-8"
    return subprocess.Popen(
        [
            interpreter(),
            "-P",
            "-m",
            "rectify_xl.doors.ribbon",
            *(word for word in (click.command, click.variant) if word),
        ],
        env=environment,
        cwd=str(Path.home()),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def start_service() -> None:
    """Start the service for the clicks to come; it outlives this office, and ends when nobody needs it."""
    try:
        process = subprocess.Popen(
            [interpreter(), "-P", "-m", "rectify_xl.doors.service"],
            env=own_environment(),
            cwd=str(Path.home()),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError):
        return  # this click was done all the same, and the next one will be
    threading.Thread(target=process.wait, daemon=True).start()


def own_environment() -> dict[str, str]:
    """Return the environment without what LibreOffice set for itself."""
    return {key: value for key, value in os.environ.items() if key not in FOREIGN}


def interpreter() -> str:
    """Return the Python that the settings file names; raises `ValueError` when it names none that is there."""
    path = Path.home().joinpath(*SETTINGS)
    if not path.is_file():
        raise ValueError(f"找不到设置文件 {path}")
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:  # Windows' own code page, which Excel's VBA reads
        text = content.decode(locale.getpreferredencoding(False), "replace")
    programs = [row[1] for row in csv.reader(io.StringIO(text, newline="")) if len(row) == 2 and row[0] == SETTING]
    if not programs:
        raise ValueError(f"设置文件 {path} 里没有写明用哪个 Python")
    python = os.path.expandvars(programs[0])
    if not Path(python).is_file():
        raise ValueError(f"找不到 Python 程序 {python}")
    return python


def document(frame: Any) -> str:
    """Return what identifies the document in the window of the menu, empty where there is none."""
    controller = frame.getController() if frame else None
    return str(getattr(controller.getModel(), "RuntimeUID", "")) if controller else ""


def program(context: Any) -> str:
    """Return the folder of LibreOffice's programs."""
    paths = context.ServiceManager.createInstanceWithContext("com.sun.star.util.PathSubstitution", context)
    return str(uno.fileUrlToSystemPath(paths.substituteVariables("$(prog)", True)))


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Handler, IDENTIFIER, (SERVICE,))
