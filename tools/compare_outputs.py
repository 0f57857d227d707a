"""Run every command on the seeds and the demo, keep what comes out, and compare two such folders.

    python tools/compare_outputs.py run --tree PATH --into FOLDER
    python tools/compare_outputs.py compare FOLDER FOLDER

`run` uses nothing of the package but its command line, so that it can run the package of any checkout: it calls
`python -m rectify_xl` with that checkout first on the path. Each call is kept as one file with its exit code, standard
output, standard error and the files that it made or changed; of a file the content is kept (cells, paragraphs,
entries), not the bytes. Paths, times, hashes of dated files and the version are replaced by what they are.
`compare` prints every difference and ends with 1 if there is one.
"""

from __future__ import annotations

import argparse
import base64
import difflib
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

REPOSITORY = Path(__file__).resolve().parents[1]
SEEDS = REPOSITORY.parent / "shared" / "seeds"
AS_OF = "2026-10-15"
LEDGER = "台账.xlsx"
BACKUPS = "rectify_xl_备份"
LEFT_OUT = {"doctor": "it reports on the computer", "addin install, remove": "they need Excel or LibreOffice"}
# For trees whose overview cannot be read.
COMMANDS = (
    *(
        "new",
        "import",
        "check",
        "clear",
        "undo",
        "dump",
        "history",
        "repair",
        "rollup",
        "risks",
        "promises",
        "wallchart",
    ),
    *("weekly", "monthly", "letters", "review", "close", "reopen", "notice", "report", "proof", "trace", "template"),
    *("demo", "addin", "doctor"),
)
EVIDENCE = {"佐证一.txt": "会议记录，2026年5月22日。\n", "佐证二.txt": "清退凭证3张。\n"}
SHOWN_LINES = 40  # of one difference, unless asked for more

TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
STAMP = re.compile(r"(\d{8})-\d{6}")
REPEATED = re.compile(r"(<stamp>[^/~\n]*)~\d+")
HASH = re.compile(r"\b[a-z]?[0-9a-f]{16,}\b")
PACKED = re.compile(r"^(程序状态!C\d+ = )(\S+)( \[.*)$", re.MULTILINE)
PACKED_IN_JSON = re.compile(r"(?<=\")eJ[A-Za-z0-9+/=]{24,}(?=\")")
MARKS = re.compile(r'(\\?"marks\\?": ?\\?")[0-9a-f]+')  # of the lines of 变更记录, which bear times
PACKED_BEGIN = "eJ"  # zlib in base64
SECONDS = re.compile(r"\d+(\.\d+)?(?=秒)")
VERSION = re.compile(r"\b\d+\.\d+\.\d+(\.(dev|post)\d+)?(\+[0-9a-z.]+)?\b")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


class Setting(NamedTuple):
    """What every scene needs to know: the checkout, the folder of the run, the contents kept so far, the notices."""

    tree: Path
    root: Path
    into: Path
    notices: dict[str, Path]
    today: date

    def normalise(self, text: str) -> str:
        """Return a text without what differs from run to run."""
        text = text.replace(str(self.root.resolve()), "<root>").replace(str(self.root), "<root>")
        text = text.replace(str(self.tree.resolve()), "<tree>").replace(str(self.tree), "<tree>")
        text = REPEATED.sub(r"\1", STAMP.sub(self._stamp, TIME.sub(self._time, text)))
        for written in (
            self.today.isoformat(),
            f"{self.today.year}年{self.today.month}月{self.today.day}日",
            f"{self.today:%Y%m%d}",
        ):
            text = text.replace(written, "<today>")
        text = HASH.sub(lambda match: match[0] if match[0] in _kept_hashes() else "<hash>", text)
        return SECONDS.sub("<seconds>", VERSION.sub("<version>", text))

    def _stamp(self, match: re.Match[str]) -> str:
        return "<stamp>" if match[1] == f"{self.today:%Y%m%d}" else match[0]

    def _time(self, match: re.Match[str]) -> str:
        """Return the mark of a time of the run; times that a document states stay."""
        return "<time>" if match[0].startswith(self.today.isoformat()) else match[0]

    def keep(self, content: str) -> str:
        """Keep a content under its digest and return the digest."""
        digest = hashlib.sha256(content.encode()).hexdigest()[:16]
        target = self.into / "contents" / f"{digest}.txt"
        if not target.exists():
            target.write_text(content, encoding="utf-8")
        return digest


def unpack_state(text: str) -> str:
    """Return the content of a workbook or journal with what 程序状态 keeps packed, in one cell or several, readable."""
    cells = list(PACKED.finditer(text))
    written = {match.start(): match[2] for match in cells}
    first = -1
    for match in cells:
        if match[2].startswith(PACKED_BEGIN):
            first = match.start()
        elif first >= 0:
            written[first] += match[2]
            written[match.start()] = "<packed above>"
    for position, packed in written.items():
        if packed.startswith(PACKED_BEGIN):
            written[position] = _unpacked(packed)
    text = PACKED.sub(lambda match: f"{match[1]}{written[match.start()]}{match[3]}", text)
    return MARKS.sub(r"\1<marks>", PACKED_IN_JSON.sub(lambda match: _unpacked(match[0]), text))


def _unpacked(packed: str) -> str:
    try:
        return zlib.decompress(base64.b64decode(packed)).decode()
    except (ValueError, zlib.error):
        return f"<packed, {len(packed)} characters>"


def _kept_hashes() -> frozenset[str]:
    """Return the digests of the evidence files, which are the same in every run."""
    return frozenset(hashlib.sha256(text.encode()).hexdigest() for text in EVIDENCE.values())


class Scene:
    """A folder of its own in which commands are called one after the other."""

    def __init__(self, setting: Setting, ledger: str, name: str) -> None:
        self.setting = setting
        self.name = f"{ledger}/{name}"
        self.folder = setting.root / ledger / name
        self.folder.mkdir(parents=True)
        self.home = setting.root / "homes" / ledger / name
        self.home.mkdir(parents=True)
        self.count: Counter[str] = Counter()
        for file_name, text in EVIDENCE.items():
            (self.folder / file_name).write_text(text, encoding="utf-8", newline="\n")
        self._hashes = self._file_hashes()
        self._digests: dict[str, str] = {}

    def bring(self, source: Path, name: str = LEDGER) -> Path:
        """Copy a file into the folder."""
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
        self._hashes = self._file_hashes()
        return target

    def edit(self, change: Callable[[Any], None]) -> None:
        """Change the cells of the ledger as a person would."""
        _edit(self.folder / LEDGER, change)
        self._hashes = self._file_hashes()

    def both(self, *words: str) -> Any:
        """Call a command that only reads, as JSON, and on the demo as text too."""
        if self.name.startswith("demo"):
            self.text(*words)
        return self.call(*words)

    def text(self, *words: str) -> None:
        """Call a command for a person to read."""
        self._process(words, ())

    def call(self, *words: str) -> Any:
        """Call a command for a program and return its JSON, an empty object if there is none."""
        output = self._process(words, ("--json",))
        try:
            return json.loads(output)
        except ValueError:
            return {}

    def _process(self, words: Sequence[str], extra: Sequence[str]) -> str:
        full = [*words, *([] if "--help" in words or not words else [*extra, "--as-of", AS_OF])]
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(self.setting.tree),
            "PYTHONIOENCODING": "utf-8",
            "PYTHONHASHSEED": "0",
            "HOME": str(self.home),
            "USER": "测试员",
            "LOGNAME": "测试员",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "COLUMNS": "120",
        }
        done = subprocess.run(
            [sys.executable, "-m", "rectify_xl", *full],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            check=False,
            timeout=300,
        )
        stdout = done.stdout.decode("utf-8", "replace")
        record = {
            "words": [self.setting.normalise(word) for word in full],
            "exit": done.returncode,
            "stdout": self.setting.normalise(stdout).splitlines(),
            "stderr": self.setting.normalise(done.stderr.decode("utf-8", "replace")).splitlines(),
            "files": self._changed_files(),
        }
        command = words[0] if words else "overview"
        self.count[command] += 1
        target = self.setting.into / "calls" / self.name / f"{sum(self.count.values()):03d}-{command}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return stdout

    def _file_hashes(self) -> dict[Path, str]:
        return {
            path: hashlib.sha256(path.read_bytes()).hexdigest()
            for folder in (self.folder, self.home)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }

    def _changed_files(self) -> dict[str, str]:
        """Return the digest of the content of each file made or changed, `gone` of one removed."""
        before, self._hashes = self._hashes, self._file_hashes()
        changed: dict[str, str] = {}
        for path in [*before, *(path for path in self._hashes if path not in before)]:
            if before.get(path) == self._hashes.get(path):
                continue
            name = self.setting.normalise(str(path.relative_to(self.setting.root)))
            while name in changed:
                name += "+"
            if path not in self._hashes:
                changed[name] = "gone"
                continue
            changed[name] = self._kept_content(path)
        return changed

    def _kept_content(self, path: Path) -> str:
        """Return the digest of the content of a file; a backup has the bytes that the ledger had."""
        key = f"{self._hashes[path]}{path.suffix}"
        if key not in self._digests:
            content = unpack_state("\n".join(_content(path.name, path.read_bytes())))
            self._digests[key] = self.setting.keep(self.setting.normalise(content))
        return self._digests[key]


# What a file holds.


def _content(name: str, data: bytes) -> Iterator[str]:
    """Yield the content of a file, line by line."""
    suffix = Path(name).suffix.lower()
    try:
        if suffix in {".xlsx", ".xlsm"}:
            yield from _workbook(data)
        elif suffix == ".docx":
            yield from _document(data)
        elif suffix == ".pdf":
            yield from _pdf(data)
        elif zipfile.is_zipfile(io.BytesIO(data)):
            yield from _archive(data)
        else:
            yield from data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        yield f"{len(data)} bytes {hashlib.sha256(data).hexdigest()[:12]}"
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        yield f"unreadable: {type(error).__name__}"


def _workbook(data: bytes) -> Iterator[str]:
    """Yield the cells of a workbook with their looks, and what its sheets have beside their cells."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        strings = [_joined_text(item) for item in _part(package, "xl/sharedStrings.xml")]
        styles = _part(package, "xl/styles.xml")
        looks = _looks(styles)
        differential = [_plain_xml(item) for item in _child(styles, "dxfs")]
        book = _part(package, "xl/workbook.xml")
        links = {item.get("Id"): item.get("Target", "") for item in _part(package, "xl/_rels/workbook.xml.rels")}
        yield from sorted(f"name {item.get('name')} = {item.text}" for item in _child(book, "definedNames"))
        for item in _child(book, "sheets"):
            title = item.get("name", "")
            yield f"sheet {title} {item.get('state', 'visible')}"
            target = links[item.get(RELATION)].removeprefix("/xl/")
            for child in _part(package, f"xl/{target}"):
                if etree.QName(child).localname == "sheetData":
                    yield from _cells(title, child, strings, looks)
                    continue
                for rule in child.iter("{*}cfRule"):
                    if rule.get("dxfId"):
                        rule.set("dxfId", differential[int(rule.get("dxfId", "0"))])
                yield f"{title}: {_plain_xml(child)}"
        for name in sorted(package.namelist()):
            if re.search(r"/(tables|comments|charts|drawings)\w*/?[^/]*\.xml$|comments\d*\.xml$", name):
                yield f"part {_plain_xml(_part(package, name))}"


def _cells(title: str, rows: etree._Element, strings: list[str], looks: list[str]) -> Iterator[str]:
    """Yield each cell that holds something or is coloured."""
    for cell in rows.iter("{*}c"):
        kind = cell.get("t", "n")
        value = _joined_text(_child(cell, "is")) if kind == "inlineStr" else cell.findtext("{*}v") or ""
        if kind == "s":
            value = strings[int(value)]
        formula = cell.findtext("{*}f")
        look = looks[int(cell.get("s", "0"))]
        if not value and formula is None and "solid" not in look:
            continue
        shown_kind = "text" if kind in {"s", "inlineStr", "str"} else kind
        yield f"{title}!{cell.get('r')} = {value}{'' if formula is None else f' ={formula}'} [{shown_kind} {look}]"
    for row in rows:
        if row.get("hidden") or row.get("ht"):
            yield f"{title} row {row.get('r')} height {row.get('ht')} hidden {row.get('hidden')}"


def _looks(styles: etree._Element) -> list[str]:
    """Return the look of each cell format: number format, font, fill, border, protection, alignment."""
    formats = {item.get("numFmtId"): item.get("formatCode", "") for item in _child(styles, "numFmts")}
    parts = {name: [_plain_xml(item) for item in _child(styles, name)] for name in ("fonts", "fills", "borders")}
    digest = {text: hashlib.sha256(text.encode()).hexdigest()[:6] for texts in parts.values() for text in texts}
    return [
        " ".join(
            (
                formats.get(item.get("numFmtId"), item.get("numFmtId", "")),
                *(
                    ("solid " if "solid" in text else "") + digest[text]
                    for name, key in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId"))
                    for text in (parts[name][int(item.get(key, "0"))],)
                ),
                *(f"{etree.QName(child).localname}{sorted(map(str, child.attrib.items()))}" for child in item),
            )
        )
        for item in _child(styles, "cellXfs")
    ]


def _part(package: zipfile.ZipFile, name: str) -> etree._Element:
    """Return the root of a part, an empty element if the package has no such part."""
    return etree.fromstring(package.read(name)) if name in package.namelist() else etree.Element("none")


def _child(element: etree._Element, name: str) -> etree._Element:
    """Return the first child of this name, an empty element if there is none."""
    child = element.find(f"{{*}}{name}")
    return etree.Element("none") if child is None else child


def _joined_text(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter("{*}t") if not list(node.iterancestors("{*}rPh")))


def _plain_xml(element: etree._Element) -> str:
    """Return an element with its attributes in order and without namespaces."""
    return re.sub(r' xmlns(:\w+)?="[^"]*"', "", etree.tostring(element, method="c14n", with_tail=False).decode())


def _document(data: bytes) -> Iterator[str]:
    """Yield the paragraphs of a Word file in their order, those of tables, headers and footers included."""
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = sorted(
            name for name in package.namelist() if re.search(r"word/(document|header|footer|comments)", name)
        )
        for name in [name for name in names if name.endswith(".xml")]:
            yield f"part {name}"
            for paragraph in etree.fromstring(package.read(name)).iter(f"{word}p", f"{word}sectPr"):
                if paragraph.tag == f"{word}sectPr":
                    yield f"section {_plain_xml(paragraph)}"
                    continue
                style = paragraph.find(f"{word}pPr/{word}pStyle")
                text = "".join(
                    node.text or "" if node.tag == f"{word}t" else f"<{etree.QName(node).localname}>"
                    for node in paragraph.iter(f"{word}t", f"{word}tab", f"{word}br", f"{word}drawing")
                )
                marks = [node.get(f"{word}name") for node in paragraph.iter(f"{word}bookmarkStart")]
                yield f"{'' if style is None else style.get(f'{word}val')}: {text} {' '.join(map(str, marks))}".rstrip()
        yield from (f"holds {name}" for name in sorted(package.namelist()) if "/media/" in name or "customXml" in name)


def _pdf(data: bytes) -> Iterator[str]:
    """Yield the length and digest of each stream of a PDF, and what the file says outside of them."""
    for stream in PDF_STREAM.findall(data):
        try:
            plain = zlib.decompress(stream)
        except zlib.error:
            plain = stream
        if b"<x:xmpmeta" in plain or b"CreateDate" in plain:
            continue
        yield f"stream {len(plain)} {hashlib.sha256(plain).hexdigest()[:12]}"
    outside = PDF_STREAM.sub(b"", data).decode("latin-1")
    yield from (
        line for line in outside.splitlines() if not re.search(r"Date|/ID|^\d{10} |^startxref|^\d+$|/Length", line)
    )


def _archive(data: bytes) -> Iterator[str]:
    """Yield the content of each entry of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in sorted(package.namelist()):
            yield f"entry {name}"
            if not name.endswith("/"):
                yield from (f"  {line}" for line in _content(name, package.read(name)))


# Edits by hand, as a user of Excel makes them.


def _edit(path: Path, change: Callable[[Any], None]) -> None:
    """Change the tables of a ledger as a person would, in the cells."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def _columns(sheet: Any) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[1] if cell.value}


def _rows(sheet: Any) -> list[int]:
    return [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value]


DEPARTMENTS = ("办公室", "财务科", "业务科")
DUE = ("2026-06-30", "2026-08-31", "2026-10-20", "2026-12-31", "长期坚持", "立行立改")


def _fill_in(book: Any) -> None:
    """Fill in what a published notice does not tell: who, until when, and when it was finished."""
    sheet = book["问题台账"]
    columns = _columns(sheet)
    for index, row in enumerate(_rows(sheet)):
        due = DUE[index % len(DUE)]
        finished = index % 3 != 1
        values = {
            "责任科室": DEPARTMENTS[index % 3],
            "责任人": "张明",
            "整改时限": date.fromisoformat(due) if due[0] == "2" else due,
            "完成程度": "已完成" if finished else "部分完成",
            "后续要求": "长期坚持" if due == "长期坚持" else "无",
            "完成日期": date(2026, 6, 1 + index % 28) if finished else None,
            "剩余事项": None if finished else "制度还没有印发",
        }
        for header, value in values.items():
            sheet.cell(row, columns[header], value)
    sheet = book["整改措施"]
    columns = _columns(sheet)
    for index, row in enumerate(_rows(sheet)):
        sheet.cell(row, columns["责任科室"], DEPARTMENTS[index % 3])
        sheet.cell(row, columns["完成程度"], "部分完成" if index % 5 == 1 else "已完成")


JUNK = (
    "",
    "待定",
    "2026-13-45",
    "已完成 ",
    "=1/0",
    "P001、P002",
    "２０２６年６月底前",
    "身份证号110101199003074512",
    "13800138000",
    12345,
    "张三",
    "P999",
)


def _spoil(book: Any) -> None:
    """Put what does not belong there into one cell of every column of every table."""
    for title in ("问题台账", "整改措施", "制度清单", "佐证材料", "销号登记", "回头看", "通报文稿"):
        sheet = book[title]
        rows = _rows(sheet) or [2]
        for index, column in enumerate(_columns(sheet).values()):
            for turn in range(2):
                row = rows[(3 * index + 7 * turn) % len(rows)]
                sheet.cell(row, column, JUNK[(index + 5 * turn) % len(JUNK)] or None)
    information = book["基本信息"]
    for index, row in enumerate(_rows(information)):
        if index % 4 == 1:
            information.cell(row, 2, JUNK[index % len(JUNK)] or None)


def _lose_choices(book: Any) -> None:
    """Lose choices and colours, as pasting does."""
    from openpyxl.formatting.formatting import ConditionalFormattingList

    for title in ("问题台账", "整改措施"):
        sheet = book[title]
        sheet.data_validations.dataValidation = sheet.data_validations.dataValidation[:2]
        sheet.conditional_formatting = ConditionalFormattingList()


# The scenes of one ledger. Each is given a fresh folder and the path of the base ledger.


def reading(scene: Scene, base: Path, other: Path) -> None:
    """Call every command that only reads."""
    scene.bring(base)
    scene.bring(other, "上轮.xlsx")
    dump = scene.both("dump", LEDGER)
    departments = [problem["department"] for problem in dump.get("problems", ()) if problem.get("department")]
    department = departments[0] if departments else "办公室"
    scene.both("check", LEDGER)
    for profile in ("填报", "上报", "公开", "draft", "submit", "publish"):
        scene.both("check", LEDGER, "--profile", profile)
    scene.both("rollup", LEDGER)
    scene.both("risks", LEDGER)
    scene.both("risks", LEDGER, "--previous", "上轮.xlsx")
    scene.both("promises", LEDGER)
    for only in ("broken", "due", "kept", "失约"):
        scene.call("promises", LEDGER, "--only", only)
    scene.both("weekly", LEDGER)
    scene.both("weekly", LEDGER, "--department", department)
    scene.call("weekly", LEDGER, "--department", "没有这个科室")
    scene.call("weekly", LEDGER, "--since", "2026-10-01")
    scene.both("monthly", LEDGER)
    scene.call("monthly", LEDGER, "--since", "2026-09-01")
    scene.both("letters", LEDGER)
    scene.both("letters", LEDGER, "--department", department)
    scene.call("letters", LEDGER, "P001", "P009")
    scene.both("review", LEDGER, "--seed", "5")
    scene.both("review", LEDGER, "--draw", "3", "--seed", "7")
    scene.call("review", LEDGER, "--draw", "50%", "--seed", "11")
    scene.call("review", LEDGER, "--draw", "许多", "--seed", "11")
    scene.both("close", LEDGER)
    scene.both("close", LEDGER, "P001", "P002", "--list")
    scene.call("close", LEDGER, "P999")
    scene.both("history", LEDGER)
    scene.both("history", LEDGER, "P001")
    scene.call("history", LEDGER, "--since", "2026-10-01")
    scene.call("history", LEDGER, "P999")
    scene.both("repair", LEDGER)
    scene.both("proof", LEDGER)
    scene.call("undo", LEDGER)


def papers(scene: Scene, base: Path, _other: Path) -> None:
    """Make every paper of a ledger that no command has written to."""
    scene.bring(base)
    scene.call("rollup", LEDGER, "--output", "汇总.xlsx")
    scene.call("rollup", LEDGER, "--output", "汇总.csv")
    scene.call("rollup", LEDGER, "--output", "汇总.csv")
    scene.call("rollup", LEDGER, "--output", "汇总.csv", "--force")
    scene.call("weekly", LEDGER, "--output", "周调度表.docx", "--trace", "周.json")
    scene.text("weekly", LEDGER, "--output", "周调度表二.docx")
    scene.call("monthly", LEDGER, "--output", "月通报.docx", "--trace", "月.json")
    scene.call("letters", LEDGER, "--output", "督办函", "--reply-by", "2026-10-30")
    scene.call("letters", LEDGER, "--output", "督办函")
    scene.call("letters", LEDGER, "--output", "督办函", "--force")
    scene.call("wallchart", LEDGER, "--output", "挂图.pdf")
    scene.call("wallchart", LEDGER, "--output", "挂图二.pdf", "--paper", "A2")
    scene.call("wallchart", LEDGER, "--output", "挂图.xlsx", "--format", "xlsx", "--paper", "A3")
    scene.call("wallchart", LEDGER, "--output", "挂图.doc")
    scene.call("review", LEDGER, "--draw", "3", "--seed", "7", "--output", "检查单.docx")
    scene.call("report", LEDGER, "--output", "报告.docx", "--trace", "报告.json")
    scene.text("report", LEDGER, "--output", "报告二.docx")
    scene.call("proof", LEDGER, "--output", "核稿意见.docx")
    scene.call("proof", LEDGER, "--output", "核稿意见.txt")
    scene.call("close", LEDGER, "P001", "--form", "审批表.docx")
    scene.call("close", LEDGER, "--pack", "佐证.zip")


def notices(scene: Scene, base: Path, _other: Path) -> None:
    """Make the notice in both profiles and all formats, proof-read it and trace it back."""
    scene.bring(base)
    refused = scene.both("notice", LEDGER, "--output", "公开稿.docx", "--trace", "公开稿.json")
    codes = sorted({finding["code"] for finding in _findings(refused)})
    waivers = [f"{code}=已报巡察办同意" for code in codes]
    for name in ("内部稿.docx", "内部稿.html", "内部稿.txt"):
        scene.call("notice", LEDGER, "--output", name, "--audience", "internal", "--trace", f"{name}.json")
    scene.call("notice", LEDGER, "--output", "原样.txt", "--audience", "internal", "--as-published")
    for layout in ("国标", "省规范", "单位", "没有这种"):
        scene.call("notice", LEDGER, "--output", f"{layout}.docx", "--audience", "internal", "--layout", layout)
    scene.call("notice", LEDGER, "--output", "稿.dat", "--audience", "internal")
    scene.call("notice", LEDGER, "--output", "稿.dat", "--audience", "internal", "--format", "txt")
    scene.both("proof", "内部稿.docx")
    scene.both("proof", "内部稿.html")
    scene.both("proof", "内部稿.txt")
    scene.both("trace", "内部稿.docx")
    scene.call("trace", "内部稿.html")
    scene.call("trace", "内部稿.docx", "--cell", "问题台账!D2")
    scene.call("trace", "内部稿.docx", "--cell", "没有!A1")
    scene.call("trace", "内部稿.docx", "--bookmark", "rx_0012_P8")
    scene.both("trace", "内部稿.docx", "--ledger", LEDGER)
    scene.edit(_fill_in)
    scene.both("trace", "内部稿.docx", "--ledger", LEDGER)
    for name in ("内部稿.docx", "内部稿.html", "内部稿.txt"):
        scene.call("import", name, "--output", f"再导入{name}.xlsx")
    scene.bring(base)
    for name in ("放行.docx", "放行.html", "放行.txt"):
        scene.call("notice", LEDGER, "--output", name, *(("--waive", *waivers) if waivers else ()))
    scene.call("notice", LEDGER, "--output", "再放行.txt", "--waive", "NT999=没有这个代码")
    scene.call("notice", LEDGER, "--output", "拦下.docx", "--write")
    scene.call("undo", LEDGER)


def _findings(data: Any) -> Iterator[dict[str, Any]]:
    """Yield every object with a code in what a command said."""
    if isinstance(data, dict):
        if isinstance(data.get("code"), str):
            yield data
        for value in data.values():
            yield from _findings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _findings(value)


def writing(scene: Scene, base: Path, other: Path) -> None:
    """Write into the ledger with every command that can, and take all of it back step by step."""
    scene.bring(base)
    scene.bring(other, "上轮.xlsx")
    for profile in ("填报", "上报", "公开"):
        scene.call("check", LEDGER, "--write", "--profile", profile)
    scene.call("risks", LEDGER, "--write", "--by", "李四")
    scene.call("risks", LEDGER, "--write", "--previous", "上轮.xlsx")
    scene.call("rollup", LEDGER, "--write")
    scene.call("review", LEDGER, "--draw", "3", "--seed", "7", "--write")
    scene.call("check", LEDGER)
    scene.call("clear", LEDGER)
    scene.call("letters", LEDGER, "--issued", "--output", "督办函")
    sent = scene.call("letters", LEDGER)
    scene.call("letters", LEDGER, "--withdraw")
    scene.call("letters", LEDGER, *[letter["id"] for letter in sent.get("sent", ())][:1], "--withdraw")
    scene.call("letters", LEDGER)
    scene.both("history", LEDGER)
    scene.both("history", LEDGER, "P001")
    for _ in range(10):
        scene.call("undo", LEDGER)
    scene.text("undo", LEDGER)
    scene.call("dump", LEDGER)


def closing(scene: Scene, base: Path, _other: Path) -> None:
    """Close a problem step by step, send one back, extend one, review one, and register a relapse."""
    scene.bring(base)
    scene.edit(_fill_in)
    states = scene.both("close", LEDGER).get("problems", [])
    waiting = [problem["id"] for problem in states if problem["state"] == "open"] or ["P001", "P002"]
    # What only lacks evidence and an application can be closed to the end.
    waiting.sort(key=lambda item: [len(problem["missing"]) for problem in states if problem["id"] == item])
    first, second, third = (waiting * 3)[:3]
    late = waiting[-1]
    for item in (first, second):
        scene.call("close", LEDGER, item, "--evidence", *EVIDENCE, "--date", "2026-10-08")
        scene.call("close", LEDGER, item, "--step", "apply", "--by", "张明", "--date", "2026-10-09")
        scene.call("close", LEDGER, item)
    for role, name in (("责任科室", "王芳"), ("分管领导", "刘洋"), ("主要负责人", "陈静")):
        scene.call(
            *("close", LEDGER, first, "--step", "sign", "--role", role, "--by", name),
            *("--opinion", "已按要求整改到位", "--date", "2026-10-10"),
        )
    scene.call("close", LEDGER, first, "--form", "审批表.docx")
    approval = ("close", LEDGER, first, "--step", "approve", "--by", "赵强", "--role", "上级", "--date", "2026-10-12")
    scene.call(*approval)
    scene.call(*approval, "--reason", "佐证材料已当面核对")
    scene.call("close", LEDGER, first, "--step", "approve", "--by", "陈静", "--role", "主要负责人")
    scene.call(
        "close", LEDGER, first, "--step", "approve", "--by", "陈静", "--role", "主要负责人", "--reason", "已核对"
    )
    rejection = ("close", LEDGER, second, "--step", "reject", "--by", "刘洋", "--role", "分管领导")
    scene.call(*rejection)
    scene.call(*rejection, "--reason", "凭证不全", "--requirement", "补齐凭证后再报")
    scene.call(
        "close", LEDGER, late, "--step", "extend", "--by", "张明", "--until", "2026-12-20", "--reason", "等待批复"
    )
    scene.call("close", LEDGER, third, "--step", "申请", "--by", "张明")
    scene.call("close", LEDGER, first, "--evidence", "没有.pdf")
    scene.both("close", LEDGER)
    scene.call("close", LEDGER, "--pack", "佐证.zip")
    scene.call("close", LEDGER, first, second, "--form", "审批表二.docx")
    record = ("review", LEDGER, "--record", first, "--by", "李四", "--finding", "查看了制度和记录")
    scene.call(*record, "--verdict", "巩固", "--method", "查阅资料")
    scene.call(*record, "--verdict", "巩固", "--method", "查阅资料")
    scene.call(*record, "--verdict", "巩固", "--again", "--next", "2026-12-01")
    scene.call(*record, "--verdict", "反弹")
    scene.call(*record, "--verdict", "很好")
    scene.call("reopen", LEDGER, first, "--reason", "明察时发现台账停记", "--until", "2026-12-31")
    scene.call("reopen", LEDGER, first, "--reason", "明察时发现台账停记", "--date", "2026-10-14")
    scene.call("reopen", LEDGER, late, "--reason", "还没有办结")
    scene.call("reopen", LEDGER, first)
    scene.call("check", LEDGER)
    scene.both("history", LEDGER, first)
    scene.both("history", LEDGER)
    scene.call("rollup", LEDGER)
    scene.call("weekly", LEDGER, "--output", "周调度表.docx")
    scene.call("monthly", LEDGER)
    scene.call("letters", LEDGER, "--issued")
    for _ in range(4):
        scene.call("undo", LEDGER)
    scene.call("dump", LEDGER)


def spoiled(scene: Scene, base: Path, _other: Path) -> None:
    """Read a ledger that is wrong in every column, mark it, and repair what pasting has lost."""
    scene.bring(base, "以前.xlsx")
    # The history of a ledger is read from the backups beside it.
    old = scene.bring(base, f"{BACKUPS}/台账_20261001-090000.xlsx")
    old.with_suffix(".json").write_text('{"format": 1, "closed": true}', encoding="utf-8")
    scene.bring(base)
    scene.edit(_fill_in)
    for command in ("history", "weekly", "monthly", "rollup", "risks", "promises", "letters"):
        scene.both(command, LEDGER)
    scene.call("history", LEDGER, "--since", "2026-10-02")
    scene.call("history", LEDGER, "P002")
    scene.call("monthly", LEDGER, "--since", "2026-10-02", "--output", "月通报.docx")
    scene.edit(_spoil)
    for profile in ("填报", "上报", "公开"):
        scene.call("check", LEDGER, "--profile", profile)
    for command in ("dump", "rollup", "risks", "promises", "weekly", "monthly", "letters", "close", "history", "proof"):
        scene.both(command, LEDGER)
    scene.call("review", LEDGER, "--draw", "5", "--seed", "3")
    scene.call("notice", LEDGER, "--output", "公开稿.txt")
    scene.call("notice", LEDGER, "--output", "内部稿.txt", "--audience", "internal")
    scene.call("report", LEDGER, "--output", "报告.docx")
    scene.call("wallchart", LEDGER, "--output", "挂图.xlsx")
    scene.call("check", LEDGER, "--write", "--profile", "公开")
    scene.call("risks", LEDGER, "--write")
    scene.call("clear", LEDGER)
    scene.edit(_lose_choices)
    scene.both("repair", LEDGER)
    scene.call("repair", LEDGER, "--write")
    scene.call("repair", LEDGER)
    scene.call("undo", LEDGER)


def general(scene: Scene, base: Path, _other: Path) -> None:
    """Call what needs no ledger, every help page, and what must be refused."""
    setting = scene.setting
    scene.text()
    for command in command_names(setting.tree):
        scene.text(command, "--help")
    scene.call("new", "--output", "新台账.xlsx")
    scene.call("new", "--output", "新台账.xlsx")
    scene.call("new", "--output", "新台账.xlsx", "--force")
    scene.text("new", "--output", "新台账二.xlsx")
    for command in ("check", "dump", "rollup", "risks", "close", "weekly", "letters", "review", "history", "promises"):
        scene.call(command, "新台账.xlsx")
    for name, notice in setting.notices.items():
        scene.bring(notice, f"{name}.txt")
        scene.both("proof", f"{name}.txt")
        scene.text("import", f"{name}.txt", "--output", f"{name}.xlsx")
        scene.call("import", f"{name}.txt", "--output", f"{name}二.xlsx")
        scene.call("import", f"{name}.txt", "--output", f"{name}.xlsx")
    kinds = [template["name"] for template in scene.both("template", "list").get("templates", ())]
    for kind in kinds:
        scene.call("template", "export", kind, "--output", f"模板/{kind}.docx")
        scene.call("template", "check", f"模板/{kind}.docx")
        scene.call("template", "check", f"模板/{kind}.docx", "--for", "通报")
    scene.call("template", "export", "通报", "--output", "模板/通报.html")
    scene.call("template", "check", "模板/通报.html")
    (scene.folder / "坏模板.txt").write_text("{{ 没有这个名称 }}{% for %}", encoding="utf-8")
    scene.call("template", "check", "坏模板.txt", "--for", "通报")
    scene.call("template", "agree", "模板/通报.docx")
    scene.call("template", "agree", "模板/通报.docx", "--no")
    scene.bring(base)
    scene.call("notice", LEDGER, "--output", "稿.docx", "--audience", "internal", "--template", "模板/通报.docx")
    scene.call("notice", LEDGER, "--output", "稿.txt", "--audience", "internal", "--template", "坏模板.txt")
    (scene.folder / "坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (scene.folder / "空.txt").write_text("", encoding="utf-8")
    for words in (
        ("check",),
        ("check", "没有.xlsx"),
        ("check", "坏.xlsx"),
        ("check", "佐证一.txt"),
        ("check", "模板"),
        ("check", LEDGER, "--profile", "别的"),
        ("check", LEDGER, "--nonsense"),
        ("import", "空.txt", "--output", "空.xlsx"),
        ("import", "佐证一.txt", "--output", "佐证.xlsx"),
        ("notice", LEDGER),
        ("proof", "没有.docx"),
        ("trace", "佐证一.txt"),
        ("nonsense", LEDGER),
    ):
        scene.both(*words)
    scene.call("addin", "build", "--host", "calc", "--output", "rectify.oxt")
    scene.call("addin", "build", "--host", "excel", "--output", "rectify.xlam")


def demonstration(scene: Scene, _base: Path, _other: Path) -> None:
    """Run the demo twice, over itself."""
    scene.call("demo", "--output", "演示")
    scene.text("demo", "--output", "演示")


SCENES = (reading, papers, notices, writing, closing, spoiled)


def command_names(tree: Path) -> list[str]:
    """Return the commands that the overview of a tree lists, those known here if it cannot be read."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "rectify_xl", "--help"], env=environment, capture_output=True, check=False
    )
    names = re.findall(r"^  ([a-z]+) ", done.stdout.decode("utf-8", "replace"), re.MULTILINE)
    return names or list(COMMANDS)


def run(tree: Path, into: Path, seeds: Path, jobs: int, only: str) -> None:
    """Run every scene with the package of a tree and keep what came out in a folder."""
    if into.exists():
        shutil.rmtree(into)
    (into / "contents").mkdir(parents=True)
    notices_found = {path.stem.partition("_")[0]: path for path in sorted(seeds.glob("*.txt"))}
    if len(notices_found) < 2:
        print(f"THE SEEDS ARE ABSENT: {len(notices_found)} of 2 notices in {seeds}; only what is there is run.")
    with tempfile.TemporaryDirectory(prefix="compare_outputs_") as root:
        setting = Setting(tree.resolve(), Path(root), into, notices_found, datetime.now(UTC).date())
        first = Scene(setting, "bases", "bases")
        first.call("demo", "--output", "演示")
        made = list((first.folder / "演示").glob("*台账.xlsx"))
        if not made:
            record = json.loads(next((into / "calls" / "bases").rglob("*.json")).read_text(encoding="utf-8"))
            sys.exit(f"the demo of {tree} makes no ledger: {' '.join(record['stderr'])}")
        bases = {"demo": made[0]}
        for name, notice in notices_found.items():
            first.bring(notice, f"{name}.txt")
            first.call("import", f"{name}.txt", "--output", f"{name}.xlsx")
            bases[f"seed{name}"] = first.folder / f"{name}.xlsx"
        other = dict(zip(bases, [*list(bases.values())[1:], bases["demo"]], strict=True))
        plan = [(scene, name) for name in bases for scene in SCENES]
        plan += [(general, "demo"), (demonstration, "demo")]
        plan = [(scene, name) for scene, name in plan if only in f"{name}/{scene.__name__}"]

        def play(part: tuple[Callable[[Scene, Path, Path], None], str]) -> Counter[str]:
            play_scene, name = part
            scene = Scene(setting, name, play_scene.__name__)
            play_scene(scene, bases[name], other[name])
            print(f"{scene.name}: {sum(scene.count.values())} calls", flush=True)
            return scene.count

        with ThreadPoolExecutor(jobs) as pool:
            total = sum(pool.map(play, plan), first.count)
    missing = [name for name in command_names(tree) if name not in total]
    commands = set(total) - {"overview", "nonsense"}
    print(f"{sum(total.values())} calls of {len(commands)} commands on {len(bases)} ledgers as of {AS_OF}")
    for name, count in sorted(total.items()):
        print(f"  {name}: {count}")
    for name, reason in LEFT_OUT.items():
        print(f"left out: {name} ({reason})")
    if missing:
        print(f"never called: {', '.join(missing)}")


def compare(before: Path, after: Path, lines: int) -> int:
    """Print every difference between two folders; return how many calls differ."""
    calls = {path.relative_to(folder) for folder in (before, after) for path in (folder / "calls").rglob("*.json")}
    differing = 0
    for name in sorted(calls):
        texts = [_readable(folder, name) for folder in (before, after)]
        if texts[0] == texts[1]:
            continue
        differing += 1
        print(f"\n=== {name.relative_to('calls')}")
        _print_difference(*texts, lines)
        for file_name, digests in _changed_contents(before / name, after / name):
            print(f"--- content of {file_name}")
            _print_difference(
                *(_kept(folder, key) for folder, key in zip((before, after), digests, strict=True)), lines
            )
    print(f"{len(calls)} calls compared, {differing} differ")
    return differing


def _print_difference(before: list[str], after: list[str], lines: int) -> None:
    shown = list(difflib.unified_diff(before, after, "before", "after", n=1, lineterm=""))[2:]
    print("\n".join(shown[:lines]))
    if len(shown) > lines:
        print(f"… {len(shown) - lines} more lines")


def _readable(folder: Path, name: Path) -> list[str]:
    """Return a kept call as lines; without lines where it is missing."""
    path = folder / name
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _changed_contents(before: Path, after: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the files of a call whose contents differ."""
    if not (before.exists() and after.exists()):
        return
    files = [json.loads(path.read_text(encoding="utf-8"))["files"] for path in (before, after)]
    for name in sorted(set(files[0]) & set(files[1])):
        if files[0][name] != files[1][name]:
            yield name, (files[0][name], files[1][name])


def _kept(folder: Path, digest: str) -> list[str]:
    path = folder / "contents" / f"{digest}.txt"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else [digest]


def main() -> int:
    """Run or compare, as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = parser.add_subparsers(dest="action", required=True)
    running = actions.add_parser("run", help="run every command and keep what comes out")
    running.add_argument("--tree", type=Path, default=REPOSITORY, help="the checkout whose package is run")
    running.add_argument("--into", type=Path, required=True, help="the folder that is made, replaced if it exists")
    running.add_argument("--seeds", type=Path, default=SEEDS, help="the folder of the two seed notices")
    running.add_argument("--jobs", type=int, default=1, help="how many scenes at a time")
    running.add_argument("--only", default="", help="only scenes whose name has this in it, such as demo/closing")
    comparing = actions.add_parser("compare", help="print every difference between two folders")
    comparing.add_argument("folders", type=Path, nargs=2, metavar="FOLDER")
    comparing.add_argument("--lines", type=int, default=SHOWN_LINES, help="how many lines of one difference")
    given = parser.parse_args()
    if given.action == "run":
        run(given.tree, given.into.resolve(), given.seeds, given.jobs, given.only)
        return 0
    return 1 if compare(*given.folders, given.lines) else 0


if __name__ == "__main__":
    sys.exit(main())
