"""A form that is signed by hand stands on one page."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from generate.ledger_builder import complete, load
from rectify_xl.documents.writers import write_forms
from rectify_xl.ledger.closure_rules import closure_case as cases
from rectify_xl.ledger.closure_rules.closure_case import ClosureCase
from rectify_xl.papers.closure_form import form

LONG = "一是修订管理办法，明确责任分工和办理时限；二是每月检查一次，结果在馆内通报。" * 60


@pytest.mark.parametrize("superior", ["", "是"])
def test_a_closing_form_takes_one_page_for_each_problem(superior: str, tmp_path: Path, soffice: list[str]) -> None:
    """Also with a text of two thousand characters, long headings, and the signature of the level above."""
    ledger = load(
        complete(f"""
            [基本信息]
            单位名称 | 中共云岭县图书馆支部委员会
            反馈日期 | 2026-03-12
            销号须上级复核 | {superior}
            [问题台账]
            编号 | 方面 | 大项 | 具体问题 | 责任科室 | 整改时限 | 完成程度 | 整改进展
            P001 | “落实上级文化惠民部署不够有力，公共阅读服务有差距”方面 | 关于“公共阅读服务供给不均衡”的问题 | 乡镇分馆开放时间不足 | 流通部 | 2026-06-30 | 已完成 | {LONG}
            P002 | “落实上级文化惠民部署不够有力，公共阅读服务有差距”方面 | 关于“公共阅读服务供给不均衡”的问题 | 图书车进村次数减少 | 流通部 | 2026-06-30 | 已完成 | {LONG}
        """)  # noqa: E501 - the table reads best line by line
    )
    looked = [cases.load_case(ledger, name, date(2026, 9, 1), {}) for name in ("P001", "P002")]
    write_forms.write_closure_forms(
        [form(each) for each in looked if isinstance(each, ClosureCase)], tmp_path / "表.docx"
    )
    subprocess.run(
        [*soffice, "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "表.docx")],
        check=True,
        capture_output=True,
    )
    told = subprocess.run(["pdfinfo", str(tmp_path / "表.pdf")], check=True, capture_output=True).stdout.decode()
    assert "Pages:           2" in told
