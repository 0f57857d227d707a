"""What a package holds: a list for people with every licence's text, and a CycloneDX bill of materials for machines."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot5
from packageurl import PackageURL

from generate.installers.supplies import SupplyError
from generate.licences import NOTES, declared_licence
from rectify_xl import __version__
from rectify_xl.system.digests import bytes_sha256

BILL = "材料清单.cdx.json"
LIST = "许可清单.txt"
LICENCE_NAMES = ("LICEN", "COPYING", "NOTICE", "AUTHORS")
TEXTS = Path(__file__).with_name("licence_texts")
"""The licences of those that come without any, or with the name of a file that only Debian has."""


class Supplied(NamedTuple):
    """What is in a package and comes from elsewhere than PyPI: Python itself and what is built into it.

    `text` holds the licence in full, `digest` is the SHA-256 of the file that it came as.
    """

    name: str
    version: str
    licence: str
    text: Path
    where: PackageURL
    digest: str


def write(target: Path, packages: Path, supplied: Sequence[Supplied], root: Path) -> None:
    """Write both, and the texts of the licences, into `target`: of the libraries in `packages`, and of `supplied`.

    Raises `SupplyError` where a library has no text: then it belongs into TEXTS.
    """
    target.mkdir(parents=True)
    libraries = distributions(packages)
    shutil.copy(root / "LICENSE", target / "巡察整改 rectify_xl.txt")
    for supply in supplied:
        shutil.copy(supply.text, target / f"{supply.name}.txt")
    for library in libraries:
        texts = licence_files(library)
        for number, path in enumerate(texts, 1):
            name = f"{library.name}{f' {number}' if len(texts) > 1 else ''}.txt"
            shutil.copy(path, target / name)
    lines = [f"{supply.name} {supply.version}：{supply.licence}" for supply in supplied]
    lines += [
        f"{library.name} {library.version}：{declared_licence(library.metadata)}{_note(library.name)}"
        for library in libraries
    ]
    text = "随本程序提供的软件，及其作者声明的许可：\n\n" + "\n".join(lines) + "\n"
    (target / LIST).write_text(text, encoding="utf-8-sig", newline="\r\n")
    (target / BILL).write_text(bill(libraries, supplied), encoding="utf-8")


def distributions(packages: Path) -> list[Distribution]:
    """Return the libraries in a folder, by name."""
    libraries = (PathDistribution(path) for path in packages.glob("*.dist-info"))
    return sorted(libraries, key=lambda library: library.name.lower())


def bill(libraries: Sequence[Distribution], supplied: Sequence[Supplied] = (), *, contained: bool = True) -> str:
    """Return the bill of materials as JSON, the same for the same things.

    Where the libraries are `contained` in the package, each has the hash of its own record of its files.
    """
    whole = Component(
        name="rectify-xl",
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref="rectify-xl",
        licenses=[DisjunctiveLicense(id="MIT")],
    )
    components = [
        _component(supply.name, supply.version, supply.licence, supply.where, supply.digest) for supply in supplied
    ]
    for library in libraries:
        where = PackageURL("pypi", None, library.name.lower(), library.version)
        digest = bytes_sha256((library.read_text("RECORD") or "").encode()) if contained else ""
        components.append(_component(library.name, library.version, declared_licence(library.metadata), where, digest))
    content = "\n".join(f"{component.purl} {component.hashes}" for component in components)
    document = Bom(components=components, serial_number=uuid5(NAMESPACE_URL, f"rectify-xl {__version__}\n{content}"))
    document.metadata.component = whole
    document.metadata.timestamp = datetime(1980, 1, 1, tzinfo=UTC)
    document.register_dependency(whole, components)
    return JsonV1Dot5(document).output_as_string(indent=1)


def _component(name: str, version: str, licence: str, where: PackageURL, digest: str) -> Component:
    return Component(
        name=name,
        version=version,
        type=ComponentType.LIBRARY,
        bom_ref=str(where),
        purl=where,
        licenses=[DisjunctiveLicense(name=licence)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)] if digest else [],
    )


def licence_files(library: Distribution) -> list[Path]:
    """Return the texts of a library's licences; raises `SupplyError` where there are none."""
    files = (file for file in library.files or () if ".dist-info" in file.parts[0])
    named = (file for file in files if "licenses" in file.parts or file.name.upper().startswith(LICENCE_NAMES))
    texts = [path for path in (Path(str(file.locate())) for file in named) if path.is_file()]
    if texts:
        return texts
    added = added_text(library.name)
    if added is None:
        raise SupplyError(f"{library.name} carries no licence: put its text into {TEXTS.name}")
    return [added]


def added_text(name: str) -> Path | None:
    """Return the text of a licence that we add."""
    text = TEXTS / f"{name.lower()}.txt"
    return text if text.is_file() else None


def _note(name: str) -> str:
    return f"（{NOTES[name.lower()][1]}）" if name.lower() in NOTES else ""
