"""The part that runs inside LibreOffice: a menu item starts the Python that holds our package.

This file is copied into the extension as it stands. LibreOffice loads it with its own Python (3.5 or newer), which
usually lacks our package and everything that it needs; so it imports nothing but the standard library and UNO. The
interpreter is read from the settings file that `rectify-xl addin install` writes. The process that is started connects
back to this office through a pipe with a name that nobody can guess.
"""

import csv
import json
import os
import re
import subprocess
import threading
import uuid

import uno
import unohelper
from com.sun.star.awt.MessageBoxType import ERRORBOX
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo

IDENTIFIER = "org.rectify_xl.calc"
SERVICE = "com.sun.star.frame.ProtocolHandler"
PROTOCOL = "org.rectify_xl:"
SETTING = "INTERPRETER_CALC"
TITLE = "巡察整改"
INSTALL = "请在命令行运行 rectify-xl addin install --host calc，再点一次。"
FOREIGN = ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "__PYVENV_LAUNCHER__")
"""What LibreOffice sets for its own Python, and what would mislead another one."""

address = ""
"""Where this office listens; empty before the first click."""
listener = None


class Handler(unohelper.Base, XInitialization, XDispatchProvider, XDispatch, XServiceInfo):
    """Take the URLs of our menu, such as `org.rectify_xl:check?submit`."""

    def __init__(self, context):
        self.context = context
        self.frame = None

    def initialize(self, arguments):
        """Keep the window in which the menu is."""
        if arguments:
            self.frame = arguments[0]

    def queryDispatch(self, url, target, flags):
        """Take our own URLs only."""
        return self if url.Complete.startswith(PROTOCOL) else None

    def queryDispatches(self, requests):
        """Take each of several URLs."""
        return tuple(self.queryDispatch(each.FeatureURL, each.FrameName, each.SearchFlags) for each in requests)

    def dispatch(self, url, arguments):
        """Start the command of a menu item; never keep LibreOffice waiting."""
        try:
            call = read_call(url.Complete)
            if call is not None:
                process = start(self.context, self.frame, call)
                threading.Thread(target=self.watch, args=(process,), daemon=True).start()
        except (OSError, ValueError) as error:
            self.tell("没有能启动：{}。{}".format(error, INSTALL))

    def watch(self, process):
        """Wait for the end of a command, and tell when it ended without telling anything itself."""
        message = process.communicate()[1].decode("utf-8", "replace").strip()
        if process.returncode:
            last = message.splitlines()[-1] if message else "没有说明"
            self.tell("命令没有完成：{}。工作簿保持原样。请在命令行运行 rectify-xl doctor 查看原因。".format(last.rstrip("。")))

    def tell(self, text):
        """Show a message."""
        window = self.frame.getContainerWindow() if self.frame else None
        toolkit = self.context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", self.context)
        toolkit.createMessageBox(window, ERRORBOX, 1, TITLE, text).execute()

    def addStatusListener(self, listener, url):
        """Our entries are always enabled, so there is nothing to tell."""

    def removeStatusListener(self, listener, url):
        """As above."""

    def getImplementationName(self):
        """Return the name under which the handler is registered."""
        return IDENTIFIER

    def supportsService(self, name):
        """Tell whether this is a protocol handler: it is."""
        return name == SERVICE

    def getSupportedServiceNames(self):
        """Return what this is."""
        return (SERVICE,)


def read_call(url):
    """Return command and variant of a URL, or None for one that is not in our menu, such as a link in a document."""
    with open(os.path.join(os.path.dirname(__file__), "calls.json"), encoding="utf-8") as file:
        known = [tuple(each) for each in json.load(file)]
    match = re.match(r"([a-z_]+)(?:\?([a-z_]+))?$", url[len(PROTOCOL) :])
    call = (match.group(1), match.group(2) or "") if match else None
    return call if call in known else None


def start(context, frame, call):
    """Start the command in the user's Python, connected to this office and to this document."""
    environment = {key: value for key, value in os.environ.items() if key not in FOREIGN}
    environment["RECTIFY_XL_OFFICE"] = listen(context)
    environment["RECTIFY_XL_DOCUMENT"] = document(frame)
    environment["UNO_PATH"] = program(context)
    environment["PYTHONIOENCODING"] = "utf-8"
    command = [interpreter(), "-m", "rectify_xl.ribbon"] + [word for word in call if word]
    return subprocess.Popen(
        command,
        env=environment,
        cwd=os.path.expanduser("~"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def interpreter():
    """Return the Python that the settings file names."""
    path = os.path.join(os.path.expanduser("~"), ".rectify_xl", "rectify_xl.conf")
    if not os.path.isfile(path):
        raise ValueError("找不到设置文件" + path)
    with open(path, encoding="utf-8") as file:
        found = [row[1] for row in csv.reader(file) if len(row) == 2 and row[0] == SETTING]
    if not found:
        raise ValueError("设置文件里没有写明用哪个 Python")
    program_path = os.path.expandvars(found[0])
    if not os.path.isfile(program_path):
        raise ValueError("找不到 Python 程序" + program_path)
    return program_path


def document(frame):
    """Return what identifies the document in the window of the menu, empty where there is none."""
    model = frame.getController().getModel() if frame and frame.getController() else None
    return getattr(model, "RuntimeUID", "")


def program(context):
    """Return the folder of LibreOffice's programs."""
    expander = context.getValueByName("/singletons/com.sun.star.util.theMacroExpander")
    return uno.fileUrlToSystemPath(expander.expandMacros("$BRAND_BASE_DIR/$BRAND_BIN_SUBDIR"))


def listen(context):
    """Let this office accept one kind of connection, from the first click to its end; return the address."""
    global address, listener
    if not address:
        name = "pipe,name=rectify_xl_" + uuid.uuid4().hex
        listener = context.ServiceManager.createInstanceWithContext("com.sun.star.office.Acceptor", context)
        listener.initialize((name + ";urp;StarOffice.ComponentContext", True))
        address = name
    return address


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Handler, IDENTIFIER, (SERVICE,))
