"""`template` lists, exports and checks, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import docx

from tests.doors.test_cli import call


def test_the_list_names_every_template_and_what_it_may_use() -> None:
    """Names of rows stand after the name that has them."""
    told = json.loads(call("template", "list", "--json").stdout)["templates"]
    fields = {each["name"]: [field["name"] for field in each["fields"]] for each in told}
    assert fields["通报"][:6] == ["题名", "段落", "段落：层级", "段落：序号", "段落：文字", "段落：续文"]
    assert "版式.上" in fields["通报"]
    assert "审批表.责任科室" in fields["销号审批表"]


def test_an_exported_template_passes_the_check_and_makes_a_notice(tmp_path: Path) -> None:
    """The way of a clerk: export, edit, check."""
    mine = tmp_path / "本院通报.docx"
    assert call("template", "export", "通报", "-o", str(mine)).returncode == 0
    assert call("template", "check", str(mine)).returncode == 0
    document = docx.Document(str(mine))
    document.add_paragraph("{{ 提名 }}")
    document.save(str(mine))
    done = call("template", "检查", str(mine), "--json")
    assert done.returncode == 1
    [finding] = json.loads(done.stdout)["findings"]
    assert finding["message"] == "没有名为“提名”的内容。"
    assert finding["fix"].startswith("是否应为“题名”？")


def test_what_is_missing_in_the_call_is_told(tmp_path: Path) -> None:
    """An unknown template, a missing file, a missing target."""
    for words, message in (
        (("export", "没有", "-o", str(tmp_path / "a.docx")), "没有名为“没有”的模板"),
        (("export", "通报"), "没有写导出到哪个文件"),
        (("check", str(tmp_path / "无.docx")), "找不到模板"),
        (("check",), "后面要写一个模板文件"),
    ):
        done = call("template", *words)
        assert (done.returncode, message in done.stderr) == (2, True), done.stderr
