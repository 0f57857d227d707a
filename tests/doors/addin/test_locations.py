"""Everything lies in the user's own folders, on Windows, macOS and Linux alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from rectify_xl.doors.addin import locations
from rectify_xl.doors.addin.addin_computer import LINUX, MACOS, WINDOWS, Machine
from rectify_xl.errors import RectifyError


def test_windows_start_up_folder_follows_appdata() -> None:
    """Where an office redirects the roaming profile, APPDATA says where it is."""
    machine = Machine(WINDOWS, Path("C:/Users/张三"), {"APPDATA": "//server/profiles/张三"}, "python")
    assert locations.startup(machine) == Path("//server/profiles/张三/Microsoft/Excel/XLSTART")
    assert locations.settings(machine, "excel") == Path("C:/Users/张三/.rectify_xl/rectify_xl.conf")


def test_macos_uses_the_folders_that_excel_may_read() -> None:
    """Excel on macOS lives in a sandbox."""
    machine = Machine(MACOS, Path("/Users/zhang"), {}, "python")
    assert locations.startup(machine) == Path(
        "/Users/zhang/Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
    )
    assert locations.settings(machine, "excel") == Path(
        "/Users/zhang/Library/Containers/com.microsoft.Excel/Data/rectify_xl.conf"
    )
    assert locations.settings(machine, "calc") == Path("/Users/zhang/.rectify_xl/rectify_xl.conf")


def test_linux_has_no_excel() -> None:
    """The message says what to install instead."""
    with pytest.raises(RectifyError) as caught:
        locations.startup(Machine(LINUX, Path("/home/x"), {}, "python"))
    assert caught.value.remedy == "请改装 LibreOffice 的菜单：rectify-xl addin install --host calc"


@pytest.mark.parametrize(("system", "host"), [(WINDOWS, "excel"), (MACOS, "excel"), (LINUX, "calc")])
def test_the_usual_host_of_each_system(system: str, host: str) -> None:
    """`addin install` without `--host` does what most users of the system need."""
    assert locations.default_host(Machine(system, Path("/"), {}, "python")) == host


def test_every_copy_that_excel_would_load_is_found(tmp_path: Path) -> None:
    """One in the user's start-up folder, one among the add-ins, one that an administrator put there."""
    machine = Machine(
        WINDOWS, tmp_path, {"APPDATA": str(tmp_path / "Roaming"), "ProgramFiles": str(tmp_path / "PF")}, "python"
    )
    folders = (
        tmp_path / "Roaming" / "Microsoft" / "Excel" / "XLSTART",
        tmp_path / "Roaming" / "Microsoft" / "AddIns",
        tmp_path / "PF" / "Microsoft Office" / "root" / "Office16" / "XLSTART",
    )
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / "rectify_xl.xlam").touch()
    assert locations.copies(machine) == tuple(folder / "rectify_xl.xlam" for folder in folders)
