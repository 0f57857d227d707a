"""The set-up for Windows: installed, updated and taken away for the user alone, who has a Chinese name."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rectify_xl import __version__
from tests.same_results import names
from tests.windows.conftest import SECONDS, Windows, native

PROGRAM = Path("AppData") / "Local" / "Programs" / "rectify_xl"
ADD_IN = Path("AppData") / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "rectify_xl.xlam"
WPS = Path("AppData") / "Roaming" / "kingsoft" / "wps" / "jsaddons"
MENU = Path("AppData") / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs" / "巡察整改"
SETTINGS = Path(".rectify_xl")
TEMPORARY = ("AppData/Local/Temp", "Temp/")
"""Where Windows, and some wine, keeps temporary files, those of pywin32 too."""
RUN = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
OURS = r"HKCU\Software\rectify_xl"
STATE = (SETTINGS / "service.json").as_posix()
"""There while the service runs."""
DONE, NOT_DONE, NO_BUTTONS = 0, 2, 3
HOLD = (
    "import time, win32file, sys; h = win32file.CreateFile(sys.argv[1], win32file.GENERIC_READ, "
    "win32file.FILE_SHARE_READ, None, win32file.OPEN_EXISTING, 0, None); print('held', flush=True); time.sleep(600)"
)
"""As Excel holds what it has loaded."""
STAY = "import time; print('runs', flush=True); time.sleep(600)"


class Installed:
    """What a set-up put into the user's profile."""

    def __init__(self, windows: Windows) -> None:
        self.windows = windows
        self.user = windows.user
        self.folder = windows.user / PROGRAM

    def remove(self, *words: str) -> int:
        """Run the uninstaller where it lies, which it can then not take away itself."""
        place = f"C:\\users\\{self.user.name}\\{PROGRAM}".replace("/", "\\")
        return self.windows.install(self.folder / "卸载.exe", "/S", *words, f"_?={place}")

    def files(self) -> set[str]:
        """Return the files of the user that count."""
        return {name for name in names(self.user) if not name.startswith(TEMPORARY) and "卸载.exe" not in name}

    def registered(self, key: str) -> str:
        """Return what the registry says."""
        return self.windows.run("reg", "query", key).stdout

    @contextmanager
    def running(self, python: Path, *words: str) -> Iterator[None]:
        """Let a Python run meanwhile that writes a line when it is ready."""
        with self.windows.start(python, *words) as process:
            assert process.stdout is not None
            assert process.stdout.readline()
            yield
            process.kill()
            self.windows.end()


@pytest.fixture
def installed(windows: Windows, setup: Path) -> Iterator[Installed]:
    """Return the program as it is after it was installed; it is taken away again."""
    assert windows.install(setup, "/S") == DONE
    profile = Installed(windows)
    yield profile
    if (profile.folder / "卸载.exe").is_file():
        profile.remove("/FORCE")
    shutil.rmtree(profile.folder, ignore_errors=True)


def test_install_update_and_remove(windows: Windows, setup: Path) -> None:
    """Excel and WPS get their buttons; an update keeps what the user answered; the removal leaves nothing of ours."""
    profile = Installed(windows)
    user = windows.user
    before = profile.files()
    assert windows.install(setup, "/S") == DONE
    program = user / PROGRAM / "rectify-xl.exe"
    assert windows.run(program, "--version").stdout.strip() == f"rectify-xl {__version__}"
    assert (user / ADD_IN).is_file()
    assert (user / WPS / f"rectify_xl_{__version__}" / "ribbon.xml").is_file()
    assert names(user / MENU) == ["使用手册.lnk", "卸载.lnk", "巡察整改.lnk"]
    assert (user / PROGRAM / "说明" / "使用手册.html").is_file()
    assert "rectify_xl.doors.service" in profile.registered(RUN)
    settings = (user / SETTINGS / "rectify_xl.conf").read_bytes().decode("gbk")
    assert r"%LOCALAPPDATA%\Programs\rectify_xl\python\python.exe" in settings
    answers = user / SETTINGS / "上次填写.json"
    answers.write_text('{"role": "分管领导"}', encoding="utf-8")
    stale, own = user / PROGRAM / "python" / "旧文件.py", user / PROGRAM / "我的台账.xlsx"
    stale.touch()
    own.touch()
    others = user / WPS / "publish.xml"
    listed = others.read_text(encoding="utf-8")
    others.write_text(listed.replace("<jsplugins>", '<jsplugins><jspluginonline name="别家" type="wps"/>'), "utf-8")
    assert windows.install(setup, "/S") == DONE
    assert answers.is_file()
    assert own.is_file()
    assert not stale.exists()
    assert not [*(user / PROGRAM).glob(".rectify_xl*")]
    assert "别家" in others.read_text(encoding="utf-8")
    assert profile.remove() == DONE
    assert profile.files() - before == {(PROGRAM / "我的台账.xlsx").as_posix(), (WPS / "publish.xml").as_posix()}
    assert "别家" in others.read_text(encoding="utf-8")
    assert "rectify_xl" not in others.read_text(encoding="utf-8")
    assert "rectify_xl" not in profile.registered(RUN) + profile.registered(OURS)
    others.unlink()
    assert windows.install(setup, "/S") == DONE
    own.unlink()
    assert profile.remove() == DONE
    assert profile.files() == before
    assert not (user / WPS.parts[0] / WPS.parts[1] / WPS.parts[2]).exists()


def test_an_open_excel_keeps_its_buttons_and_it_is_said(installed: Installed, setup: Path, folder: Path) -> None:
    """An update says that the buttons are the older ones; a removal leaves all as it was, unless it is insisted on."""
    add_in = installed.user / ADD_IN
    older = add_in.read_bytes()[:5000]
    add_in.write_bytes(older)
    before = installed.files()
    with installed.running(folder / "python" / "python.exe", "-c", HOLD, native(add_in)):
        assert installed.windows.install(setup, "/S") == NO_BUTTONS
        assert add_in.read_bytes() == older
        assert (installed.user / WPS / "publish.xml").is_file()
        assert installed.remove() == NOT_DONE
        assert installed.files() | {STATE} == before | {STATE}
        assert "rectify_xl" in installed.registered(RUN)
        assert installed.remove("/FORCE") == DONE
        assert [name for name in installed.files() if "rectify_xl" in name] == [ADD_IN.as_posix()]
        assert "rectify_xl" not in installed.registered(RUN)
    add_in.unlink()


def test_a_program_that_runs_is_not_replaced(installed: Installed, setup: Path) -> None:
    """What it would lose in the middle of its work it keeps; nothing is half old and half new."""
    mark = installed.folder / "python" / "旧.py"
    mark.touch()
    before = installed.files()
    with installed.running(installed.folder / "python" / "python.exe", "-c", STAY):
        assert installed.windows.install(setup, "/S") == NOT_DONE
        assert installed.remove() == NOT_DONE
    assert before - installed.files() <= {STATE}
    assert not [*installed.folder.glob(".rectify_xl*")]
    assert installed.windows.install(setup, "/S") == DONE
    assert not mark.exists()


def test_a_set_up_that_was_broken_off_is_made_good_by_the_next_one(installed: Installed, setup: Path) -> None:
    """While it unpacks, the older version stays whole; between the two, it is put back first."""
    whole = installed.files()
    fresh = installed.folder / ".rectify_xl.new"
    process = installed.windows.installing(setup, "/S")
    deadline = time.monotonic() + SECONDS
    while not (fresh / "python").is_dir() and time.monotonic() < deadline:
        time.sleep(0.1)
    installed.windows.end()
    process.wait(SECONDS)
    assert fresh.is_dir()
    assert whole - installed.files() <= {STATE}
    old = installed.folder / ".rectify_xl.old"
    old.mkdir(exist_ok=True)
    for name in ("python", "说明"):
        (installed.folder / name).rename(old / name)
    assert installed.windows.install(setup, "/S") == DONE
    assert installed.files() == whole
    assert not [*installed.folder.glob(".rectify_xl*")]


def test_another_place_takes_the_former_one_away(installed: Installed, setup: Path) -> None:
    """There is one program, wherever it lies; its folder may have a Chinese name and blanks."""
    drive = installed.windows.prefix / "drive_c"
    assert installed.windows.install(setup, "/S", "/D=C:\\程", "序") == DONE
    assert (drive / "程 序" / "rectify-xl.exe").is_file()
    assert not installed.folder.exists()
    assert r"C:\程 序\python\pythonw.exe" in (installed.user / SETTINGS / "start.cmd").read_bytes().decode("gbk")
    assert installed.windows.install(drive / "程 序" / "卸载.exe", "/S", "_?=C:\\程", "序") == DONE
    assert names(drive / "程 序") == ["卸载.exe"]


def test_a_folder_of_others_is_not_taken(windows: Windows, setup: Path) -> None:
    """Nor is anything put there."""
    folder = windows.prefix / "drive_c" / "东西"
    folder.mkdir()
    (folder / "a").touch()
    assert windows.install(setup, "/S", r"/D=C:\东西") == NOT_DONE
    assert [path.name for path in folder.iterdir()] == ["a"]


def test_a_windows_that_is_too_old_is_told(windows: Windows, setup: Path) -> None:
    """Before anything is copied: Python 3.12 and the libraries cannot be started there."""
    quiet = subprocess.DEVNULL
    command = ["winecfg", "-v"]
    subprocess.run([*command, "win7"], env=windows.environment, check=True, stdout=quiet, stderr=quiet)
    try:
        assert windows.install(setup, "/S") == NOT_DONE
    finally:
        subprocess.run([*command, "win10"], env=windows.environment, check=True, stdout=quiet, stderr=quiet)
    assert not (windows.user / PROGRAM).exists()


def test_one_is_enough_at_a_time(windows: Windows, setup: Path) -> None:
    """Whoever clicks twice, since the window takes its time, gets one."""
    first = windows.installing(setup, "/S")
    deadline = time.monotonic() + SECONDS
    while not (windows.user / PROGRAM).is_dir() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert windows.install(setup, "/S") == NOT_DONE
    assert first.wait(SECONDS) == DONE
    Installed(windows).remove()


def test_what_lies_alone_says_what_is_missing(windows: Windows, folder: Path, tmp_path: Path) -> None:
    """A double click within a .zip unpacks just the one file."""
    for name in ("rectify-xl.exe", "安装按钮.cmd"):
        shutil.copy(folder / name, tmp_path)
    done = windows.run(tmp_path / "rectify-xl.exe", "--version")
    assert (done.returncode, "请先把它整个解压到一个文件夹" in done.stdout + done.stderr) == (2, True)
    done = windows.run("cmd", "/c", native(tmp_path / "安装按钮.cmd"))
    assert "请先把压缩包整个解压到一个文件夹" in done.stdout
