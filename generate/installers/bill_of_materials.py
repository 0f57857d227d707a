"""What a package holds: a list for people with every licence's text, and a CycloneDX bill of materials for machines."""

from __future__ import annotations

import shutil
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot5
from packageurl import PackageURL

from generate.licences import NOTES, declared_licence
from rectify_xl import __version__
from rectify_xl.system.digests import bytes_sha256

BILL = "材料清单.cdx.json"
LIST = "许可清单.txt"
LICENCE_NAMES = ("LICEN", "COPYING", "NOTICE", "AUTHORS")


def write(target: Path, packages: Path, python_licence: Path, root: Path) -> None:
    """Write both, and the texts of the licences, for the libraries in `packages` into `target`."""
    target.mkdir(parents=True)
    libraries = distributions(packages)
    shutil.copy(root / "LICENSE", target / "巡察整改 rectify_xl.txt")
    shutil.copy(python_licence, target / "Python.txt")
    for library in libraries:
        texts = _licence_files(library)
        for number, path in enumerate(texts, 1):
            name = f"{library.name}{f' {number}' if len(texts) > 1 else ''}.txt"
            shutil.copy(path, target / name)
    lines = [
        f"{library.name} {library.version}：{declared_licence(library.metadata)}{_note(library.name)}"
        for library in libraries
    ]
    text = "随本程序提供的软件，及其作者声明的许可：\n\nPython：PSF-2.0\n" + "\n".join(lines) + "\n"
    (target / LIST).write_text(text, encoding="utf-8-sig", newline="\r\n")
    (target / BILL).write_text(bill(libraries), encoding="utf-8")


def distributions(packages: Path) -> list[Distribution]:
    """Return the libraries in a folder, by name."""
    libraries = (PathDistribution(path) for path in packages.glob("*.dist-info"))
    return sorted(libraries, key=lambda library: library.name.lower())


def bill(libraries: list[Distribution]) -> str:
    """Return the bill of materials as JSON, with the hash of each library's own record of its files."""
    document = Bom()
    document.metadata.component = Component(name="rectify-xl", version=__version__, type=ComponentType.APPLICATION)
    for library in libraries:
        record = (library.read_text("RECORD") or "").encode()
        component = Component(
            name=library.name,
            version=library.version,
            type=ComponentType.LIBRARY,
            purl=PackageURL("pypi", None, library.name.lower(), library.version),
            licenses=[DisjunctiveLicense(name=declared_licence(library.metadata))],
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=bytes_sha256(record, 64))],
        )
        document.components.add(component)
        document.register_dependency(document.metadata.component, [component])
    return JsonV1Dot5(document).output_as_string(indent=1)


def _licence_files(library: Distribution) -> list[Path]:
    files = library.files or ()
    named = (file for file in files if ".dist-info" in file.parts[0] and file.name.upper().startswith(LICENCE_NAMES))
    return [path for path in (Path(str(file.locate())) for file in named) if path.is_file()]


def _note(name: str) -> str:
    return f"（{NOTES[name.lower()]}）" if name.lower() in NOTES else ""
