"""Where the running service says how it is reached: its port and its token, in a file that only this user can read."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import NamedTuple

from rectify_xl.system import files
from rectify_xl.text import json_text

FOLDER = ".rectify_xl"
NAME = "service.json"
PROTOCOL = 1
"""A door and a service of different numbers do not understand each other."""
_PRIVATE = 0o600


class ServiceState(NamedTuple):
    """A service that runs or ran: doors post to `port` on this computer and show the `token`."""

    port: int
    token: str
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
    """Return what the file says; None where there is none, or one that was damaged."""
    try:
        values = json_text.parsed(source.read_text(encoding="utf-8"))
        return ServiceState(
            int(values["port"]),
            str(values["token"]),
            int(values["pid"]),
            str(values["version"]),
            int(values["protocol"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remove(state: ServiceState, target: Path) -> None:
    """Take the file away, unless another service has written it anew."""
    if read(target) == state:
        target.unlink(missing_ok=True)
