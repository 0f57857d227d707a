"""Install this folder for the user, and take it away again; what is printed is what the user reads.

It lies in the folder `setup` of the package and runs with the Python of the package, which knows the program.
"""

from __future__ import annotations

import argparse
import errno
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from rectify_xl import __version__
from rectify_xl.doors.addin import autostart
from rectify_xl.doors.addin.addin_computer import this_machine
from rectify_xl.doors.doctor import wps
from rectify_xl.system import files

HERE = Path(__file__).resolve().parents[1]
TITLE, COMMAND, ENTRY = "巡察整改", "rectify-xl", "rectify_xl.desktop"
OURS = ("python", "说明", "许可", "请先读我.txt", COMMAND, "打开巡察整改.sh", "安装.sh", "卸载.sh", "setup")
"""What the package holds; whatever else lies in its folder is the user's. `setup` goes last: it tells what is ours."""
SETTINGS = ".rectify_xl"
WORK = ".rectify_xl.{}."
"""How the name of a folder begins in which an installation works, beside its target; it holds the process's number."""
FORMER = "former"
LONGEST_SECONDS = 3600
"""No installation takes longer; so says the script that unpacks it, too."""
WPS, CALC = "wps", "calc"
_ESCAPES = str.maketrans({"\\": r"\\\\", '"': r'\\"', "`": r"\\`", "$": r"\\$", "%": "%%"})


class NotDoneError(Exception):
    """What keeps us from doing it, in words for the user."""


class Home(NamedTuple):
    """The places of a user: where commands, menu entries and settings lie."""

    folder: Path
    variables: Mapping[str, str]

    @property
    def link(self) -> Path:
        """The command on the user's search path."""
        return self.folder / ".local" / "bin" / COMMAND

    @property
    def data(self) -> Path:
        """The folder of the user's data."""
        return Path(self.variables.get("XDG_DATA_HOME") or self.folder / ".local" / "share")

    @property
    def entry(self) -> Path:
        """The entry in the menu."""
        return self.data / "applications" / ENTRY

    @property
    def emptied(self) -> tuple[Path, ...]:
        """Folders that installing may have made, the inner ones first; without anything in them they go again."""
        configuration = Path(self.variables.get("XDG_CONFIG_HOME") or self.folder / ".config")
        wps = self.folder / ".local" / "share" / "Kingsoft"
        return (
            wps / "wps" / "jsaddons",
            wps / "wps",
            wps,
            configuration / "autostart",
            self.entry.parent,
            self.link.parent,
        )


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line says; return 0 when it is done, 2 when it is not."""
    parser = argparse.ArgumentParser(prog="安装.sh")
    parser.add_argument("action", choices=("install", "register", "remove"))
    parser.add_argument("--prefix", type=Path)
    parser.add_argument("--move", action="store_true")
    parser.add_argument("--force", action="store_true")
    given = parser.parse_args(words)
    home = Home(Path.home(), os.environ)
    try:
        if given.action == "install":
            usual = (home.data / TITLE).resolve()
            place = given.prefix.resolve() if given.prefix else usual
            with alone(place.parent):
                news = put(HERE, place, move=given.move, usual=place == usual)
                # What lies there now goes on: this folder may have moved away under us.
                command = [str(_python(place)), str(place / "setup" / "home.py"), "register", "--prefix", str(place)]
                print(news, flush=True)
                return subprocess.run(command, check=False).returncode
        if given.action == "register":
            lines = register(HERE, home)
        else:
            with alone(HERE.parent):
                lines = remove(HERE, home, force=given.force)
    except NotDoneError as error:
        print(error)
        return 2
    except OSError as error:
        print(f"读写文件时出错：{files.reason(error)}（{error.filename or ''}）。请检查磁盘空间和权限，再试一次。")
        return 2
    print("\n".join(lines), flush=True)
    return 0


@contextmanager
def alone(parent: Path) -> Iterator[None]:
    """Keep others from installing and removing below a folder meanwhile; raises `NotDoneError` where one does."""
    parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            os.close(folder)
            raise NotDoneError("“巡察整改”正在安装或卸载，这一次没有做什么；请等它结束，再试一次。") from error
        # A network folder that knows no locks: as if nobody else were there.
    try:
        yield
    finally:
        os.close(folder)


def put(folder: Path, place: Path, *, move: bool, usual: bool = False) -> str:
    """Bring the package to its place, in one move; return what is new.

    Raises `NotDoneError` where something else lies there; in the `usual` place that is the user's own, which stays. An
    older version stays whole until the new one is complete.
    """
    if folder == place:
        return f"“巡察整改” {__version__} 就在 {place} 里使用。"
    if place.is_relative_to(folder) or folder.is_relative_to(place):
        raise NotDoneError(f"不能装到 {place}：安装文件自己就在这里。请用 --prefix 换一个文件夹。")
    older = is_ours(place)
    if not older and place.exists() and (not place.is_dir() or (not usual and any(place.iterdir()))):
        raise NotDoneError(f"{place} 里有别的东西，没有安装。请用 --prefix 换一个文件夹。")
    fresh = Path(tempfile.mkdtemp(prefix=WORK.format(os.getpid()), dir=place.parent)) / place.name
    try:
        if move and folder.stat().st_dev == place.parent.stat().st_dev:
            folder.rename(fresh)
        else:
            shutil.copytree(folder, fresh, symlinks=True, ignore=_only_ours(folder))
        stop_service(place if older else fresh)
        _exchange(place, fresh)
        clear_broken_off(place)
    finally:
        if not (fresh.parent / FORMER).exists():
            shutil.rmtree(fresh.parent, ignore_errors=True)
    done = f"已更新到“巡察整改” {__version__}" if older else f"已安装“巡察整改” {__version__}"
    return f"{done}，在 {place}。"


def register(place: Path, home: Home) -> list[str]:
    """Let the user find the program: the command, the entry in the menu, the buttons; return what to tell."""
    lines: list[str] = []
    former = _linked(home)
    if former is not None and former != place and is_ours(former):
        stop_service(former)
        _clear(former)
        lines.append(f"原来装在 {former} 的那一份已经删去。")
    if os.path.lexists(home.link) and (former is None or (former.exists() and not is_ours(former))):
        lines.append(f"已有别的 {home.link}，没有动它；命令请用 {place / COMMAND}。")
    else:
        home.link.parent.mkdir(parents=True, exist_ok=True)
        home.link.unlink(missing_ok=True)
        home.link.symlink_to(place / COMMAND)
    home.entry.parent.mkdir(parents=True, exist_ok=True)
    home.entry.write_text(menu_entry(place), encoding="utf-8")
    lines.append("开始菜单（启动器）里有“巡察整改”：点开是浏览器里的按钮页，不联网。")
    lines += _buttons(place)
    lines.append("要卸载，在开始菜单的“巡察整改”上点右键选“卸载”，或运行安装文件夹里的 卸载.sh。")
    return lines


def remove(place: Path, home: Home, *, force: bool = False) -> list[str]:
    """Take away everything that installing put there; return what to tell.

    Raises `NotDoneError`, and keeps the program, where LibreOffice is open or a list of WPS is damaged, unless `force`.
    """
    for host in (WPS, *((CALC,) if _libreoffice() else ())):
        done = _program(place, "addin", "remove", "--host", host)
        if done.returncode and not force:
            reason = _sentences(done.stdout)
            raise NotDoneError(f"没有卸载。{reason}处理以后再卸载一次；不管它也要卸载的，运行 卸载.sh --force。")
        if done.returncode and host == WPS:
            autostart.remove(this_machine())  # the program leaves it with the buttons
    stop_service(place)
    if _linked(home) == place:
        home.link.unlink()
    if home.entry.is_file() and f"{place}/" in home.entry.read_text(encoding="utf-8"):
        home.entry.unlink()
    shutil.rmtree(home.folder / SETTINGS, ignore_errors=True)
    clear_broken_off(place)
    _clear(place)
    for folder in home.emptied:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    lines = ["“巡察整改”已经卸载。台账和“rectify_xl_备份”里的备份都没有动。"]
    if place.exists():
        lines.append(f"{place} 里还有您自己的文件，没有删。")
    return lines


def is_ours(place: Path) -> bool:
    """Tell whether a folder is one that we installed, also one whose removal was broken off."""
    return (place / "setup" / "home.py").is_file()


def menu_entry(place: Path) -> str:
    """Return an entry after the Desktop Entry Specification, with the page, the manual and the removal."""
    start, leave = (f'"{str(place / name).translate(_ESCAPES)}"' for name in ("打开巡察整改.sh", "卸载.sh"))
    manual = str(place / "说明" / "使用手册.html").translate(_ESCAPES)
    icon = str(place / "setup" / "rectify_xl.svg").replace("\\", r"\\")
    return (
        "[Desktop Entry]\nType=Application\nVersion=1.0\nName=巡察整改\nGenericName=巡察整改台账工具\n"
        "Comment=在浏览器里点巡察整改台账的按钮，不联网\n"
        f"Exec={start}\nIcon={icon}\nTerminal=false\nCategories=Office;\nActions=manual;remove;\n\n"
        f'[Desktop Action manual]\nName=使用手册\nExec=xdg-open "{manual}"\n\n'
        f"[Desktop Action remove]\nName=卸载\nExec={leave}\n"
    )


def stop_service(place: Path) -> None:
    """Let a running service end, which finishes what it is writing first."""
    if _python(place).is_file():
        _program(place, "service", "stop")


def clear_broken_off(place: Path) -> None:
    """Take away what installations beside `place` left that were killed; what the user had laid there comes back."""
    for work in place.parent.glob(WORK.format("*") + "*"):
        if _left_behind(work):
            if (work / FORMER).is_dir():
                _bring_back(work / FORMER, place)
            shutil.rmtree(work, ignore_errors=True)


def _buttons(place: Path) -> Iterator[str]:
    """Install the buttons of the programs that are here, and yield what became of it."""
    hosts = [(WPS, "WPS 表格", _wps()), (CALC, "LibreOffice", _libreoffice())]
    for host, name, there in hosts:
        if not there:
            continue
        done = _program(place, "addin", "install", "--host", host)
        if done.returncode:
            yield f"{name} 的按钮没有装上：{_sentences(done.stdout)}以后再装：rectify-xl addin install --host {host}"
        elif host == WPS:
            yield "WPS 表格的按钮已装上：关闭所有 WPS 窗口再打开，问到是否允许加载项时点“允许”，再关闭、打开一次。"
        else:
            yield "LibreOffice 的按钮已装上：关闭所有窗口再打开 Calc。"
    if not any(there for _, _, there in hosts):
        yield "这台电脑上没有找到 WPS、LibreOffice；以后装了，再运行一次安装，按钮就会装上。"


def _wps() -> bool:
    return wps.present(this_machine())


def _libreoffice() -> bool:
    return this_machine().office is not None


def _program(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [str(_python(place)), "-m", "rectify_xl", *words]
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", check=False
    )


def _sentences(text: str) -> str:
    """Return what the program said as one line."""
    return "".join(line.strip().removeprefix("错误：") for line in text.splitlines())


def _python(place: Path) -> Path:
    return place / "python" / "bin" / "python3.11"


def _linked(home: Home) -> Path | None:
    """Return the folder to which the user's command leads; None where it is not ours."""
    if not home.link.is_symlink():
        return None
    target = home.link.readlink()
    return target.parent if target.name == COMMAND else None


def _only_ours(folder: Path) -> Callable[[str, list[str]], list[str]]:
    """Return what lets a copy pass by all that lies beside the package."""

    def passed_by(current: str, names: list[str]) -> list[str]:
        return [name for name in names if name not in OURS] if Path(current) == folder else []

    return passed_by


def _exchange(place: Path, fresh: Path) -> None:
    """Put the new folder in the place of what is there; what the user laid into it stays."""
    former = fresh.with_name(FORMER)
    if place.exists():
        place.rename(former)
    try:
        fresh.rename(place)
    except OSError:
        if former.exists():
            former.rename(place)
        raise
    if former.exists():
        _bring_back(former, place)
        shutil.rmtree(former, ignore_errors=True)


def _left_behind(work: Path) -> bool:
    """Tell whether nobody works in a folder any more: the process is gone, or its number is another one's by now."""
    number, processes = work.name.split(".")[2], Path("/proc")
    if not number.isdecimal() or not (processes / "self").exists() or work.stat().st_uid != os.getuid():
        return False
    process = processes / number
    mine = process.exists() and process.stat().st_uid == os.getuid()
    return not mine or time.time() - work.stat().st_mtime > LONGEST_SECONDS


def _bring_back(former: Path, place: Path) -> None:
    """Move what is the user's from the folder of an older version into the one that took its place."""
    for entry in former.iterdir():
        if entry.name not in OURS:
            target = place / entry.name
            taken = os.path.lexists(target)
            entry.rename(place / f"原来的 {former.parent.name[1:]} {entry.name}" if taken else target)


def _clear(place: Path) -> None:
    """Remove what is ours from a folder, and the folder where nothing else is in it."""
    for name in OURS:
        path = place / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    if not any(place.iterdir()):
        place.rmdir()


if __name__ == "__main__":
    sys.exit(main())
