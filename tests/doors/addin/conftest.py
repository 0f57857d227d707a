"""A user of LibreOffice with a fresh home; not an administrator, whom LibreOffice's extension manager refuses."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from rectify_xl.doors.addin.addin_computer import LINUX, Answer, Machine, this_machine

NOBODY = 65534


class User:
    """Runs programs as a user who is not root, with a home of his own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.other = NOBODY if os.geteuid() == 0 else None
        home.chmod(0o755)
        if self.other is not None:
            os.chown(home, NOBODY, NOBODY)

    def popen(self, command: Sequence[str], variables: Mapping[str, str] = {}) -> subprocess.Popen[bytes]:
        """Start a program in a session of its own, so that it can be ended with all that it starts."""
        environment = {"HOME": str(self.home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **variables}
        return subprocess.Popen(
            command,
            env=environment,
            cwd=self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=self.other,
            group=self.other,
            extra_groups=None if self.other is None else (),
        )

    def run(self, command: Sequence[str]) -> Answer:
        """Run a program to its end; a package that root has laid down is opened to the user first."""
        for word in command:
            if word.endswith(".oxt"):
                Path(word).parent.chmod(0o755)
        process = self.popen(command)
        text = process.communicate(timeout=120)[0].decode()
        return Answer(process.returncode, text)

    def own(self, path: Path) -> None:
        """Let a file that the test has laid down be this user's."""
        if self.other is not None:
            shutil.chown(path, self.other, self.other)

    @property
    def machine(self) -> Machine:
        """The computer as this user sees it."""
        return Machine(LINUX, self.home, {}, "/usr/bin/python3", run=self.run, office=this_machine().office)


@pytest.fixture
def user() -> Iterator[User]:
    """Return a user with a fresh home, or skip where LibreOffice is missing."""
    if this_machine().office is None:
        pytest.skip("LibreOffice is not installed here, so the extension cannot be installed into it")
    home = Path(tempfile.mkdtemp(prefix="rectify_xl_user_"))
    yield User(home)
    shutil.rmtree(home, ignore_errors=True)
