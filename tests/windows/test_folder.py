"""The folder for Windows runs as it stands, and does what the program does on Linux."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from rectify_xl import __version__
from rectify_xl.text.cell_value import Raw, Uncached
from rectify_xl.workbook.file_host import FileBook
from tests.windows.conftest import Windows, names, native

AS_OF, LATER = "2026-09-30", "2027-03-01"
TEXTS = ("整改通报（公开稿）.txt",)


@pytest.fixture(scope="session")
def demo(windows: Windows, folder: Path) -> Path:
    """Return what the demo made under Windows."""
    done = windows.run(folder / "rectify-xl.exe", "demo", "-o", "结 果", "--as-of", AS_OF, cwd=folder.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder.parent / "结 果"


@pytest.fixture(scope="session")
def demo_on_linux(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what it made here."""
    target: Path = tmp_path_factory.mktemp("linux") / "结果"
    command = [sys.executable, "-m", "rectify_xl", "demo", "-o", str(target), "--as-of", AS_OF]
    subprocess.run(command, check=True, capture_output=True)
    return target


def test_it_is_the_program_of_this_version(windows: Windows, folder: Path) -> None:
    """Through the launcher, in a folder with Chinese letters and blanks."""
    done = windows.run(folder / "rectify-xl.exe", "--version")
    assert (done.returncode, done.stdout.strip()) == (0, f"rectify-xl {__version__}")


def test_windows_here_is_a_chinese_one(windows: Windows, folder: Path) -> None:
    """Else the tests below would prove little of code page 936."""
    done = windows.run(folder / "python" / "python.exe", "-c", "import locale; print(locale.getencoding())")
    assert done.stdout.strip() == "cp936"


def test_the_demo_makes_the_same_papers(demo: Path, demo_on_linux: Path) -> None:
    """All of them, and the plain text letter by letter; to put units together takes libraries that an office lacks."""
    on_linux = [name for name in names(demo_on_linux) if not name.startswith("汇总/")]
    assert [*papers(names(demo))] == [*papers(on_linux)]
    for name in TEXTS:
        assert (demo / name).read_bytes() == (demo_on_linux / name).read_bytes()


def papers(files: Sequence[str]) -> Iterator[str]:
    yield from (name for name in files if "rectify_xl_备份" not in name)


def test_the_ledgers_are_equal_cell_by_cell(demo: Path, demo_on_linux: Path) -> None:
    """But for the moments of what was done."""
    moments = ("变更记录", "核实登记", "程序状态")
    assert cells(demo / "示例台账.xlsx", moments) == cells(demo_on_linux / "示例台账.xlsx", moments)


def cells(path: Path, without: tuple[str, ...]) -> dict[str, list[list[Raw | Uncached]]]:
    book = FileBook(path).read()
    return {name: [list(row) for row in sheet.rows] for name, sheet in book.sheets.items() if name not in without}


def test_a_ledger_that_another_program_holds_is_not_written(windows: Windows, folder: Path, demo: Path) -> None:
    """Excel opens a workbook so that nobody else may write it; the file stays as it was."""
    ledger = demo / "示例台账.xlsx"
    before = ledger.read_bytes()
    hold = (
        "import time, win32file, sys; h = win32file.CreateFile(sys.argv[1], win32file.GENERIC_READ, "
        "win32file.FILE_SHARE_READ, None, win32file.OPEN_EXISTING, 0, None); print('held', flush=True); time.sleep(600)"
    )
    name = native(ledger)
    with windows.start(folder / "python" / "python.exe", "-c", hold, name) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        done = windows.run(folder / "rectify-xl.exe", "risks", ledger.name, "--write", "--as-of", LATER, cwd=demo)
        holder.kill()
    assert done.returncode == 2, done.stdout
    assert "没有写入" in done.stdout + done.stderr
    assert ledger.read_bytes() == before


def test_the_check_up_runs(windows: Windows, folder: Path) -> None:
    """Nothing of it asks what never answers."""
    done = windows.run(folder / "rectify-xl.exe", "doctor", "--json")
    checks = {line["topic"]: line["state"] for line in json.loads(done.stdout)["checks"]}
    assert checks["程序"] == "正常"
    assert "有误" not in {checks[topic] for topic in checks if topic.startswith("程序")}


def test_it_carries_its_licences(folder: Path) -> None:
    """A text for each library, and a bill of materials that names them all."""
    licences = folder / "许可"
    bill = json.loads((licences / "材料清单.cdx.json").read_text(encoding="utf-8"))
    libraries = {component["name"] for component in bill["components"]}
    packages = folder / "python" / "Lib" / "site-packages"
    assert len(libraries) == len([*packages.glob("*.dist-info")]) + len({"Python"})
    listed = (licences / "许可清单.txt").read_text(encoding="utf-8-sig")
    assert all(name in listed for name in libraries)
    assert {"openpyxl", "jinja2", "xlwings", "lxml"} <= {name.lower() for name in libraries}
    assert "pandas" not in libraries
