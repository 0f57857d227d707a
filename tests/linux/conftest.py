"""An older Linux as debootstrap makes it: nothing of this computer is in it, nothing of it reaches the network.

Version 2.28 of the GNU C library, for which the program is built, is in Debian 10; where the archive with Debian 10
cannot be reached, Debian 11 takes its place, and what the programs ask of the library is checked symbol by symbol.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from rectify_xl import __version__
from tests import same_results
from tests.conftest import ROOT

SUITES = (("buster", "http://archive.debian.org/debian"), ("bullseye", "http://deb.debian.org/debian"))
"""Debian 10 and 11, and where they are."""
DIST = "RECTIFY_XL_DIST"
"""Environment: where `make dist-linux` put what it made."""
OLD_LIBRARY = "RECTIFY_XL_OLD_GLIBC"
"""Environment: a root folder with a GNU C library 2.28 and busybox, to be tried as well."""
USER, NUMBER = "zhang", 1000
LOCALES = ("zh_CN.UTF-8", "zh_CN.GB18030")
SECONDS = 900
STARTS = (
    'if [ -n "$3" ]; then mount -t tmpfs -o "$3,mode=755,uid=$2,gid=$2" tmpfs "$0$HOME"; fi; '
    'mount -t proc proc "$0/proc"; mkdir -p "$0/dev/shm"; mount -t tmpfs -o mode=1777 tmpfs "$0/dev/shm"; '
    'ip link set lo up; exec chroot --userspec="$2:$2" "$0" /bin/sh -c "$1"'
)
"""What a Linux that has started has besides its files; processes that work together need /dev/shm."""


class Linux:
    """A root folder in which programs are run as a plain user, each time with processes and a network of their own."""

    def __init__(self, root: Path, home: str = f"/home/{USER}") -> None:
        self.root = root
        self.home = root / home.lstrip("/")
        self.inside = home

    def run(
        self, script: str, *, locale: str = "zh_CN.UTF-8", user: int = NUMBER, disk: str = ""
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a shell script to its end; whatever it started ends with it.

        With `disk`, the home is an empty disk of its own that is mounted with these options.
        """
        isolated = ["unshare", "--mount", "--pid", "--net", "--fork", "--kill-child"]
        environment = {"HOME": self.inside, "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LANG": locale}
        return subprocess.run(
            [*isolated, "sh", "-c", STARTS, str(self.root), script, str(user), disk],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )

    def text(self, script: str, *, locale: str = "zh_CN.UTF-8") -> str:
        """Run a script that must succeed; return what it printed."""
        done = self.run(script, locale=locale)
        assert done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")
        return done.stdout.decode("utf-8")

    def files(self) -> set[str]:
        """Return the files of the user."""
        paths = (path for path in self.home.rglob("*") if path.is_symlink() or path.is_file())
        return {path.relative_to(self.home).as_posix() for path in paths}

    def clean_home(self) -> None:
        """Give the user an empty home."""
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        os.chown(self.home, NUMBER, NUMBER)


def dist(name: str) -> Path:
    """Return something that `make dist-linux` made, or skip."""
    if DIST not in os.environ:
        pytest.skip("`make test-linux` makes what these tests need, and runs them")
    path = Path(os.environ[DIST]) / name
    if not path.exists():
        pytest.skip(f"{name} is not made here: `make test-linux` makes it and runs these tests")
    return path


@pytest.fixture(scope="session")
def folder() -> Path:
    """Return the program's folder for this computer's architecture."""
    return dist(f"巡察整改-{__version__}-x86_64")


@pytest.fixture(scope="session")
def setup() -> Path:
    """Return what installs it."""
    return dist(f"巡察整改-安装-{__version__}-x86_64.run")


@pytest.fixture(scope="session")
def archive() -> Path:
    """Return the folder for those who do not want the set-up."""
    return dist(f"巡察整改-{__version__}-x86_64.tar.gz")


@pytest.fixture(scope="session")
def old_debian(setup: Path, archive: Path) -> Iterator[Path]:
    """Return the root of an older Debian with the Chinese locales, a user and the set-up on a stick."""
    for program in ("debootstrap", "unshare", "ip"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed: the program cannot be run in an older Linux here")
    if os.geteuid():
        pytest.skip("only root can make and enter another root folder")
    root = _debian(ROOT / "build" / "linux")
    chroot = ["chroot", str(root)]
    for name in LOCALES:
        language, _, letters = name.partition(".")
        subprocess.run([*chroot, "localedef", "-i", language, "-f", letters, name], check=True)
    known = subprocess.run([*chroot, "id", USER], check=False, capture_output=True).returncode == 0
    if not known:
        subprocess.run([*chroot, "useradd", "--uid", str(NUMBER), USER], check=True)
    _put_stick(root, setup)
    shutil.copy(archive, root / "media" / "U盘 1" / "文件夹.tar.gz")
    yield root
    shutil.rmtree(root / "media")


@pytest.fixture
def debian(old_debian: Path) -> Linux:
    """Return the older Debian with an empty home of a Chinese name."""
    system = Linux(old_debian, "/home/张 三")
    system.clean_home()
    return system


@pytest.fixture(params=["debian", "library"])
def linux(request: pytest.FixtureRequest, setup: Path) -> Linux:
    """Return an older Linux with an empty home of a Chinese name: Debian, and a bare C library where one is named."""
    if request.param == "debian":
        return cast("Linux", request.getfixturevalue("debian"))
    if OLD_LIBRARY not in os.environ:
        pytest.skip(f"{OLD_LIBRARY} names no root folder with a GNU C library 2.28")
    system = Linux(Path(os.environ[OLD_LIBRARY]), "/home/张 三")
    _put_stick(system.root, setup)
    system.clean_home()
    return system


@pytest.fixture(scope="session")
def demo_here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what the demo makes with this computer's Python."""
    return same_results.demo(tmp_path_factory.mktemp("here") / "结果")


def _debian(cache: Path) -> Path:
    """Return the root of the oldest Debian that can be had."""
    for suite, archive in SUITES:
        root = cache / f"debian-{suite}"
        if root.is_dir():
            return root
        partial = cache / f"debian-{suite}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        command = [
            "debootstrap",
            "--variant=minbase",
            "--include=locales,procps,xdg-utils",
            suite,
            str(partial),
            archive,
        ]
        if subprocess.run(command, check=False, capture_output=True).returncode == 0:
            partial.rename(root)
            return root
        shutil.rmtree(partial, ignore_errors=True)
    pytest.skip("no older Debian can be had here")


def _put_stick(root: Path, setup: Path) -> None:
    stick = root / "media" / "U盘 1"
    stick.mkdir(parents=True, exist_ok=True)
    shutil.copy(setup, stick / "安装.run")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in which systems the program was run."""
    roots = [path for path in (ROOT / "build" / "linux").glob("debian-*") if path.suffix != ".partial"]
    roots += [Path(os.environ[OLD_LIBRARY])] if OLD_LIBRARY in os.environ else []
    for root in roots:
        asked = subprocess.run(["chroot", str(root), "getconf", "GNU_LIBC_VERSION"], capture_output=True, check=False)
        terminalreporter.write_line(f"run in {root.name}, {asked.stdout.decode().strip()}")
