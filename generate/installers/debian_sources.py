"""Debian's source packages of Python and of what it needs, in the versions and with the hashes of a lock file.

Debian mends the faults of these versions for years, and its archive is at hand where it is built. apt checks the
signature of the archive with a state of its own, so that neither the lists of this computer nor an administrator are
needed.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from functools import cmp_to_key
from pathlib import Path
from typing import NamedTuple

from generate.installers.supplies import SupplyError
from rectify_xl.system.digests import file_sha256

LOCK = Path("requirements") / "linux-sources.lock"
MIRROR = "RECTIFY_XL_DEBIAN_MIRROR"
"""Environment: where the archive is, without the `debian` at the end."""
DEFAULT_MIRROR = "http://deb.debian.org"
RELEASE = "bookworm"
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"
HEAD = """# Debian's source packages from which Python for Linux is built (make dist-linux); SHA-256 of their files.
# `python -m generate.installers linux-sources` writes this list anew when Debian has newer ones.
"""
OUTDATED = """Debian has no {name} {version} any more; usually a newer one with mended faults took its place.
Run `python -m generate.installers linux-sources`, read what changed (apt-get changelog {name}), run
`make test-linux`, and commit the lock. A mirror that keeps old versions can be named in {mirror}."""


class SourcePackage(NamedTuple):
    """One package: its name and version at Debian, and the SHA-256 of each of its files by name."""

    name: str
    version: str
    digests: Mapping[str, str]

    @property
    def description(self) -> str:
        """The name of the file that describes the others."""
        return next(name for name in self.digests if name.endswith(".dsc"))


def locked(lock: Path) -> tuple[SourcePackage, ...]:
    """Return the packages of a lock file; raises `SupplyError` for a line that is none of it."""
    packages: list[SourcePackage] = []
    for line in lock.read_text(encoding="utf-8").splitlines():
        match line.partition("#")[0].split():
            case []:
                continue
            case [title] if "=" in title:
                name, _, version = title.partition("=")
                packages.append(SourcePackage(name, version, {}))
            case [digest, file] if packages and re.fullmatch("[0-9a-f]{64}", digest):
                packages[-1] = packages[-1]._replace(digests={**packages[-1].digests, file: digest})
            case _:
                raise SupplyError(f"{lock.name}: not understood: {line}")
    return tuple(packages)


def fetch(packages: Sequence[SourcePackage], target: Path, scratch: Path) -> None:
    """Download the files of all packages into `target`; raises `SupplyError` where one is gone or another one."""
    options = _prepare(scratch)
    target.mkdir(parents=True, exist_ok=True)
    for package in packages:
        if not _download(options, f"{package.name}={package.version}", target):
            raise SupplyError(OUTDATED.format(name=package.name, version=package.version, mirror=MIRROR))
        for name, digest in package.digests.items():
            if file_sha256(target / name) != digest:
                raise SupplyError(f"{name} is not the file of {LOCK.name}")


def renew(lock: Path, scratch: Path) -> list[str]:
    """Write the lock anew with the newest versions that can be had; return a line for each change and hindrance."""
    options = _prepare(scratch)
    notes: list[str] = []
    renewed: list[SourcePackage] = []
    for package in locked(lock):
        for version in _versions(options, package.name):
            folder = scratch / "files" / package.name / version
            folder.mkdir(parents=True)
            if _download(options, f"{package.name}={version}", folder):
                break
            notes.append(f"{package.name} {version} is in the list of the archive, but its files are not to be had")
        else:
            raise SupplyError(f"Debian has no {package.name}")
        digests = {path.name: file_sha256(path) for path in sorted(folder.iterdir()) if path.suffix != ".asc"}
        renewed.append(SourcePackage(package.name, version, digests))
        if version != package.version:
            notes.append(f"{package.name}: {package.version} → {version}")
    lock.write_text(_text(renewed), encoding="utf-8")
    return notes


def unpack(package: SourcePackage, sources: Path, target: Path, *, patched: bool = True) -> None:
    """Unpack a fetched package into the new folder `target`, with all that Debian changed where `patched`."""
    plain = () if patched else ("--skip-patches",)
    command = ["dpkg-source", "--no-check", *plain, "-x", str(sources / package.description), str(target)]
    subprocess.run(command, check=True, capture_output=True)


def _text(packages: Sequence[SourcePackage]) -> str:
    lines: list[str] = []
    for package in packages:
        lines += ["", f"{package.name}={package.version}"]
        lines += [f"{digest}  {name}" for name, digest in package.digests.items()]
    return HEAD + "\n".join(lines) + "\n"


def _prepare(scratch: Path) -> list[str]:
    """Let apt read what the archive has, in a folder of our own; return the options that it needs for it."""
    mirror = os.environ.get(MIRROR) or DEFAULT_MIRROR
    state = scratch / "apt"
    (state / "lists" / "partial").mkdir(parents=True)
    (state / "archives" / "partial").mkdir(parents=True)
    (state / "sources.list").write_text(
        f"deb-src [signed-by={KEYS}] {mirror}/debian {RELEASE} main\n"
        f"deb-src [signed-by={KEYS}] {mirror}/debian-security {RELEASE}-security main\n",
        encoding="ascii",
    )
    settings = {
        "Dir::Etc::SourceList": state / "sources.list",
        "Dir::Etc::SourceParts": "-",
        "Dir::State::Lists": state / "lists",
        "Dir::State::Status": "/dev/null",
        "Dir::Cache": state,
        "APT::Sandbox::User": "",
    }
    options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
    done = subprocess.run(["apt-get", *options, "--quiet", "update"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SupplyError(f"apt cannot read the archive {mirror}:\n{done.stderr}")
    return options


def _download(options: Sequence[str], name: str, target: Path) -> bool:
    """Download a source package, whose hashes apt checks; tell whether the archive has it."""
    command = ["apt-get", *options, "--quiet", "--download-only", "--only-source", "source", name]
    return subprocess.run(command, cwd=target, capture_output=True, check=False).returncode == 0


def _versions(options: Sequence[str], name: str) -> list[str]:
    """Return the versions of a source package that the archive lists, the newest first."""
    done = subprocess.run(["apt-cache", *options, "madison", name], capture_output=True, text=True, check=True)
    rows = (line.split("|") for line in done.stdout.splitlines())
    versions = {row[1].strip() for row in rows if row[2].strip().endswith("Sources")}
    return sorted(versions, key=cmp_to_key(_order), reverse=True)


def _order(one: str, other: str) -> int:
    """Compare two versions as Debian does: below zero where the first is older."""
    if one == other:
        return 0
    older = subprocess.run(["dpkg", "--compare-versions", one, "lt", other], check=False).returncode == 0
    return -1 if older else 1
