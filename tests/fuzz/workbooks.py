"""Damage sound ledgers by seed, and run commands on them: refused or read, never an internal error or an untrue word.

Run as a program: `python -m tests.fuzz.workbooks [--seed S] [--count N] [--budget SECONDS]` prints the table.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import io
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from rectify_xl.doors import cli
from rectify_xl.errors import BookError
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.system import resources
from rectify_xl.workbook.file_host import FileBook
from tests.fuzz.tally import Tally

Parts = dict[str, bytes]
LEDGER = "台账.xlsx"
REOPEN = ("reopen", "P001", "--reason", "又堆了", "--until", "2027-12-31", "--by", "张某")
COMMANDS = (
    ("rollup",),
    ("check", "--write"),
    ("rollup", "--write"),
    ("repair", "--write"),
    ("close", "{open}", "--step", "extend", "--by", "张三", "--until", "2029-01-01", "--reason", "汛期"),
    REOPEN,
    ("undo",),
    ("notice", "-o", "稿.txt", "--force", "--as-of", "2026-09-28"),
)
_WRITING = ("--write", "extend", "又堆了", "undo")
_VALUES = (
    *("", "-1", "0", "1e309", "NaN", "-inf", "99999999999999999999", "2147483648", "1.5", "٣", "1 2", "true", "None"),
    *("A0", "A1:A0", "XFD1048576", "XFE1", "A1048577", "ZZZZ1", "$A$1", "A1:XFD1048576", "R1C1", "#REF!", "../x", "'"),
    *("a" * 5000, "整" * 300, "\u202e", "_x000D_", "&<>", "shared", "e", "d", "str", "b", "inlineStr", "array", "s"),
)
_LIKELY = ("sheet3.xml", "sheet4.xml", "sheet2.xml", "workbook.xml", "styles.xml", "sharedStrings.xml", "rels", "table")


class UntrueError(AssertionError):
    """A command said of a file what is not so, or left it in a state in which nobody can read it."""


@cache
def sound() -> bytes:
    """Return a sound ledger with the problems of the sample notice, whose memory has begun."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, LEDGER)
        sample = str(resources.path("samples", "示例通报.txt"))
        for words in (["import", sample, "-o", str(path)], ["check", str(path), "--write"]):
            run_quietly(words)
        return path.read_bytes()


@cache
def sound_ods() -> bytes:
    """Return a small ledger as an OpenDocument spreadsheet."""
    tables = ""
    for sheet in schema.STORED:
        header = tuple(column.name for column in sheet.columns)
        filled = (("P001", "甲方面"), ("P002", "乙方面")) if sheet is schema.PROBLEMS else ()
        rows = "".join(f"<table:table-row>{_cells(row)}</table:table-row>" for row in (header, *filled))
        tables += f'<table:table table:name="{sheet.name}">{rows}</table:table>'
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return target.getvalue()


def _cells(row: tuple[str, ...]) -> str:
    return "".join(
        f'<table:table-cell office:value-type="string"><text:p>{each}</text:p></table:table-cell>' for each in row
    )


@cache
def sound_xls() -> bytes:
    """Return the ledger as LibreOffice saves it in the old binary format; nothing where there is no LibreOffice."""
    office = shutil.which("soffice")
    if not office:
        return b""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.xlsx").write_bytes(sound())
        subprocess.run(
            [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xls", "a.xlsx"],
            cwd=folder,
            capture_output=True,
            timeout=120,
            check=False,
        )
        made = Path(folder, "a.xls")
        return made.read_bytes() if made.exists() else b""


@cache
def unfinished() -> str:
    """Return the id of a problem of the sound ledger that is not finished."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, LEDGER)
        path.write_bytes(sound())
        found = reader.read_ledger(FileBook(path).read())
    return next(each.id for each in found.problems if "完成" not in each.completion)


def run_quietly(words: list[str]) -> tuple[int, str]:
    """Run a command line in this process; return its status and all that it said."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = cli.main(words)
    return status, err.getvalue() or out.getvalue()


def _parts(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: Parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return target.getvalue()


def _pick(parts: Parts, rng: random.Random) -> str:
    """Return the name of a part, more often one that is read."""
    names = [name for name in parts if any(each in name for each in _LIKELY)] if rng.random() < 0.8 else list(parts)
    return rng.choice(names or list(parts))


def _bytes(data: bytes, rng: random.Random) -> bytes:
    parts = _parts(data)
    name = _pick(parts, rng)
    content = bytearray(parts[name])
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at = rng.randrange(len(content) + 1)
        way = rng.randrange(3)
        if way == 0 and content:
            content[min(at, len(content) - 1)] = rng.randrange(256)
        elif way == 1:
            content[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 6)))
        else:
            del content[at : at + rng.randrange(1, 40)]
    parts[name] = bytes(content)
    return _packed(parts)


def _of_tree(change: Callable[[Any, Any, random.Random], None]) -> Callable[[bytes, random.Random], bytes]:
    """Return a way that changes some elements of one part."""

    def way(data: bytes, rng: random.Random) -> bytes:
        parts = _parts(data)
        names = [name for name in parts if name.endswith((".xml", ".rels"))]
        name = _pick({each: parts[each] for each in names}, rng)
        tree = etree.fromstring(parts[name])
        for _ in range(rng.choice((1, 1, 2, 4))):
            elements = [each for each in tree.iter() if isinstance(each.tag, str)]
            change(rng.choice(elements), rng.choice(elements), rng)
        parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        return _packed(parts)

    return way


def _swap(one: Any, other: Any, _rng: random.Random) -> None:
    one.tag, other.tag = other.tag, one.tag


def _delete(one: Any, _other: Any, _rng: random.Random) -> None:
    if one.getparent() is not None:
        one.getparent().remove(one)


def _duplicate(one: Any, other: Any, rng: random.Random) -> None:
    target = one.getparent() if rng.random() < 0.6 and one.getparent() is not None else other
    target.insert(rng.randrange(len(target) + 1), copy.deepcopy(one))


def _nest(one: Any, other: Any, rng: random.Random) -> None:
    for _ in range(rng.choice((1, 3, 300))):
        inner = etree.SubElement(one, other.tag)
        one = inner
    inner.text = rng.choice(_VALUES).replace("\x00", "")


def _attribute(one: Any, _other: Any, rng: random.Random) -> None:
    names = list(one.attrib) or ["r", "s", "t", "ref", "ht", "width", "count"]
    name = rng.choice(names)
    way = rng.randrange(4)
    if way == 0:
        one.attrib.pop(name, None)
    else:
        one.set(name, rng.choice(_VALUES))


def _number(one: Any, _other: Any, rng: random.Random) -> None:
    root = one.getroottree().getroot()
    found = [each for each in root.iter() if each.text and re.fullmatch(r"-?\d+(\.\d+)?", each.text)]
    if found:
        rng.choice(found).text = rng.choice(_VALUES)


def _reference(one: Any, _other: Any, rng: random.Random) -> None:
    root = one.getroottree().getroot()
    found = [each for each in root.iter() for name in ("r", "ref", "sqref", "spans") if each.get(name)]
    if found:
        element = rng.choice(found)
        name = next(name for name in ("r", "ref", "sqref", "spans") if element.get(name))
        element.set(name, rng.choice(_VALUES))


def _names(data: bytes, rng: random.Random) -> bytes:
    parts = _parts(data)
    name = rng.choice(list(parts))
    way = rng.randrange(5)
    content = parts.pop(name)
    if way == 1:
        parts[name.upper()] = content
    elif way == 2:
        parts[f"../{name}"] = content
    elif way == 3:
        parts[rng.choice(list(parts))] = content
    elif way == 4:
        parts[name.replace("/", "\\")] = content
    return _packed(parts)


def _archive(data: bytes, rng: random.Random) -> bytes:
    way = rng.randrange(5)
    if way == 0:
        return data[: rng.randrange(len(data))]
    changed = bytearray(data)
    directory = data.rfind(b"PK\x01\x02") if rng.random() < 0.5 else data.find(b"PK\x01\x02")
    for _ in range(rng.choice((1, 2, 4))):
        if way == 1:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        elif way == 2:
            changed[min(directory + rng.randrange(46), len(changed) - 1)] = rng.randrange(256)
        elif way == 3:
            changed[len(changed) - 1 - rng.randrange(22)] = rng.randrange(256)
        else:
            at = rng.randrange(len(changed))
            del changed[at : at + rng.randrange(1, 200)]
    return bytes(changed)


def _ods(_data: bytes, rng: random.Random) -> bytes:
    if rng.random() < 0.3:
        return _archive(sound_ods(), rng)
    parts = _parts(sound_ods())
    content = parts["content.xml"].decode()
    tags = list(re.finditer(r"<[^>]+>", content))
    tag = rng.choice(tags)
    number = rng.choice(("-1", "0", "1048577", "99999999999", "x"))
    repeated = tag.group().replace(">", f' table:number-columns-repeated="{number}">', 1)
    fresh = rng.choice(("", tag.group() * 2, repeated, tag.group()[1:]))
    parts["content.xml"] = (content[: tag.start()] + fresh + content[tag.end() :]).encode()
    return _packed(parts)


def _xls(_data: bytes, rng: random.Random) -> bytes:
    whole = bytearray(sound_xls() or sound_ods())
    for _ in range(rng.choice((1, 5, 50, 500))):
        whole[rng.randrange(8, len(whole))] = rng.randrange(256)
    return bytes(whole[: rng.randrange(600, len(whole))] if rng.random() < 0.2 else whole)


KINDS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "bytes of a part": _bytes,
    "elements swapped": _of_tree(_swap),
    "elements deleted": _of_tree(_delete),
    "elements doubled": _of_tree(_duplicate),
    "elements nested": _of_tree(_nest),
    "attributes": _of_tree(_attribute),
    "numbers": _of_tree(_number),
    "references": _of_tree(_reference),
    "names of parts": _names,
    "archive": _archive,
    ".ods": _ods,
    ".xls": _xls,
}
_SELDOM = (".ods", ".xls")
"""Kinds that start a process for each reading."""


def damaged(case: int) -> tuple[str, bytes, tuple[str, ...]]:
    """Return the kind of a case, the damaged ledger, and a command to run on it besides `check`."""
    rng = random.Random(case)  # noqa: S311 - repeatable is what is wanted
    kinds = [kind for kind in KINDS for _ in range(1 if kind in _SELDOM else 3)]
    kind = rng.choice(kinds)
    return kind, KINDS[kind](sound(), rng), rng.choice(COMMANDS)


def judge(data: bytes, command: tuple[str, ...], folder: Path) -> None:
    """Run `check` and a command on a damaged ledger; raises what is wrong, and `BookError` where both refuse."""
    path = folder / LEDGER
    refused = 0
    for words in (("check",), command):
        path.write_bytes(data)
        before = data
        if words == ("undo",):
            run_quietly([REOPEN[0], str(path), *REOPEN[1:]])
            before = path.read_bytes()
        given = [each.format(open=unfinished()) for each in words[1:]]
        status, said = run_quietly([words[0], str(path), *given])
        refused += status == 2
        _true(path, before, words, status, said)
    if refused == 2:
        raise BookError("both commands refuse")


def _true(path: Path, data: bytes, words: tuple[str, ...], status: int, said: str) -> None:
    what = " ".join(words)
    if "程序内部出错" in said or "Traceback" in said:
        raise RuntimeError(f"{what}: {said.strip()[-300:]}")
    changed = path.read_bytes() != data
    writes = any(each in words for each in _WRITING)
    if changed and not writes:
        raise UntrueError(f"{what} changed the ledger")
    if changed and status == 2 and "已经写好" not in said:
        raise UntrueError(f"{what} wrote, and says: {said.strip()[-300:]}")
    if changed and any(each in said for each in ("没有写入", "保持原样", "没有改动任何")):
        raise UntrueError(f"{what} denies what it wrote: {said.strip()[-300:]}")
    if status == 2 and not said.startswith("错误："):
        raise UntrueError(f"{what} refuses without a sentence: {said[:300]}")
    if changed:
        try:
            FileBook(path).read()
        except BookError as error:
            raise UntrueError(f"{what} left a ledger that cannot be read: {error}") from error


def run(seed: int, count: int, budget_seconds: float) -> Tally:
    """Try `count` damaged ledgers, as many as there is time for; return what became of them."""
    tally = Tally()
    sound()
    end = time.monotonic() + budget_seconds
    before = Path.cwd()
    for case in range(seed, seed + count):
        if time.monotonic() > end:
            break
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                kind, data, command = damaged(case)
                tally.attempt(kind, case, lambda: judge(data, command, Path(folder)))  # noqa: B023 - run at once
            finally:
                os.chdir(before)
    return tally


def cases(arguments: list[str]) -> Iterator[str]:
    """Yield the table of a run as the arguments of the command line want it."""
    wanted = argparse.ArgumentParser(prog="python -m tests.fuzz.workbooks")
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--count", type=int, default=1000)
    wanted.add_argument("--budget", type=float, default=3600, help="seconds after which no further file is tried")
    given = wanted.parse_args(arguments)
    yield run(given.seed, given.count, given.budget).table()


if __name__ == "__main__":
    for line in cases(sys.argv[1:]):
        print(line)  # noqa: T201 - a program of its own
