"""Python for Linux, built from Debian's sources by zig against version 2.28 of the GNU C library.

UOS 20 and Kylin V10 have that version, and a program runs with newer ones but not with older ones. What Python needs
besides is put into its modules, each of which shows nothing but its own entry, so that no library of another package or
of the system is mixed up with it; the folder runs wherever it is copied.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from generate.installers import debian_sources, supplies
from generate.installers.supplies import SupplyError
from rectify_xl.system.digests import bytes_sha256

GLIBC = "2.28"
ARCHITECTURES = ("x86_64", "aarch64")
VERSION = "3.11"
COMPILER_LOCK = Path("requirements") / "zig.lock"
CACHE = Path("build") / "linux"
PYTHON = "python3.11"
MAIN = Path(__file__).with_name("python_main.c")
FIRST_CORRECTION = "fix-py_compile.diff"
"""Of Debian's changes to Python those from this one on mend faults; those before it fit it into Debian's folders."""
TOOLS = ("apt-get", "dpkg-source", "patch", "make", "readelf")
FLAGS = "-O2 -fPIC -fvisibility=hidden -fno-sanitize=undefined -g0"
EXPAT_SETTINGS = """#define BYTEORDER 1234
#define HAVE_GETRANDOM 1
#define HAVE_SYSCALL_GETRANDOM 1
#define XML_DEV_URANDOM 1
#define HAVE_MEMMOVE 1
#define XML_NS 1
#define XML_DTD 1
#define XML_GE 1
#define XML_CONTEXT_BYTES 1024
"""
AMENDMENTS = (
    # The same sources give the same bytes.
    ("Modules/getbuildinfo.c", "#define DATE __DATE__", '#define DATE "Jan  1 1980"'),
    ("Modules/getbuildinfo.c", "#define TIME __TIME__", '#define TIME "00:00:00"'),
    # The headers of the computer that builds are not those of the C library for which we build.
    ("setup.py", "        self.add_multiarch_paths()\n", ""),
    # Debian's CVE-2026-4224 needs it; Debian itself builds this module into the program, where it is defined.
    ("Modules/pyexpat.c", '#include "Python.h"', '#define Py_BUILD_CORE_MODULE 1\n#include "Python.h"'),
)
CROSS_ANSWERS = (
    "ac_cv_file__dev_ptmx=yes",
    "ac_cv_file__dev_ptc=no",
    "ac_cv_buggy_getaddrinfo=no",
    "ac_cv_computed_gotos=yes",
)
"""What the configuration would find out by running a program of the other architecture."""
NEEDLESS = (
    "test",
    "tests",
    "idlelib",
    "lib2to3",
    "tkinter",
    "turtledemo",
    "turtle.py",
    "ensurepip",
    "pydoc_data",
    "sqlite3",
    "curses",
    "dbm",
    "__pycache__",
    "config-3.11*",
    "ossaudiodev*.so",
    "xxlimited*.so",
    "_xxsubinterpreters*.so",
)
"""What of the standard library no program of ours loads."""


class Workshop(NamedTuple):
    """Where one architecture is built: its tools, the unpacked sources, where libraries go, and what was printed."""

    architecture: str
    sources: Path
    prefix: Path
    log: Path
    environment: dict[str, str]

    @property
    def cross(self) -> tuple[str, str]:
        """What a `configure` must be told so that it never runs what it builds, whatever computer builds."""
        return (f"--host={self.architecture}-linux-gnu", f"--build={os.uname().machine}-pc-linux-gnu")

    def run(self, folder: Path, *words: str | Path, **more: str) -> None:
        """Run a step in a folder; raises `SupplyError` with the end of what it printed."""
        with self.log.open("ab") as log:
            done = subprocess.run(
                [*map(str, words)], cwd=folder, env=self.environment | more, stdout=log, stderr=log, check=False
            )
        if done.returncode:
            last = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
            raise SupplyError("\n".join((f"{folder.name}, {self.architecture}: {words[0]} failed", *last)))

    def make(self, folder: Path, *words: str) -> None:
        """Run make with two jobs."""
        self.run(folder, "make", "-j2", *words)


def built(architecture: str, root: Path) -> Path:
    """Return where the Python of an architecture is once it is built: its name says from what."""
    recipe = b"".join((root / path).read_bytes() for path in (debian_sources.LOCK, COMPILER_LOCK))
    recipe += MAIN.read_bytes() + Path(__file__).read_bytes()
    return root / CACHE / f"python-{architecture}-{bytes_sha256(recipe, 12)}"


def build(architecture: str, root: Path, sources: Path) -> None:
    """Build the Python of an architecture; `sources` holds the fetched source packages.

    Raises `SupplyError` where a tool is missing or a step fails.
    """
    cache, target = root / CACHE, built(architecture, root)
    for tool in TOOLS:
        if shutil.which(tool) is None:
            raise SupplyError(
                f"{tool} is not installed: Debian's packages apt, dpkg-dev, patch, make, binutils are needed"
            )
    scratch = cache / f"work-{architecture}"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    shop = _workshop(architecture, _compiler(root), scratch, cache)
    for package in debian_sources.locked(root / debian_sources.LOCK):
        folder = shop.sources / package.name
        debian_sources.unpack(package, sources, folder, patched=package.name != PYTHON)
        STEPS[package.name](shop, folder)
    made = _trimmed(shop, scratch / "installed")
    made.replace(target)
    shutil.rmtree(scratch)


def interpreter() -> Path:
    """Return a Python of this computer of the version that is built, which takes part in the building.

    Raises `SupplyError` where there is none.
    """
    candidates = [Path(sys.base_prefix) / "bin" / PYTHON, Path(shutil.which(PYTHON) or PYTHON)]
    for candidate in candidates:
        if candidate.is_file():
            done = subprocess.run(
                [candidate, "-c", "import sys; print(sys.executable)"], capture_output=True, check=False
            )
            if not done.returncode:
                return Path(done.stdout.decode().strip())
    raise SupplyError(f"{PYTHON} is not installed: a Python of this version takes part in the building of another")


def compile_modules(python: Path) -> None:
    """Put compiled modules beside all modules of a built Python, so that it starts fast and never writes them."""
    library = python / "lib" / PYTHON
    command = [str(interpreter()), "-m", "compileall", "-q", "-f", "--invalidation-mode", "unchecked-hash"]
    subprocess.run([*command, "-s", str(python.parent), str(library)], check=True, capture_output=True)


def _compiler(root: Path) -> Path:
    """Return zig as its package on PyPI carries it, fetched now where it is not here yet."""
    lock = root / COMPILER_LOCK
    target = root / CACHE / f"zig-{bytes_sha256(lock.read_bytes(), 12)}"
    if not target.is_dir():
        wheels = root / CACHE / "wheels"
        supplies.fetch(lock, wheels, "--only-binary=:all:")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--require-hashes"]
        partial = target.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        words = ["--find-links", str(wheels), "--target", str(partial), "--requirement", str(lock)]
        subprocess.run([*command, *words], check=True)
        partial.replace(target)
        shutil.rmtree(wheels)
    return target / "ziglang" / "zig"


def _workshop(architecture: str, zig: Path, scratch: Path, cache: Path) -> Workshop:
    tools = scratch / "tools"
    tools.mkdir()
    place = f"-ffile-prefix-map={scratch}=/build"
    calls = {"cc": f"cc -target {architecture}-linux-gnu.{GLIBC} {place}", "ar": "ar", "ranlib": "ranlib"}
    for name, call in calls.items():
        (tools / name).write_text(f'#!/bin/sh\nexec "{zig}" {call} "$@"\n', encoding="utf-8")
        (tools / name).chmod(0o755)
    prefix = scratch / "libraries"
    (prefix / "include").mkdir(parents=True)
    (prefix / "lib").mkdir()
    kept = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
    environment = {
        **kept,
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": "315532800",
        "ZIG_GLOBAL_CACHE_DIR": str(cache / "zig-cache"),
        "CC": str(tools / "cc"),
        "CXX": str(tools / "cc"),
        "AR": str(tools / "ar"),
        "RANLIB": str(tools / "ranlib"),
        "READELF": shutil.which("readelf") or "",
        "CFLAGS": FLAGS,
        "PKG_CONFIG_LIBDIR": str(prefix / "lib" / "pkgconfig"),
    }
    (scratch / "sources").mkdir()
    return Workshop(architecture, scratch / "sources", prefix, scratch / "log.txt", environment)


def _zlib(shop: Workshop, folder: Path) -> None:
    shop.run(folder, "./configure", "--static", f"--prefix={shop.prefix}", CHOST=f"{shop.architecture}-linux-gnu")
    shop.make(folder, "libz.a")
    _take(shop, folder, "libz.a", "zlib.h", "zconf.h")


def _bzip2(shop: Workshop, folder: Path) -> None:
    tools = (f"{name}={shop.environment[name]}" for name in ("CC", "AR", "RANLIB", "CFLAGS"))
    shop.make(folder, *tools, "libbz2.a")
    _take(shop, folder, "libbz2.a", "bzlib.h")


def _xz(shop: Workshop, folder: Path) -> None:
    programs = ("xz", "xzdec", "lzmadec", "lzmainfo", "scripts", "doc", "nls", "shared")
    shop.run(folder, "./configure", *shop.cross, f"--prefix={shop.prefix}", *(f"--disable-{name}" for name in programs))
    shop.make(folder, "install")


def _libffi(shop: Workshop, folder: Path) -> None:
    settings = ("--disable-shared", "--disable-docs", "--disable-multi-os-directory")
    # 3.4.4 calls a function of its own that no header of its own declares.
    flags = f"{FLAGS} -Wno-error=implicit-function-declaration"
    shop.run(folder, "./configure", *shop.cross, f"--prefix={shop.prefix}", *settings, CFLAGS=flags)
    shop.make(folder)
    shop.make(folder, "install")


def _expat(shop: Workshop, folder: Path) -> None:
    source = folder / "expat" / "lib"
    (source / "expat_config.h").write_text(EXPAT_SETTINGS, encoding="ascii")
    names = ("xmlparse", "xmlrole", "xmltok")
    for name in names:
        shop.run(source, shop.environment["CC"], *FLAGS.split(), "-DXML_STATIC", "-I.", "-c", f"{name}.c")
    shop.run(source, shop.environment["AR"], "rcs", "libexpat.a", *(f"{name}.o" for name in names))
    _take(shop, source, "libexpat.a", "expat.h", "expat_external.h")


def _openssl(shop: Workshop, folder: Path) -> None:
    # Settings of the system are written for its own version, and may name what ours has not.
    settings = ("no-shared", "no-tests", "no-module", "no-engine", "no-dso", "no-autoload-config")
    places = (f"--prefix={shop.prefix}", "--libdir=lib", "--openssldir=/etc/ssl")
    shop.run(folder, "./Configure", f"linux-{shop.architecture}", *settings, *places)
    shop.make(folder, "build_libs")
    shop.make(folder, "install_dev")


def _python(shop: Workshop, folder: Path) -> None:
    series = (folder / "debian" / "patches" / "series").read_text(encoding="utf-8").split()
    for name in series[series.index(FIRST_CORRECTION) :]:
        shop.run(folder, "patch", "-s", "-p1", "-i", folder / "debian" / "patches" / name)
    for name, old, new in AMENDMENTS:
        _amend(folder / name, old, new)
    shutil.copy(MAIN, folder / "Programs" / "python.c")
    flags = {
        "CFLAGS": "-g0 -fno-sanitize=undefined -Wno-unused-command-line-argument",
        "CPPFLAGS": f"-I{shop.prefix}/include",
        "LDFLAGS": f"-L{shop.prefix}/lib -Wl,-s",
    }
    settings = (
        "--prefix=/python",
        f"--with-build-python={interpreter()}",
        f"--with-openssl={shop.prefix}",
        "--with-system-expat",
        "--without-ensurepip",
        "--disable-test-modules",
    )
    shop.run(folder, "./configure", *shop.cross, *settings, *CROSS_ANSWERS, **flags)
    shop.make(folder)
    shop.make(folder, "install", f"DESTDIR={folder.parents[1] / 'installed'}")


STEPS: dict[str, Callable[[Workshop, Path], None]] = {
    "zlib": _zlib,
    "bzip2": _bzip2,
    "xz-utils": _xz,
    "libffi": _libffi,
    "expat": _expat,
    "openssl": _openssl,
    PYTHON: _python,
}


def _take(shop: Workshop, folder: Path, library: str, *headers: str) -> None:
    shutil.copy(folder / library, shop.prefix / "lib")
    for name in headers:
        shutil.copy(folder / name, shop.prefix / "include")


def _amend(path: Path, old: str, new: str) -> None:
    """Change a text that must be there exactly once; raises `SupplyError` where it is not."""
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise SupplyError(f"{path.name} does not hold once: {old}")
    path.write_text(text.replace(old, new), encoding="utf-8")


def _trimmed(shop: Workshop, installed: Path) -> Path:
    """Return a folder with what of an installed Python the program needs, with the licences of all that is in it."""
    target = installed.with_name("trimmed")
    program = target / "bin" / PYTHON
    program.parent.mkdir(parents=True)
    shutil.copy(installed / "python" / "bin" / PYTHON, program)
    library = target / "lib" / PYTHON
    shutil.copytree(installed / "python" / "lib" / PYTHON, library, ignore=shutil.ignore_patterns(*NEEDLESS))
    [data] = library.glob("_sysconfigdata_*.py")
    text = data.read_text(encoding="utf-8").replace(str(shop.prefix.parent), "/build")
    data.write_text(text.replace(str(interpreter()), PYTHON), encoding="utf-8")
    licences = target / "licences"
    licences.mkdir()
    for name in STEPS:
        shutil.copy(shop.sources / name / "debian" / "copyright", licences / f"{name}.txt")
    _refuse_incomplete(library)
    return target


def _refuse_incomplete(library: Path) -> None:
    """Raise `SupplyError` where a module that the program needs was not built; the building itself only says so."""
    modules = {path.name.partition(".")[0] for path in (library / "lib-dynload").glob("*.so")}
    missing = {"_ssl", "_hashlib", "_ctypes", "_lzma", "_bz2", "zlib", "pyexpat", "_elementtree", "_decimal"} - modules
    if missing:
        raise SupplyError(f"Python was built without {', '.join(sorted(missing))}")
