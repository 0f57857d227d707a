"""The computer as a command needs to know it: its system, its folders, and how a program is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

WINDOWS, MACOS, LINUX = "Windows", "Darwin", "Linux"


def system_name() -> str:
    """Return the system of this computer; `platform` would ask Windows' management service, which may never answer."""
    return {"win32": WINDOWS, "darwin": MACOS}.get(sys.platform, LINUX)


class Answer(NamedTuple):
    """What a program said: its exit status (127 when it is not there) and its output, errors included."""

    status: int
    text: str


def run(command: Sequence[str]) -> Answer:
    """Run a program, without a shell, for two minutes at most."""
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=120)  # noqa: S603 - no shell
    except FileNotFoundError:
        return Answer(127, "")
    except (OSError, subprocess.TimeoutExpired) as error:
        return Answer(126, str(error))
    return Answer(done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace"))


class Computer(NamedTuple):
    """One computer and its user; `system` is `Windows`, `Darwin` or `Linux`, `variables` the environment variables."""

    system: str
    home: Path
    variables: Mapping[str, str]
    run: Callable[[Sequence[str]], Answer] = run
    root: Path = Path("/")

    def variable(self, name: str) -> str:
        """Return an environment variable, empty when not set."""
        return self.variables.get(name, "")


def this_computer() -> Computer:
    """Return the computer on which we run."""
    return Computer(system_name(), Path.home(), os.environ)
