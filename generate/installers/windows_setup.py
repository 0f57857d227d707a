"""The set-up for Windows, made by NSIS on Debian: for the user alone, without an administrator.

Signing needs a certificate that an office or its supplier has to buy; where the environment names one, it is used.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from rectify_xl import __version__

SCRIPT = Path(__file__).with_name("windows_files") / "setup.nsi"
NAME = f"巡察整改-安装-{__version__}.exe"
CERTIFICATE, PASSWORD_FILE, TIMESTAMP = (
    "RECTIFY_XL_SIGNING_CERTIFICATE",
    "RECTIFY_XL_SIGNING_PASSWORD_FILE",
    "RECTIFY_XL_SIGNING_TIMESTAMP",
)
"""Environment: a PKCS#12 file, a file with its password, and the address of a time stamping service."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def build(folder: Path, target: Path) -> Path:
    """Write the set-up of a program folder into the folder `target`; return where it is."""
    setup = target / NAME
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    with tempfile.TemporaryDirectory() as scratch:
        names = Path(scratch) / "names.nsh"
        names.write_text(every_name(folder), encoding="utf-8")
        definitions = {
            "VERSION": __version__,
            "SOURCE": str(folder),
            "NAMES": str(names),
            "KILOBYTES": str(size // 1024),
            "TARGET": str(setup),
        }
        words = [f"-D{name}={value}" for name, value in definitions.items()]
        subprocess.run(["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, str(SCRIPT)], check=True)
    certificate = os.environ.get(CERTIFICATE)
    if certificate:
        _sign(setup, certificate)
    return setup


def every_name(folder: Path) -> str:
    """Return the macro that does one thing for all in the folder: what was put there is what is taken away."""
    lines = [f'!insertmacro ${{DO}} "{path.name}"' for path in sorted(folder.iterdir())]
    return "\n".join(("!macro EveryName DO", *lines, "!macroend", ""))


def pack(folder: Path, target: Path) -> Path:
    """Write the folder as a .zip; the same folder gives the same bytes."""
    archive = target / f"{folder.name}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo((Path(folder.name) / path.relative_to(folder)).as_posix(), _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, path.read_bytes())
    return archive


def _sign(setup: Path, certificate: str) -> None:
    tool = shutil.which("osslsigncode") or "osslsigncode"
    signed = setup.with_suffix(".signed")
    password = os.environ.get(PASSWORD_FILE)
    stamp = os.environ.get(TIMESTAMP)
    command = [tool, "sign", "-pkcs12", certificate, "-h", "sha256", "-n", "巡察整改"]
    command += ["-readpass", password] if password else []
    command += ["-ts", stamp] if stamp else []
    subprocess.run([*command, "-in", str(setup), "-out", str(signed)], check=True)
    signed.replace(setup)
