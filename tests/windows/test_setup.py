"""The set-up for Windows: installed, updated and taken away for the user alone."""

from __future__ import annotations

from pathlib import Path

from rectify_xl import __version__
from tests.same_results import names
from tests.windows.conftest import Windows

PROGRAM = Path("AppData") / "Local" / "Programs" / "rectify_xl"
ADD_IN = Path("AppData") / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "rectify_xl.xlam"
WPS = Path("AppData") / "Roaming" / "kingsoft" / "wps" / "jsaddons"
SETTINGS = Path(".rectify_xl")
TEMPORARY = ("AppData/Local/Temp", "Temp/")
"""Where Windows, and some wine, keeps temporary files, those of pywin32 too."""
RUN = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"


def test_install_update_and_remove(windows: Windows, setup: Path) -> None:
    """Excel and WPS get their buttons; an update keeps what the user answered; the removal leaves nothing of ours."""
    user = windows.user
    before = {name for name in names(user) if not name.startswith(TEMPORARY)}
    assert windows.install(setup, "/S") == 0
    program = user / PROGRAM / "rectify-xl.exe"
    assert windows.run(program, "--version").stdout.strip() == f"rectify-xl {__version__}"
    assert (user / ADD_IN).is_file()
    assert (user / WPS / f"rectify_xl_{__version__}" / "ribbon.xml").is_file()
    assert "rectify_xl.doors.service" in windows.run("reg", "query", RUN).stdout
    settings = (user / SETTINGS / "rectify_xl.conf").read_bytes().decode("gbk")
    assert rf"{PROGRAM.as_posix()}/python/python.exe".replace("/", "\\") in settings
    answers = user / SETTINGS / "上次填写.json"
    answers.write_text('{"role": "分管领导"}', encoding="utf-8")
    stale = user / PROGRAM / "python" / "旧文件.py"
    stale.touch()
    others = user / WPS / "publish.xml"
    listed = others.read_text(encoding="utf-8")
    others.write_text(listed.replace("<jsplugins>", '<jsplugins><jspluginonline name="别家" type="wps"/>'), "utf-8")
    assert windows.install(setup, "/S") == 0
    assert answers.is_file()
    assert not stale.exists()
    assert "别家" in others.read_text(encoding="utf-8")
    uninstaller = user / PROGRAM / "卸载.exe"
    windows.install(uninstaller, "/S", f"_?=C:\\users\\{user.name}\\{PROGRAM}".replace("/", "\\"))
    left = {name for name in names(user) if not name.startswith(TEMPORARY)} - before
    assert [name for name in left if "publish.xml" not in name and "卸载.exe" not in name] == []
    assert "别家" in others.read_text(encoding="utf-8")
    assert "rectify_xl" not in others.read_text(encoding="utf-8")
    assert "rectify_xl" not in windows.run("reg", "query", RUN).stdout
