"""A line in the schema is all that a new column needs: the main job runs with it, and old ledgers gain it."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from rectify_xl.ledger import schema
from rectify_xl.system import resources
from rectify_xl.workbook.file_host import FileBook
from tests.widening import Widened, widened

NAME = "经办备忘"
DATELESS = ("import", "dump", "undo", "repair")
DAY = "2026-11-28"
MIDDLE = {
    "基本信息": "内容",
    "问题台账": "责任人",
    "整改措施": "责任人",
    "制度清单": "文号",
    "佐证材料": "名称",
    "销号登记": "申请人",
    "回头看": "发现",
    "通报文稿": "标题",
}
END = dict.fromkeys(MIDDLE, "校验标记")
SIGNATURES = (("李岚", "责任科室"), ("周明远", "分管领导"), ("钱某", "主要负责人"))


class Job:
    """The main job on the sample notice, in a program with or without the column."""

    def __init__(self, module: Widened, folder: Path) -> None:
        self.module, self.folder = module, folder
        self.ledger = folder / "示例台账.xlsx"

    def run(self, command: str, *given: str) -> Any:
        """Run a command as at a terminal; return its JSON."""
        output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        with contextlib.redirect_stdout(output):
            dated = () if command in DATELESS else ("--as-of", DAY)
            self.module("rectify_xl.doors.cli").main([command, *given, "--json", *dated])
        output.seek(0)
        return json.loads(output.read())

    def start(self) -> None:
        """Import the notice and fill in what a notice does not say."""
        self.run("import", str(resources.path("samples", "示例通报.txt")), "-o", str(self.ledger))
        book = self.module("rectify_xl.workbook.file_host").FileBook(self.ledger)
        filling = resources.path("samples", "示例补填")
        book.write(self.module("rectify_xl.commands.demo").filled_in(book.read(), filling))

    def close(self, name: str) -> None:
        """Register the proof of a problem, apply for its closing, sign it and approve it."""
        proof = self.folder / "印章管理办法.pdf"
        proof.write_bytes(b"abc")
        ledger = str(self.ledger)
        self.run("close", ledger, name, "--evidence", str(proof))
        self.run("close", ledger, name, "--step", "apply", "--by", "李岚")
        for by, role in SIGNATURES:
            opinion = ("--opinion", "整改到位，同意销号") if role == "责任科室" else ()
            self.run("close", ledger, name, "--step", "sign", "--by", by, "--role", role, *opinion)
        self.run("close", ledger, name, "--step", "approve", "--by", "钱某", "--role", "主要负责人")

    def headers(self, sheet: str) -> list[str]:
        """Return the headers of a sheet of the ledger."""
        return headers_of(self.ledger, sheet)

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        """Return the filled cells of a sheet by header, row by row."""
        headers = self.headers(sheet)
        rows = FileBook(self.ledger).read().sheets[sheet].rows[1:]
        return [{name: value for name, value in zip(headers, row, strict=False) if value} for row in rows]

    def type(self, sheet: str, number: int, header: str, value: str) -> None:
        """Write into a cell by the header of its column."""
        column = self.headers(sheet).index(header) + 1
        model = self.module("rectify_xl.ledger.records")
        block = model.SheetChanges(sheet, (model.CellWrite(number, column, value),))
        self.module("rectify_xl.workbook.file_host").FileBook(self.ledger).write((block,))


def headers_of(path: Path, sheet: str) -> list[str]:
    return [str(value or "") for value in FileBook(path).read().sheets[sheet].rows[0]]


def done(job: Job) -> dict[str, Any]:
    """Do the main job; return what it told."""
    job.start()
    told: dict[str, Any] = {}
    checked = job.run("check", str(job.ledger), "--write")
    told["findings"] = [(each["code"], each["row_id"], each["message"]) for each in checked["findings"]]
    told["counts"] = job.run("rollup", str(job.ledger))
    notice = job.folder / "通报.txt"
    job.run("notice", str(job.ledger), "-o", str(notice), "--audience", "internal")
    told["notice"] = notice.read_text(encoding="utf-8")
    job.close("P002")
    told["closings"] = job.rows("销号登记")
    job.run("risks", str(job.ledger), "--write")
    told["warned"] = [row.get("预警") for row in job.rows("问题台账")]
    told["undone"] = job.run("undo", str(job.ledger))["undone"]["command"]
    told["after"] = [row.get("预警") for row in job.rows("问题台账")]
    return told


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Return a ledger of today's layout on which the job was done, and what was told."""
    job = Job(importlib.import_module, tmp_path_factory.mktemp("usual"))
    return job.ledger, done(job)


def test_the_job_does_what_it_should(usual: tuple[Path, dict[str, Any]]) -> None:
    """One problem is closed by the job, and the last step is taken back."""
    _, told = usual
    assert [row["结论"] for row in told["closings"] if row.get("问题编号") == "P002"] == ["通过"]
    assert told["undone"] == "预警研判"
    assert told["after"] == [None] * len(told["warned"])
    assert set(told["warned"]) > {None}


@pytest.mark.parametrize("added", [MIDDLE, END], ids=["middle", "end"])
def test_a_new_column_changes_nothing_but_itself(
    tmp_path: Path, usual: tuple[Path, dict[str, Any]], added: dict[str, str]
) -> None:
    """In every sheet that people fill in; what the commands find, count, print and write is the same."""
    with widened(tmp_path, added, NAME) as module:
        job = Job(module, tmp_path)
        assert done(job) == usual[1]
        for sheet, after in added.items():
            headers = job.headers(sheet)
            assert headers[headers.index(after) + 1] == NAME
        job.type("问题台账", 2, NAME, "已约谈")
        assert (
            module("rectify_xl.ledger.reading.reader")
            .read_ledger(FileBook(job.ledger).read())
            .problems[0]
            .row.text(NAME)
            == "已约谈"
        )
        dumped = job.run("dump", str(job.ledger))
        assert dumped["sheets"]["问题台账"]["rows"][0]["cells"][NAME] == "已约谈"
        job.run("check", str(job.ledger), "--write")
        recorded = [(row["行编号"], row["列"], row.get("新值")) for row in job.rows("变更记录")]
        assert ("P001", NAME, "已约谈") in recorded


@pytest.mark.parametrize("added", [MIDDLE, END], ids=["middle", "end"])
def test_an_old_ledger_gains_the_column(
    tmp_path: Path, usual: tuple[Path, dict[str, Any]], added: dict[str, str]
) -> None:
    """Without it nobody is blamed; `repair` adds it to every sheet, and every cell stays as it was."""
    with widened(tmp_path, added, NAME) as module:
        job = Job(module, tmp_path)
        job.ledger.write_bytes(usual[0].read_bytes())
        before, counts = FileBook(job.ledger).read(), job.run("rollup", str(job.ledger))
        checked = job.run("check", str(job.ledger))
        assert [each["message"] for each in checked["findings"] if each["code"] in ("RX102", "RX103")] == []
        mended = job.run("repair", str(job.ledger), "--write")
        assert [(each["sheet"], each["kind"], each["column"]) for each in mended["damages"]] == [
            (sheet, "缺少的列", NAME) for sheet in added
        ]
        after = FileBook(job.ledger).read()
        for sheet in added:
            assert [list(row)[: len(before.sheets[sheet].rows[0])] for row in after.sheets[sheet].rows] == [
                list(row) for row in before.sheets[sheet].rows
            ]
            assert job.headers(sheet) == [*headers_of(usual[0], sheet), NAME]
        assert job.run("repair", str(job.ledger), "--write")["damages"] == []
        assert job.run("rollup", str(job.ledger)) == counts


def test_afterwards_the_schema_is_as_before(tmp_path: Path) -> None:
    """The column was there in memory only."""
    before = schema.TABLES
    with widened(tmp_path, MIDDLE, NAME) as module:
        assert NAME in [column.name for column in module("rectify_xl.ledger.schema").PROBLEMS.columns]
    after: Any = importlib.import_module("rectify_xl.ledger.schema")
    assert after is schema
    assert after.TABLES is before
    assert [sheet.name for sheet in after.STORED for column in sheet.columns if column.name == NAME] == []
