"""Windows as wine plays it: a prefix of our own with code page 936, and what `make dist-windows` made.

This is no Windows, and no Excel and no WPS is in it; what needs those was not run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from rectify_xl import __version__
from tests.conftest import ROOT

STUB = Path(__file__).with_name("bcryptprimitives.c")
COMPILER = "x86_64-w64-mingw32-gcc"
USER = "张三"
SECONDS = 600


class Windows:
    """A wine prefix; what runs in it is seen through a pipe, as wine's own console is none."""

    def __init__(self, prefix: Path) -> None:
        self.prefix = prefix
        self.user = prefix / "drive_c" / "users" / USER
        self.environment = {
            **os.environ,
            "USER": USER,
            "WINEDLLOVERRIDES": "winemenubuilder.exe=d",  # else wine writes into the menus of this computer
            "WINEPREFIX": str(prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "LANG": "zh_CN.UTF-8",
            "LC_ALL": "zh_CN.UTF-8",
            "DISPLAY": "",
        }

    def run(self, *words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a program of Windows to its end."""
        return subprocess.run(
            ["wine", *map(str, words)],
            env=self.environment,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
            check=False,
        )

    def install(self, setup: Path, *words: str) -> int:
        """Run a set-up to its end, unseen."""
        return self.installing(setup, *words).wait(SECONDS)

    def installing(self, setup: Path, *words: str) -> subprocess.Popen[bytes]:
        """Start a set-up; a pipe would be kept open by the service that it starts, as long as that runs."""
        quiet = subprocess.DEVNULL
        command = ["wine", str(setup), *words]
        return subprocess.Popen(command, env=self.environment, stdin=quiet, stdout=quiet, stderr=quiet)

    def start(self, *words: str | Path, cwd: Path | None = None) -> subprocess.Popen[bytes]:
        """Start a program of Windows."""
        return subprocess.Popen(
            ["wine", *map(str, words)],
            env=self.environment,
            cwd=cwd,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def end(self) -> None:
        """End whatever still runs in it."""
        subprocess.run(["wineserver", "-k"], env=self.environment, check=False, timeout=SECONDS)


def _dist() -> Path:
    folder = Path(os.environ.get("RECTIFY_XL_DIST") or ROOT / "dist")
    if not folder.is_dir():
        pytest.skip("nothing is made for Windows here: `make test-windows` makes it and runs these tests")
    return folder


@pytest.fixture(scope="session")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Windows:
    """Return a fresh prefix of Windows 10 with a Chinese code page."""
    _dist()
    for program in ("wine", COMPILER):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed: the programs for Windows cannot be run here")
    made = Windows(tmp_path_factory.mktemp("wine") / "prefix")
    subprocess.run(["wineboot", "-i"], env=made.environment, check=True, capture_output=True, timeout=SECONDS)
    subprocess.run(["winecfg", "-v", "win10"], env=made.environment, check=True, capture_output=True, timeout=SECONDS)
    library = made.prefix / "drive_c" / "windows" / "system32" / "bcryptprimitives.dll"
    subprocess.run([COMPILER, "-shared", "-O2", "-o", str(library), str(STUB), "-ladvapi32"], check=True)
    return made


@pytest.fixture(scope="session")
def folder(windows: Windows, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the program's folder, copied to where its path has Chinese letters and a blank."""
    _ = windows
    target: Path = tmp_path_factory.mktemp("U盘") / "巡 察" / "程序"
    shutil.copytree(_dist() / f"巡察整改-{__version__}", target)
    return target


@pytest.fixture(scope="session")
def setup() -> Path:
    """Return the set-up."""
    return _dist() / f"巡察整改-安装-{__version__}.exe"


@pytest.fixture(scope="module")
def windowed(windows: Windows) -> Iterator[Windows]:
    """Return the same prefix with a screen that nobody sees, on which windows can be opened."""
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("Xvfb is not installed: no windows can be opened here")
    windows.end()  # what was started without a screen would open no window later
    reader, writer = os.pipe()
    command = [program, "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(writer,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as screen:
        os.close(writer)
        with os.fdopen(reader) as answer:
            windows.environment["DISPLAY"] = f":{answer.readline().strip()}"
        yield windows
        windows.end()
        windows.environment["DISPLAY"] = ""
        screen.terminate()


def native(path: Path) -> str:
    """Return a path of this system as Windows names it under wine."""
    return f"Z:{path}".replace("/", "\\")
