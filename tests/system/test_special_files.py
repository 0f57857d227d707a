"""Pipes, devices, sockets and folders are refused at every door, and nobody waits for them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import Environment

from rectify_xl.documents import plain_template
from rectify_xl.documents.layout import layout_file
from rectify_xl.errors import BookError, PaperError
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.workbook.file_host import FileBook
from tests.workbook import office

if not hasattr(os, "mkfifo"):
    pytest.skip("this system has no pipes with names", allow_module_level=True)

RUN = """
import contextlib, io, sys
from rectify_xl.doors import cli
for line in sys.stdin.read().splitlines():
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        status = cli.main(line.split("\\t"))
    print(status, said.getvalue().strip().replace("\\n", " "), flush=True)
"""
LEDGER = "台账.xlsx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / LEDGER).write_bytes(office.TEMPLATE.read_bytes())
    for name in ("管.xlsx", "管.txt", "管.html", "管.toml", "管.docx"):
        os.mkfifo(tmp_path / name)
    (tmp_path / "夹.xlsx").mkdir()
    (tmp_path / "指向.xlsx").symlink_to(tmp_path / "管.xlsx")
    with socket.socket(socket.AF_UNIX) as listener:
        short = Path(os.path.relpath(tmp_path / "套.xlsx"))
        before = Path.cwd()
        os.chdir(tmp_path)
        try:
            listener.bind(short.name)
        finally:
            os.chdir(before)
    return tmp_path


def said(folder: Path, *commands: str) -> list[str]:
    """Run commands one after another in one process, which may take a minute in all."""
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input="\n".join(each.replace(" ", "\t") for each in commands),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    return done.stdout.splitlines()


def test_a_ledger_that_is_no_file_is_named(folder: Path) -> None:
    """Reading and writing commands say what stands there."""
    assert said(
        folder,
        "check 管.xlsx",
        "check 管.xlsx --write",
        "check 指向.xlsx",
        "undo 管.xlsx",
        "repair 管.xlsx --write",
        "check 套.xlsx",
        "check /dev/zero",
        "check 夹.xlsx",
        "rollup 夹.xlsx --write",
    ) == [
        "2 错误：这是管道，不是台账：管.xlsx。请选择保存在磁盘上的 .xlsx 文件。",
        "2 错误：这是管道，不是台账：管.xlsx。请选择保存在磁盘上的 .xlsx 文件。",
        "2 错误：这是管道，不是台账：指向.xlsx。请选择保存在磁盘上的 .xlsx 文件。",
        "2 错误：这是管道，不是台账：管.xlsx。请选择保存在磁盘上的 .xlsx 文件。",
        "2 错误：这是管道，不是台账：管.xlsx。请选择保存在磁盘上的 .xlsx 文件。",
        "2 错误：这是套接字，不是台账：套.xlsx。请选择保存在磁盘上的 .xlsx 文件。",
        "2 错误：这是设备，不是台账：/dev/zero。请选择保存在磁盘上的 .xlsx 文件。",
        "2 错误：这是文件夹，不是台账：夹.xlsx。请选择其中的 .xlsx 文件。",
        "2 错误：这是文件夹，不是台账：夹.xlsx。请选择其中的 .xlsx 文件。",
    ]


def test_a_source_that_is_no_file_is_named(folder: Path) -> None:
    """Notices are read from files only."""
    assert said(folder, "import 管.txt -o 新.xlsx", "proof 管.txt", "proof /dev/zero", "trace 管.docx") == [
        "2 错误：“管.txt”是管道，不是通报文件。请选择保存在磁盘上的通报文件。",
        "2 错误：“管.txt”是管道，不是通报文件。请选择保存在磁盘上的通报文件。",
        "2 错误：“zero”是设备，不是通报文件。请选择保存在磁盘上的通报文件。",
        "2 错误：找不到文件：管.docx。请核对文件的位置。",
    ]
    assert not (folder / "新.xlsx").exists()


def test_an_output_a_template_and_a_layout_that_are_no_file_are_refused(folder: Path) -> None:
    """Whatever else a command opens is looked at before; with --force as well."""
    answers = said(
        folder,
        "new -o 管.xlsx",
        "new -o 管.xlsx --force",
        f"rollup {LEDGER} -o 管.xlsx --force",
        f"notice {LEDGER} -o 管.txt --force --as-of 2026-09-28",
        "template check 管.html",
        "template check 管.docx",
    )
    assert [each[:5] for each in answers] == ["2 错误："] * 6
    assert [each for each in answers if "内部" in each or "None" in each] == []
    assert answers[0] == "2 错误：这是管道，不是台账：管.xlsx。请选择保存在磁盘上的 .xlsx 文件。"
    assert sorted(each.name for each in folder.iterdir() if each.name.startswith("稿")) == []
    with pytest.raises(PaperError, match="找不到模板"):
        plain_template.fill(folder / "管.html", {}, Environment(autoescape=True))
    with pytest.raises(PaperError, match="不是文件"):
        layout_file.choose(str(folder / "管.toml"))


def test_a_ledger_with_two_names_is_read_and_not_written(tmp_path: Path) -> None:
    """A write would change the content under one of the names only: it is refused, with the number of names."""
    path = tmp_path / LEDGER
    path.write_bytes(office.TEMPLATE.read_bytes())
    os.link(path, tmp_path / "另一个名.xlsx")
    before = path.read_bytes()
    book = FileBook(path)
    assert book.read().sheets["问题台账"].rows[0][0] == "编号"
    with pytest.raises(BookError) as refused:
        book.write((SheetChanges("问题台账", (CellWrite(2, 1, "P001"),)),))
    assert refused.value.message == ("“台账.xlsx”这个文件有2个名称（硬链接），写入后别的名称下仍是旧内容，没有写入")
    assert refused.value.remedy == "请复制出一份单独的台账再写，或删去多余的名称后重试"
    assert path.read_bytes() == before
    (tmp_path / "另一个名.xlsx").unlink()
    FileBook(path).write((SheetChanges("问题台账", (CellWrite(2, 1, "P001"),)),))
    assert FileBook(path).read().sheets["问题台账"].rows[1][0] == "P001"


def test_a_symbolic_link_to_a_ledger_is_followed(tmp_path: Path) -> None:
    """The ledger that the link leads to is written, and the link stays one."""
    path = tmp_path / LEDGER
    path.write_bytes(office.TEMPLATE.read_bytes())
    link = tmp_path / "指向.xlsx"
    link.symlink_to(path)
    FileBook(link).write((SheetChanges("问题台账", (CellWrite(2, 1, "P001"),)),))
    assert link.is_symlink()
    assert FileBook(path).read().sheets["问题台账"].rows[1][0] == "P001"
