"""Names are covered where the ledger or a title makes them certain; ordinary words are not."""

from __future__ import annotations

import pytest

from rectify_xl.notice.redaction import personal_names
from rectify_xl.text.personal_numbers import replaced


@pytest.mark.parametrize(
    ("name", "printed"),
    [("张三", "张某"), ("李四光", "李某某"), ("欧阳修", "欧阳某"), ("司马相如", "司马某某")],
)
def test_an_office_keeps_the_surname(name: str, printed: str) -> None:
    assert personal_names.covered(name) == printed


def test_a_column_of_people_names_people_and_departments() -> None:
    """Titles, dates, asides and departments are none of the name; a spread name is one."""
    text = "院长张三、李 四（兼）；王五 2026-03-01 办公室 党建办 欧阳修 全体班子成员 项目办 安全科 各科室负责人"
    assert personal_names.people(text) == ["张三", "李四", "王五", "欧阳修"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("责令张建国同志检查", "责令张某某同志检查"),
        ("一是陈晓东医生重新学习", "一是陈某某医生重新学习"),
        ("处方由王海霞医师开具，刘文静护士执行", "处方由王某某医师开具，刘某某护士执行"),
    ],
)
def test_a_title_makes_a_name_certain(text: str, printed: str) -> None:
    assert replaced(text, personal_names.find(text, (), ())) == printed


@pytest.mark.parametrize(
    "text",
    [
        "全科医生、高级医师和主管护师参加",
        "许多同志反映，主要负责同志带头",
        "，周边医院长期合作",
        "由党支部书记负责，各支部书记参加",
        "科主任、护士长、董事会同志",
        "，杜绝医生推诿",
        "对李某某同志谈话",
        "学习习近平总书记重要讲话和雷锋同志事迹",
        "老年乡村医生，家庭医生签约",
        "每周五主任查房",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    assert personal_names.find(text, (), ()) == []


def test_a_name_of_the_ledger_is_covered_wherever_it_stands() -> None:
    text = "王建国带队检查，整改由王建国签字"
    assert replaced(text, personal_names.find(text, ("王建国",), ())) == "王某某带队检查，整改由王某某签字"


def test_a_short_name_that_is_also_a_word_needs_company() -> None:
    """高峰 is covered where a title or a verb shows a person; elsewhere a person has to look."""
    text = "错开就诊高峰，由高峰牵头"
    found = personal_names.find(text, ("高峰",), ())
    assert [(hit.start, hit.certain) for hit in found] == [(4, False), (8, True)]
    assert replaced(text, found) == "错开就诊高峰，由高某牵头"


def test_what_the_office_keeps_stays() -> None:
    assert personal_names.find("学习张建国同志先进事迹", (), ("张建国",)) == []


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("肖建国", "肖建国"),
        ("闫东升", "闫东升"),
        ("农立新", "农立新"),
        ("蓝天野", "蓝天野"),
        ("亓官明", "亓官明"),
        ("扎西次仁", "扎西次仁"),
        ("古丽米热·艾比布力", "古丽米热·艾比布力"),
        ("古丽米热 • 艾比布力", "古丽米热·艾比布力"),
        ("王𬭚生", "王𬭚生"),
        ("阿不都热西提", "阿不都热西提"),
        ("John Smith", "John Smith"),
        ("办公室张建国", "张建国"),
        ("监测科科长张建国", "张建国"),
        ("站长：张建国", "张建国"),
        ("张建国同志牵头", "张建国"),
        ("张 建\n国", "张建国"),
        ("张\u200b建国", "张建国"),
        ("张建国（办公室）", "张建国"),
        ("办公室主任李卫东和副主任王强", "王强"),
        ("张建国王小明", "王小明"),
        ("水质科主任张建国", "张建国"),
        ("测站科王伟", "王伟"),
        ("由张建国负责落实", "张建国"),
        ("张建国主抓安全生产", "张建国"),
        ("保洁员张建国", "张建国"),
        ("办公室欧阳志远牵头", "欧阳志远"),
        ("ئەركىن", "ئەركىن"),
        ("Иванов", "Иванов"),
    ],
)
def test_what_stands_in_a_column_of_people_is_a_name(cell: str, name: str) -> None:
    assert name in personal_names.people(cell, {"办公室", "监测科"})


@pytest.mark.parametrize(
    "cell",
    [
        "办公室",
        "各科室负责人",
        "分管副院长",
        "全体党员",
        "党总支委员会",
        "待定",
        "2026-05-01",
        "党组成员",
        "村两委",
        "财务科",
    ],
)
def test_an_office_or_a_group_in_a_column_of_people_is_no_name(cell: str) -> None:
    assert personal_names.people(cell, {"办公室"}) == []


@pytest.mark.parametrize(
    ("name", "text", "printed"),
    [
        ("肖建国", "二是肖建国逐一核对登记簿", "二是肖某某逐一核对登记簿"),
        ("张建国", "二是张 建 国逐一核对", "二是张某某逐一核对"),
        ("张建国", "二是张建\n国逐一核对", "二是张某某逐一核对"),
        ("古丽米热·艾比布力", "古丽米热•艾比布力逐一核对", "古某某逐一核对"),
        ("王𬭚生", "二是王𬭚生逐一核对", "二是王某某逐一核对"),
        ("John Smith", "由JOHN SMITH核对", "由J某某核对"),
    ],
)
def test_a_known_name_is_covered_however_it_is_spaced(name: str, text: str, printed: str) -> None:
    assert replaced(text, personal_names.find(text, (name,), ())) == printed


@pytest.mark.parametrize("name", ["扎西次仁", "亓官明", "阿不都热西提"])
def test_a_name_without_a_common_surname_is_a_doubt_for_a_person(name: str) -> None:
    (hit,) = personal_names.find(f"二是{name}逐一核对", (name,), ())
    assert (hit.certain, hit.why) == (False, f"“{name}”在台账中是人名，在这里看不出是不是")


def test_what_somebody_does_is_no_name() -> None:
    """安全生产 stands in a column of people behind a name, and stays readable where the text speaks of it."""
    known = personal_names.people("张建国主抓安全生产")
    text = "加强安全生产检查，张建国带队"
    assert replaced(text, personal_names.find(text, known, ())) == "加强安全生产检查，张某某带队"


@pytest.mark.parametrize(
    ("name", "text", "printed"),
    [
        ("John Smith", "由Ｊｏｈｎ　Ｓｍｉｔｈ负责", "由J某某负责"),
        ("Ｊｏｈｎ Ｓｍｉｔｈ", "由John Smith负责", "由J某某负责"),
    ],
)
def test_wide_letters_hide_no_name(name: str, text: str, printed: str) -> None:
    assert replaced(text, personal_names.find(text, personal_names.people(name), ())) == printed


@pytest.mark.parametrize(
    ("name", "text", "doubted"),
    [
        ("扎西次仁", "由扎西逐一核对", "扎西"),
        ("扎西次仁", "次仁已补记", "次仁"),
        ("John Smith", "Smith已签收", "Smith"),
        ("张建国", "建国同志已作检查", "建国"),
        ("欧阳明远", "明远书记牵头", "明远"),
    ],
)
def test_a_name_in_short_is_a_doubt(name: str, text: str, doubted: str) -> None:
    hits = personal_names.find(text, (name,), ())
    assert [(text[hit.start : hit.end], hit.certain) for hit in hits] == [(doubted, False)]


@pytest.mark.parametrize("text", ["建国七十周年", "张家口", "次序", "Smithsonian"])
def test_parts_of_a_name_in_other_words_are_none(text: str) -> None:
    assert personal_names.find(text, ("张建国", "扎西次仁", "John Smith"), ()) == []


@pytest.mark.parametrize("kept", ["韩", "梅", "韩梅"])
def test_a_part_of_a_name_that_is_kept_uncovers_nothing(kept: str) -> None:
    """不遮盖 names people and numbers, whole."""
    text = "由韩梅梅负责"
    assert replaced(text, personal_names.find(text, ("韩梅梅",), (kept,))) == "由韩某某负责"
