"""A Python that stands for ours: started from the menu, it writes down how it was called and what it sees."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from rectify_xl.commands.outcome import Request
from rectify_xl.doors.addin import addin_command, settings
from tests.doors.addin.conftest import User

INTERPRETER = """#!/usr/bin/python3
import json, os, pathlib, sys
target = pathlib.Path.home() / "answers"
part = target.parent / str(os.getpid())
if "rectify_xl.doors.service" in sys.argv:
    part.write_text(json.dumps({"arguments": sys.argv[1:]}))
    part.rename(target / part.name)
    sys.exit()
import uno
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
context = resolver.resolve("uno:" + os.environ["RECTIFY_XL_OFFICE"] + ";urp;StarOffice.ComponentContext")
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
open_now = [each.RuntimeUID for each in desktop.Components if hasattr(each, "RuntimeUID")]
answer = {"arguments": sys.argv[1:], "document": os.environ["RECTIFY_XL_DOCUMENT"], "open": open_now,
          "program": os.environ["UNO_PATH"], "path": os.environ.get("PYTHONPATH")}
part.write_text(json.dumps(answer))
part.rename(target / part.name)
"""


def install(user: User) -> Path:
    """Install the extension with such an interpreter; return the folder in which the answers appear."""
    answers = user.home / "answers"
    answers.mkdir()
    interpreter = user.home / "python"
    interpreter.write_text(INTERPRETER, encoding="utf-8")
    interpreter.chmod(0o755)
    if user.other is not None:
        shutil.chown(answers, user.other, user.other)
    options = {"host": "calc", "interpreter": str(interpreter)}
    addin_command.act(Request(date(2026, 9, 30), source="install", options=options), user.machine)
    settings_file = user.home / ".rectify_xl" / "rectify_xl.conf"
    assert settings.read(settings_file) == {"INTERPRETER_CALC": str(interpreter)}
    return answers
