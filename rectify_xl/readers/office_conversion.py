"""Read what only office programs read (.doc, .wps, .rtf, .odt) through LibreOffice, where it is installed.

The document came from elsewhere, so LibreOffice gets a copy of it under a plain name and a profile that is thrown away:
no macros, no links that are followed, a bounded time, and bounded memory where the system can do that.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from rectify_xl.errors import NoticeError
from rectify_xl.system import limits, office_program

_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Setup/Office", "ooSetupInstCompleted", "true"),
)
"""What the profile says: macros never run, links are never updated, and the way to the network leads nowhere."""
_NOWHERE = "http://127.0.0.1:9"
_OUTPUTS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}


class ReadAs(NamedTuple):
    """How LibreOffice is told to read a file: its ending, and the filters that are tried in order.

    Without a filter LibreOffice would take a damaged document for plain text, and its bytes for letters.
    """

    ending: str
    filters: tuple[str, ...]


READ_AS: dict[str, ReadAs] = {
    "doc": ReadAs("doc", ("MS Word 97", "MS WinWord 6.0", "MS WinWord 5")),
    "rtf": ReadAs("rtf", ("Rich Text Format",)),
    "odt": ReadAs("odt", ("writer8",)),
    "flat odt": ReadAs("fodt", ("OpenDocument Text Flat XML",)),
    "word xml": ReadAs("xml", ("MS Word 2003 XML",)),
    "uof": ReadAs("uot", ("UOF text",)),
    "xls": ReadAs("xls", ("MS Excel 97",)),
    "ods": ReadAs("ods", ("calc8",)),
    "flat ods": ReadAs("fods", ("OpenDocument Spreadsheet Flat XML",)),
    "excel xml": ReadAs("xml", ("MS Excel 2003 XML Orcus", "MS Excel 2003 XML")),
    "uof workbook": ReadAs("uos", ("UOF spreadsheet",)),
}
"""Kinds of files that are read through LibreOffice."""


def installed() -> bool:
    """Tell whether there is a LibreOffice to read with."""
    return office_program.executable() is not None


def converted(data: bytes, kind: str, name: str, to: str) -> bytes:
    """Return the file `data`, called `name` and of a `kind` of `READ_AS`, as .docx or .xlsx (`to`).

    Raises `NoticeError` when LibreOffice is not installed, cannot read the file, or does not end in time.
    """
    program = office_program.executable()
    if program is None:
        raise NoticeError(f"没有安装LibreOffice，读不了“{name}”", "请安装LibreOffice，或用Word、WPS另存后再导入")
    import tempfile

    try:
        with tempfile.TemporaryDirectory(prefix="rectify_xl_", ignore_cleanup_errors=True) as folder:
            source = Path(folder) / f"source.{READ_AS[kind].ending}"
            source.write_bytes(data)
            return _converted(program, source, READ_AS[kind], name, to)
    except OSError as error:
        raise NoticeError(
            f"没能用LibreOffice读取“{name}”：{error.strerror or '临时文件夹写不进去'}",
            "请确认LibreOffice能够打开、临时文件夹有空间，或用Word、WPS另存为.docx后再导入",
        ) from error


def _converted(program: Path, source: Path, read_as: ReadAs, name: str, to: str) -> bytes:
    folder, made = source.parent, source.parent / "made" / f"source.{to}"
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
    for name_of_filter in read_as.filters:
        command = (
            str(program),
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard",
            f"--infilter={name_of_filter}",
            "--convert-to", _OUTPUTS[to],
            "--outdir", str(made.parent),
            str(source),
        )  # fmt: skip
        if not _ends(command, folder):
            raise NoticeError(
                f"LibreOffice读“{name}”读了{limits.OFFICE_SECONDS}秒还没有读完，已停止读取",
                "请在Word或WPS中打开它，另存为新的.docx或.xlsx后再导入",
            )
        if made.is_file() and 0 < made.stat().st_size <= limits.OFFICE_OUTPUT:
            return made.read_bytes()
    raise NoticeError(
        f"LibreOffice打不开“{name}”：文件已损坏，或大得不正常，或是它不认识的版本",
        "请在Word或WPS中打开它，另存为新的.docx或.xlsx后再导入",
    )


def _profile() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{key}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, key, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>\n"
    )


def _ends(command: tuple[str, ...], folder: Path) -> bool:
    """Run a command in a process group of its own; False where it did not end in time and was killed."""
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _NOWHERE)
    variables = {key: value for key, value in os.environ.items() if key.lower() != "no_proxy"}
    temporary = {key: str(folder) for key in ("TMPDIR", "TMP", "TEMP")}
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    started = subprocess.Popen(  # noqa: S603 - the program that the system has installed, on names of our own
        _bounded(command),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
        env={**variables, **proxies, **temporary}, creationflags=flags, start_new_session=True,
    )  # fmt: skip
    try:
        started.wait(limits.OFFICE_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _kill(started)
    return True


def _bounded(command: tuple[str, ...]) -> tuple[str, ...]:
    """Return a command that first bounds its own memory and files, where the system can do that."""
    if sys.platform == "win32" or not sys.executable:
        return command
    bounds = {"RLIMIT_AS": limits.OFFICE_MEMORY, "RLIMIT_FSIZE": limits.OFFICE_OUTPUT, "RLIMIT_CORE": 0}
    code = (
        "import os, resource, sys\n"
        f"for name, most in {bounds!r}.items():\n"
        "    try:\n"
        "        kind = getattr(resource, name)\n"
        "        present = resource.getrlimit(kind)[1]\n"
        "        most = most if present == resource.RLIM_INFINITY else min(most, present)\n"
        "        resource.setrlimit(kind, (most, most))\n"
        "    except (AttributeError, OSError, ValueError):\n"
        "        pass\n"
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    return (sys.executable, "-I", "-S", "-c", code, *command)


def _kill(started: subprocess.Popen[bytes]) -> None:
    """End a process with all that it started, which may outlive it."""
    if sys.platform == "win32":
        if started.poll() is None:
            subprocess.run(  # noqa: S603 - a program of Windows
                (r"C:\Windows\System32\taskkill.exe", "/T", "/F", "/PID", str(started.pid)),
                capture_output=True,
                check=False,
            )
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # all have ended
            os.killpg(started.pid, signal.SIGKILL)
    started.wait()
