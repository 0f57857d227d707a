"""The committed templates of papers are what their builders make."""

from __future__ import annotations

import io
import zipfile

import jinja2
import pytest

from generate.paper_templates.__main__ import BUILDERS
from generate.paper_templates.letter_templates import WORDINGS
from rectify_xl.system import resources


@pytest.mark.parametrize("name", BUILDERS)
def test_a_committed_template_is_what_its_builder_makes(name: str) -> None:
    """Part by part, so that the time of the zip does not count."""
    committed = zipfile.ZipFile(resources.path("templates", f"{name}.docx"))
    built = zipfile.ZipFile(io.BytesIO(BUILDERS[name]()))
    assert committed.namelist() == built.namelist()
    assert [part for part in built.namelist() if built.read(part) != committed.read(part)] == []


def test_a_letter_tells_both_kinds_of_late_problems_in_one_sentence() -> None:
    """It said 有1个、反弹后重新登记的有1个超过整改时限尚未完成."""
    opening = jinja2.Template(WORDINGS["督办通知书"].opening[0])
    counts = {
        "反馈个数": "1",
        "反弹个数": "1",
        "个数": "2",
        "最长天数": "43",
        "截至": "2026年11月20日",
        "巡察机构": "县委第一巡察组",
    }
    assert opening.render(counts) == (
        "县委第一巡察组反馈、由你科室负责整改的问题中，截至2026年11月20日，有1个（另有反弹后重新登记的1个）"
        "超过整改时限尚未完成，最长逾期43天。现予督办。"
    )


def test_the_foot_of_a_letter_never_stands_alone_on_a_page() -> None:
    """The last demand, the signature and the date hold on to what follows them; 抄送 alone was a second page."""
    with zipfile.ZipFile(io.BytesIO(BUILDERS["督办通知书"]())) as package:
        text = package.read("word/document.xml").decode()
    kept = [part for part in text.split("</w:p>") if "<w:keepNext/>" in part]
    assert [any(word in part for part in kept) for word in ("2.确有客观原因", "{{ 日期 }}", "抄送")] == [
        True,
        True,
        False,
    ]
