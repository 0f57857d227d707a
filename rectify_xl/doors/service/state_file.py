"""Where the running service says how it is reached: its port and its secrets, in a file that only this user can read.

A door shows the token; by the proof in the answer it knows that no other program has taken the port.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
from pathlib import Path
from typing import NamedTuple

from rectify_xl.system import files
from rectify_xl.text import json_text

FOLDER = ".rectify_xl"
NAME = "service.json"
PROTOCOL = 1
"""A door and a service of different numbers do not understand each other."""
PROOF = "X-Proof"
"""The header of an answer by which a door knows the service of its own user."""
_PRIVATE = 0o600
_LARGEST = 10_000
"""Bytes."""
_PLAIN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""Never through a link, and waiting for nobody: a pipe may stand in place of the file."""


class ServiceState(NamedTuple):
    """A service that runs or ran: doors post to `port` on this computer, show the `token` and expect the `proof`.

    An older program wrote down no proof: its service is believed nothing, and only asked to end.
    """

    port: int
    token: str
    proof: str
    pid: int
    version: str
    protocol: int = PROTOCOL


def path(home: Path | None = None) -> Path:
    """Return where the file lies."""
    return (home or Path.home()) / FOLDER / NAME


def new_token() -> str:
    """Return a secret that nobody can guess."""
    return secrets.token_urlsafe(32)


def write(state: ServiceState, target: Path) -> None:
    """Write the file so that at no moment anybody else can read it."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    blank = target.with_suffix(".new")
    os.close(os.open(blank, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE))
    blank.chmod(_PRIVATE)
    try:
        files.write(target, json.dumps(state._asdict()).encode(), like=blank, aside=True)
    finally:
        blank.unlink(missing_ok=True)


def read(source: Path) -> ServiceState | None:
    """Return what the file says; None where there is none, or one that was damaged or that somebody else has put."""
    try:
        values = json_text.parsed(_content(source))
        return ServiceState(
            int(values["port"]),
            str(values["token"]),
            str(values.get("proof", "")),
            int(values["pid"]),
            str(values["version"]),
            int(values["protocol"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _content(source: Path) -> bytes:
    """Return the bytes of a plain file of this user; raises `OSError` for every other one."""
    descriptor = os.open(source, _PLAIN)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or not _own(status, source):
            raise PermissionError(source)
        return os.read(descriptor, _LARGEST)
    finally:
        os.close(descriptor)


def _own(status: os.stat_result, source: Path) -> bool:
    """Tell whether a file is this user's, or of whoever has the home folder: disks without users name one for all."""
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid in (os.geteuid(), source.parent.parent.stat().st_uid)


def remove(state: ServiceState, target: Path) -> None:
    """Take the file away, unless another service has written it anew."""
    if read(target) == state:
        target.unlink(missing_ok=True)
