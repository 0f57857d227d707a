"""后台程序: start it, end it, say whether it runs."""

from __future__ import annotations

import webbrowser
from pathlib import Path

from rectify_xl import __version__
from rectify_xl.commands.outcome import FINE, FOUND, Outcome, Request
from rectify_xl.commands.table import find
from rectify_xl.doors.service import running, state_file
from rectify_xl.errors import UsageError

STILL_WRITING = "后台程序还在写台账，写完就停止；请过一会儿再看（service status）。"


def run(request: Request) -> Outcome:
    """Do what the action says: `start`, `stop`, `status`, or `run` in the foreground."""
    return act(request.source, state_file.path())


def act(action: str, state_path: Path) -> Outcome:
    """Do it for the service whose state is kept in `state_path`."""
    command = find("service")
    words = {meaning: word for word, meaning in command.actions} if command else {}
    action = words.get(action, action)
    if action == "run":
        served = running.serve(state_path)
        return Outcome({"running": not served}, ("后台程序已经结束。" if served else "后台程序已经在运行。",))
    if action == "start":
        state = running.start(state_path)
        return Outcome({"running": True, "port": state.port}, ("后台程序已经在运行，可以点按钮了。",))
    if action == "open":
        address = running.page_address(running.start(state_path))
        by_hand = f"没有打开浏览器，请在一分钟内把这个地址贴进浏览器：{address}"
        opened = webbrowser.open(address)
        sentence = "已在浏览器里打开“巡察整改”。" if opened else by_hand
        return Outcome({"running": True, "address": address, "opened": opened}, (sentence,))
    if action == "stop":
        state_before = running.running(state_path)
        if state_before is None:
            return Outcome({"running": False}, ("后台程序没有在运行，不用停止。",))
        if not running.stop(state_before):
            return Outcome({"running": True}, (STILL_WRITING,), status=FOUND)
        return Outcome({"running": False}, ("后台程序已经停止；下次点按钮时会再启动，开着的浏览器页面要重新打开。",))
    if action == "status":
        current = running.running(state_path)
        if current is None:
            return Outcome({"running": False}, ("后台程序没有在运行；点按钮时会启动。",), status=FOUND)
        newer = "" if current.version == __version__ else f"，程序是{__version__}，下次打开按钮页时换成它"
        sentence = f"后台程序正在运行，版本{current.version}{newer}。"
        return Outcome({"running": True, "version": current.version}, (sentence,), status=FINE)
    raise UsageError(f"后台程序没有“{action}”这个动作", "可用的动作：open、start、stop、status、run")
