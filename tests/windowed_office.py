"""A LibreOffice with real windows on a screen that nobody sees (Xvfb), with keys pressed by xdotool."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rectify_xl.workbook.calc import bridge
from rectify_xl.workbook.calc.connection import connect

PROGRAMS = ("Xvfb", "xdotool")
SCREEN = "1280x800x24"
SECONDS = 90
MENUS_BEFORE = 9
"""Menus of Calc to the left of ours."""


def _socket() -> str:
    """Return an address that another account reaches too, which a pipe is not."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"socket,host=127.0.0.1,port={free.getsockname()[1]}"


def _environment() -> dict[str, str]:
    """Return a plain environment: the Python that runs us must not mislead LibreOffice's own."""
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(Path.home()), "LC_ALL": "C.UTF-8"}


def missing() -> str:
    """Return which of the programs are not installed, empty when all are."""
    return "、".join(program for program in PROGRAMS if shutil.which(program) is None)


class Windowed:
    """Use it in a `with` statement; `context` is the office's component context, `address` where it listens.

    `account` says as who the office runs, in the words of `subprocess.Popen`.
    """

    def __init__(
        self,
        *,
        profile: Path | None = None,
        variables: dict[str, str] | None = None,
        account: dict[str, Any] | None = None,
    ) -> None:
        self._account = account or {}
        self._folder = tempfile.TemporaryDirectory(prefix="rectify_xl_window_", ignore_cleanup_errors=True)
        self._profile = profile or Path(self._folder.name)
        self._seen: set[str] = set()
        self._children: list[subprocess.Popen[bytes]] = []
        self.address = _socket() if account else f"pipe,name=rectify_xl_{uuid.uuid4().hex}"
        self.environment = {**_environment(), **(variables or {}), "DISPLAY": self._screen()}

    def _screen(self) -> str:
        """Start a screen of a number that is free, and return its name."""
        reader, writer = os.pipe()
        self._start("Xvfb", "-displayfd", str(writer), "-screen", "0", SCREEN, "-nolisten", "tcp", pass_fds=(writer,))
        os.close(writer)
        with os.fdopen(reader) as answer:
            return f":{answer.readline().strip()}"

    def _start(self, *command: str, **more: Any) -> None:
        nowhere = subprocess.DEVNULL
        self._children.append(
            subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True, **more)
        )

    def __enter__(self) -> Self:
        if shutil.which("matchbox-window-manager"):
            self._start("matchbox-window-manager", env=self.environment)
        self._start(
            str(bridge.executable()),
            "--norestore",
            "--nologo",
            "--nofirststartwizard",
            f"--accept={self.address};urp;",
            f"-env:UserInstallation={self._profile.resolve().as_uri()}",
            env=self.environment,
            **self._account,
        )
        try:
            self.context: Any = connect(self.address, seconds=SECONDS)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End the office and the screen."""
        for child in reversed(self._children):
            try:
                os.killpg(child.pid, signal.SIGTERM)
                child.wait(15)
            except ProcessLookupError:
                continue
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self._folder.cleanup()

    def xdotool(self, *words: str) -> str:
        """Run xdotool and return what it prints."""
        done = subprocess.run(("xdotool", *words), env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def wait_for(self, title: str) -> None:
        """Wait for a window with this in its title that was not waited for before."""
        deadline = time.monotonic() + SECONDS
        while True:
            found = set(self.xdotool("search", "--onlyvisible", "--name", title).split()) - self._seen
            if found:
                break
            if time.monotonic() > deadline:
                raise TimeoutError(f"no window “{title}”")
            time.sleep(0.1)
        self._seen |= found
        time.sleep(0.5)  # it is there, and now takes keys

    def keys(self, *names: str) -> None:
        """Press keys, one after another."""
        self.xdotool("key", "--clearmodifiers", "--delay", "60", *names)

    def open_menu(self) -> None:
        """Open our menu, with the first entry chosen."""
        self.keys("F10", *["Right"] * MENUS_BEFORE, "Down")
        time.sleep(1)

    def type(self, text: str) -> None:
        """Type a text."""
        self.xdotool("type", "--delay", "60", text)

    def picture(self, path: Path) -> None:
        """Save what is on the screen."""
        subprocess.run(("import", "-window", "root", str(path)), env=self.environment, check=True)
