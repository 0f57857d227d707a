"""Start the program that stays loaded, for the clicks to come."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_DETACHED = 0x00000008 | 0x00000200 | 0x08000000
"""Windows: DETACHED_PROCESS, CREATE_NEW_PROCESS_GROUP, CREATE_NO_WINDOW."""
SERVICE = ("-P", "-m", "rectify_xl.doors.service")
OPEN = "--open"
"""Lets the service show its page in the browser."""


def start(*more: str, interpreter: str = sys.executable) -> subprocess.Popen[bytes]:
    """Start the service as a process of its own, which ends at once where one runs already."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [interpreter, *SERVICE, *more],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=Path.home(),
        start_new_session=True,
        creationflags=_DETACHED if sys.platform == "win32" else 0,
    )
