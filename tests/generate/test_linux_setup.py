"""What can be proven of the set-up for Linux without building Python: its script, its lists, its entry in the menu."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from generate.installers import debian_sources, linux_setup
from generate.installers.linux_files import home
from generate.installers.supplies import SupplyError

DIGEST = "0" * 64


@pytest.fixture
def setup(tmp_path: Path) -> Path:
    """Return a set-up for this computer with a folder that holds next to nothing."""
    folder = tmp_path / "巡察整改-0-此机"
    (folder / "空").mkdir(parents=True)
    (folder / "安装.sh").write_text("echo 到了\n")
    archive = linux_setup.pack(folder, tmp_path)
    return linux_setup.build(archive, folder, os.uname().machine, tmp_path)


def run(*words: str | Path) -> tuple[int, str, str]:
    environment = {"PATH": os.environ["PATH"], "LANG": "C", "HOME": "/nonexistent"}
    done = subprocess.run([*map(str, words)], env=environment, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout, done.stderr


def test_the_set_up_knows_that_it_is_whole(setup: Path) -> None:
    """Also by its length: a copy that was broken off is refused before anything is unpacked."""
    assert run("sh", setup, "--check") == (0, "安装文件完整，这台电脑可以装。\n", "")
    whole = setup.read_bytes()
    for damaged in (whole[:-1], whole + b"\n", whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:]):
        setup.write_bytes(damaged)
        status, _, told = run("sh", setup, "--check")
        assert (status, told.startswith("安装文件不完整，或者被改动过")) == (2, True)


def test_the_same_folder_gives_the_same_set_up(setup: Path, tmp_path: Path) -> None:
    """Whenever and by whomever it is packed."""
    first = setup.read_bytes()
    folder = tmp_path / "巡察整改-0-此机"
    os.utime(folder / "安装.sh", (1, 1))
    archive = linux_setup.pack(folder, tmp_path)
    assert linux_setup.build(archive, folder, os.uname().machine, tmp_path).read_bytes() == first


def test_options_are_told(setup: Path) -> None:
    """In Chinese, as everything that a user reads."""
    assert run("sh", setup, "--help")[1].startswith("巡察整改")
    assert run("sh", setup, "--nonsense") == (
        2,
        "",
        "不认识的选项：--nonsense。可用的：--prefix 文件夹、--check、--help。\n",
    )
    assert run("sh", setup, "--prefix") == (2, "", "--prefix 后面要写装到哪个文件夹。\n")


def test_the_list_of_sources_is_read_whole(tmp_path: Path) -> None:
    """A line that is none of it stops the building; the list of this repository is complete."""
    lock = tmp_path / "x.lock"
    lock.write_text(f"# a\n\nzlib=1:2-3\n{DIGEST}  zlib_2-3.dsc\n{DIGEST}  zlib_2.tar.xz\n")
    [package] = debian_sources.locked(lock)
    assert (package.name, package.version, package.description) == ("zlib", "1:2-3", "zlib_2-3.dsc")
    for line in ("zlib", f"{DIGEST[1:]}  a.dsc", f"{DIGEST} a b"):
        lock.write_text(f"zlib=1\n{line}\n")
        with pytest.raises(SupplyError, match="not understood"):
            debian_sources.locked(lock)
    packages = debian_sources.locked(Path(debian_sources.LOCK))
    assert [package.name for package in packages][-1] == "python3.11"
    assert all(len(package.digests) == 3 for package in packages)


def test_the_entry_of_the_menu_bears_any_path() -> None:
    """After the Desktop Entry Specification: quoted, % doubled, and what a quoted word may not hold escaped twice."""
    entry = home.menu_entry(Path('/家/100% "$x`\\y'))
    assert 'Exec="/家/100%% \\\\"\\\\$x\\\\`\\\\\\\\y/打开巡察整改.sh"\n' in entry
    assert entry.count("[Desktop Action ") == 2


def test_a_folder_of_others_is_not_taken(tmp_path: Path) -> None:
    """Neither one with other things in it, nor one inside of the package, nor one around it."""
    package = tmp_path / "包" / "巡察整改"
    (package / "setup").mkdir(parents=True)
    (tmp_path / "东西").mkdir()
    (tmp_path / "东西" / "a").touch()
    with pytest.raises(home.NotDoneError, match="有别的东西"):
        home.put(package, tmp_path / "东西", move=False)
    for place in (package / "setup", tmp_path / "包"):
        with pytest.raises(home.NotDoneError, match="换一个文件夹"):
            home.put(package, place, move=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["东西", "包"]
