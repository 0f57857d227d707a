"""The folder for Windows runs as it stands, and does what the program does on Linux."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generate.installers import embedded_python
from rectify_xl import __version__
from tests import same_results
from tests.same_results import names
from tests.windows.conftest import Windows, native

LATER = "2027-03-01"


@pytest.fixture(scope="session")
def demo(windows: Windows, folder: Path) -> Path:
    """Return what the demo made under Windows."""
    done = windows.run(
        folder / "rectify-xl.exe", "demo", "-o", "结 果", "--as-of", same_results.AS_OF, cwd=folder.parent
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder.parent / "结 果"


@pytest.fixture(scope="session")
def demo_on_linux(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what it made here."""
    return same_results.demo(tmp_path_factory.mktemp("linux") / "结果")


def test_it_is_the_program_of_this_version(windows: Windows, folder: Path) -> None:
    """Through the launcher, in a folder with Chinese letters and blanks."""
    done = windows.run(folder / "rectify-xl.exe", "--version")
    assert (done.returncode, done.stdout.strip()) == (0, f"rectify-xl {__version__}")


def test_windows_here_is_a_chinese_one(windows: Windows, folder: Path) -> None:
    """Else the tests below would prove little of code page 936."""
    done = windows.run(folder / "python" / "python.exe", "-c", "import locale; print(locale.getencoding())")
    assert done.stdout.strip() == "cp936"


def test_the_demo_makes_the_same_papers(demo: Path, demo_on_linux: Path) -> None:
    """All of them, and the plain text letter by letter."""
    assert same_results.papers(demo) == same_results.papers(demo_on_linux)
    assert (demo / same_results.TEXT).read_bytes() == (demo_on_linux / same_results.TEXT).read_bytes()


def test_the_ledgers_are_equal_cell_by_cell(demo: Path, demo_on_linux: Path) -> None:
    """But for the moments of what was done."""
    ledger = "示例台账.xlsx"
    assert same_results.cells(demo / ledger) == same_results.cells(demo_on_linux / ledger)


def test_many_units_are_put_together_as_on_linux(
    windows: Windows, folder: Path, demo: Path, demo_on_linux: Path
) -> None:
    """The level above needs no Python either: what the demo did in one process, and the command line in two."""
    done = windows.run(folder / "rectify-xl.exe", *same_results.TOGETHER, cwd=demo)
    assert done.returncode == 1, done.stdout + done.stderr
    for result in (Path("汇总", "下级汇总表.xlsx"), Path(same_results.RESULT)):
        assert same_results.differences(demo / result, demo_on_linux / result) == []
    assert same_results.summary(done.stdout) == same_results.summary((demo_on_linux / "json").read_bytes())
    assert (demo / same_results.PAGE).stat().st_size > 10_000


def test_what_an_office_needs_ends_as_on_linux(windows: Windows, folder: Path, demo: Path, demo_on_linux: Path) -> None:
    """With the same status and the same files: check, closing, distribution, undo, the package upward, the answers."""
    program = folder / "rectify-xl.exe"
    shutil.copy(demo / "示例台账.xlsx", demo / same_results.LEDGER)
    done = same_results.needs(demo, lambda words: windows.run(program, *words, cwd=demo).returncode)
    assert done == same_results.needs_here(demo_on_linux)


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


def test_it_carries_its_licences(windows: Windows, folder: Path) -> None:
    """A text for each library, and a bill of materials that names them all, Python in its true version."""
    licences = folder / "许可"
    bill = json.loads((licences / "材料清单.cdx.json").read_text(encoding="utf-8"))
    libraries = {component["name"] for component in bill["components"]}
    packages = folder / "python" / "Lib" / "site-packages"
    assert len(libraries) == len([*packages.glob("*.dist-info")]) + len(embedded_python.PARTS)
    [version] = [component["version"] for component in bill["components"] if component["name"] == "Python"]
    done = windows.run(folder / "python" / "python.exe", "-c", "import platform; print(platform.python_version())")
    assert version == done.stdout.strip()
    listed = (licences / "许可清单.txt").read_text(encoding="utf-8-sig")
    assert all(name in listed for name in libraries)
    texts = names(licences)
    assert [name for name in libraries if not any(text.startswith((f"{name}.", f"{name} ")) for text in texts)] == []
    assert {"openpyxl", "jinja2", "xlwings", "lxml", "duckdb", "xlsxwriter"} <= {name.lower() for name in libraries}
    assert not {"pandas", "distributed"} & libraries
