"""The folder for Linux asks for nothing newer than UOS 20 and Kylin V10 have, and does what the program does here."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from generate.installers import linux_folder, portable_python
from rectify_xl import __version__
from tests import same_results
from tests.linux.conftest import dist
from tests.same_results import names

CROSS_LIBRARIES = Path("/usr/aarch64-linux-gnu")
EMULATOR = "qemu-aarch64-static"


@pytest.mark.parametrize("architecture", portable_python.ARCHITECTURES)
def test_nothing_in_it_asks_for_newer_libraries(architecture: str) -> None:
    """Neither Python nor any library: what cannot be started on the oldest system is not made."""
    folder = dist(f"巡察整改-{__version__}-{architecture}")
    assert len(linux_folder.programs(folder)) > 80
    linux_folder.refuse_newer(folder)


@pytest.mark.parametrize("architecture", portable_python.ARCHITECTURES)
def test_it_is_all_of_its_architecture(architecture: str) -> None:
    """A library of the other one would be missed at the first click only."""
    machine = {"x86_64": 62, "aarch64": 183}[architecture]
    folder = dist(f"巡察整改-{__version__}-{architecture}")
    machines = {int.from_bytes(path.read_bytes()[18:20], "little") for path in linux_folder.programs(folder)}
    assert machines == {machine}


@pytest.mark.parametrize("architecture", portable_python.ARCHITECTURES)
def test_the_archive_holds_the_folder(architecture: str) -> None:
    """Nothing else, nothing of who made it; scripts may be run."""
    name = f"巡察整改-{__version__}-{architecture}"
    with tarfile.open(dist(f"{name}.tar.gz")) as archive:
        entries = archive.getmembers()
    assert {entry.name for entry in entries if entry.isfile()} == {f"{name}/{file}" for file in names(dist(name))}
    assert {(entry.uid, entry.gid, entry.uname, entry.mtime) for entry in entries} == {(0, 0, "", 315532800)}
    runnable = {entry.name.removeprefix(f"{name}/") for entry in entries if entry.isfile() and entry.mode & 0o100}
    assert {*linux_folder.SCRIPTS, f"python/bin/{portable_python.PYTHON}"} <= runnable


def test_it_carries_its_licences(folder: Path) -> None:
    """A text for each library and each package of Debian's, and a bill of materials that names them all."""
    bill = json.loads((folder / "许可" / "材料清单.cdx.json").read_text(encoding="utf-8"))
    parts = {component["name"] for component in bill["components"]}
    packages = folder / "python" / "lib" / portable_python.PYTHON / "site-packages"
    assert len(parts) == len([*packages.glob("*.dist-info")]) + len(linux_folder.LICENCES)
    assert {*linux_folder.LICENCES, "openpyxl", "lxml", "xlwings", "duckdb"} <= {name.lower() for name in parts}
    listed = (folder / "许可" / "许可清单.txt").read_text(encoding="utf-8-sig")
    assert all(name in listed for name in parts)
    assert all((folder / "许可" / f"{name}.txt").stat().st_size > 500 for name in linux_folder.LICENCES)
    assert "TERMS AND CONDITIONS FOR USE" in (folder / "许可" / "openssl.txt").read_text(encoding="utf-8")
    texts = names(folder / "许可")
    assert [name for name in parts if not any(text.startswith((f"{name}.", f"{name} ")) for text in texts)] == []


def test_it_names_no_folder_of_the_computer_that_made_it(folder: Path) -> None:
    """The same sources give the same program."""
    python = folder / "python"
    files = [
        python / "bin" / portable_python.PYTHON,
        *(python / "lib" / portable_python.PYTHON).glob("_sysconfigdata*"),
    ]
    for path in files:
        assert b"/work-" not in path.read_bytes(), path


def test_nothing_of_the_users_python_gets_in(folder: Path, tmp_path: Path) -> None:
    """Neither PYTHONPATH, nor packages of the user, nor the folder in which a command is given."""
    (tmp_path / "openpyxl.py").write_text("raise SystemExit('somebody else')")
    program = folder / "python" / "bin" / portable_python.PYTHON
    code = "import openpyxl, sys; print(sys.flags.isolated, sys.flags.utf8_mode, *sys.path, sep='\\n')"
    environment = {"PYTHONPATH": str(tmp_path), "PYTHONHOME": "/nowhere", "LANG": "C", "HOME": str(tmp_path)}
    done = subprocess.run(
        [program, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    isolated, letters, *path = done.stdout.split()
    assert (isolated, letters) == ("1", "1")
    assert all(Path(entry).is_relative_to(folder) for entry in path)


@pytest.fixture(scope="module")
def arm(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the command that runs the program for ARM64 here; the processes that it starts are ARM64 too."""
    python = dist(f"巡察整改-{__version__}-aarch64") / "python" / "bin" / portable_python.PYTHON
    if shutil.which(EMULATOR) is None or not CROSS_LIBRARIES.is_dir():
        pytest.skip("qemu-user-static, libc6-arm64-cross and libstdc++6-arm64-cross are needed to run ARM64 here")
    emulated = [EMULATOR, "-L", str(CROSS_LIBRARIES), str(python)]
    child = tmp_path_factory.mktemp("arm") / "python"
    child.write_text(f'#!/bin/sh\nexec {shlex.join(emulated)} "$@"\n', encoding="utf-8")
    child.chmod(0o755)
    code = f"""
import sys
from multiprocessing import spawn
from rectify_xl.__main__ import main
spawn.set_executable({str(child)!r})
sys.exit(main())
"""
    return [*emulated, "-c", code]


def test_the_demo_on_arm_is_the_same(arm: list[str], demo_here: Path, tmp_path: Path) -> None:
    """All papers, and the ledger and what the level above makes of twelve units cell by cell."""
    made = tmp_path / "结 果"
    subprocess.run(
        [*arm, "demo", "-o", made.name, "--as-of", same_results.AS_OF], cwd=tmp_path, check=True, capture_output=True
    )
    assert same_results.papers(made) == same_results.papers(demo_here)
    assert same_results.cells(made / "示例台账.xlsx") == same_results.cells(demo_here / "示例台账.xlsx")
    result = Path("汇总", "下级汇总表.xlsx")
    assert same_results.differences(made / result, demo_here / result) == []
    done = subprocess.run([*arm, "check", "示例台账.xlsx", "--json"], cwd=demo_here, check=True, capture_output=True)
    assert json.loads(done.stdout)["errors"] == 0
