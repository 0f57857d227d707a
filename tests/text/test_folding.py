"""Look-alike and unseen characters are folded to what is meant."""

from __future__ import annotations

import pytest

from rectify_xl.text import cell_value, folding


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("⽅⾯", "方面"),
        ("2026年6⽉30⽇", "2026年6月30日"),
        ("⽔质科", "水质科"),
        ("⻓江⻔诊⻚", "长江门诊页"),
        ("⺠政办", "民政办"),
        ("⻛险⻋辆", "风险车辆"),
        ("办\u00ad公室", "办公室"),
        ("办\u200b公室", "办公室"),
        ("\u202e办公室\u202c", "办公室"),
        ("\u2066财政所\u2069\u200e", "财政所"),
        ("金\uf90a", "金金"),
        ("\uf9d1年", "六年"),
        ("\U0002f8a6", "慈"),
        ("“党建”工作（一）——1.5%…", "“党建”工作（一）——1.5%…"),
        ("王𬭚生·扎西", "王𬭚生·扎西"),
        ("བོད་ཡིག", "བོད་ཡིག"),
    ],
)
def test_a_text_reads_as_a_person_reads_it(typed: str, meant: str) -> None:
    """Radicals and compatibility ideographs become ordinary characters; what has no width goes; all else stays."""
    assert folding.cleaned(typed) == meant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("问题台账\u00a0", "问题台账"),
        ("\u3000完成程度", "完成程度"),
        ("新建／修订", "新建/修订"),
        ("SHA－256", "SHA-256"),
        ("\u202b编号", "编号"),
        ("⽅⾯", "方面"),
        ("责任\u00ad科室", "责任科室"),
        ("公开\ufe0f", "公开"),
    ],
)
def test_names_that_look_alike_are_one(one: str, other: str) -> None:
    """Blanks, width, marks of direction and look-alike characters make no other name."""
    assert cell_value.key(one) == cell_value.key(other)


def test_the_strange_characters_of_a_text_are_named_once() -> None:
    """What `cleaned` changes can be told."""
    assert folding.strange("⽅⾯和⽅法\u202e") == "⽅⾯\u202e"
    assert not folding.odd("一是召开会议，“印发”《办法》；二是整改到位（见附件）。")
