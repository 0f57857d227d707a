"""Which measures, evidence and closures a problem has is answered in one place."""

from __future__ import annotations

from generate.ledger_builder import load
from rectify_xl.ledger.relations import Relations

LEDGER = """
[问题台账]
编号 | 具体问题
P001 | 甲
P002 | 乙
P003 | 丙
[整改措施]
措施编号 | 上级措施 | 问题编号 | 措施内容
M001-1 | | P001、P002 | 两个问题共用
M001-2 | | p００１ | 小写全角
M002-1-1 | M001-1 | | 具体措施不写问题编号
M003-1-1 | M003-1 | P003 | 上级措施不在台账里
M009-1 | | P009 | 问题不在台账里
M010-1 | M010-2 | | 互为上级
M010-2 | M010-1 | | 互为上级
[制度清单]
名称 | 问题编号
办法 | P002
[佐证材料]
编号 | 问题/措施编号
Z1 | M001-1
Z2 | P003
[回头看]
日期 | 问题/措施编号 | 结论
2025-09-01 | M002-1-1 | 巩固
[销号登记]
问题编号 | 类型 | 结论
P001 | 延期 | 通过
P002 | 销号 | 退回
P002 | 销号 | 通过
"""


def relations() -> Relations:
    return Relations(load(LEDGER))


def test_a_measure_belongs_to_all_problems_that_it_names() -> None:
    """P001、P002 in one cell, other widths of an id, and a 具体措施 without 问题编号 are all found."""
    known = relations()
    assert [measure.id for measure in known.measures_of("P001")] == ["M001-1", "M001-2", "M002-1-1"]
    assert [measure.id for measure in known.measures_of("P002")] == ["M001-1", "M002-1-1"]
    assert [measure.id for measure in known.measures_of("P003")] == ["M003-1-1"]
    assert known.measures_of("") == ()


def test_measures_of_no_problem_are_orphans() -> None:
    """A problem that is not there and a circle of 上级措施 leave a measure without owner."""
    assert [measure.id for measure in relations().orphans] == ["M009-1", "M010-1", "M010-2"]


def test_evidence_and_look_backs_of_a_measure_are_those_of_its_problems() -> None:
    """What names a shared measure is evidence for both problems."""
    known = relations()
    assert [[row.id for row in known.evidence_of(name)] for name in ("P001", "P002", "P003")] == [
        ["Z1"],
        ["Z1"],
        ["Z2"],
    ]
    assert [len(known.reviews_of(name)) for name in ("P001", "P002", "P003")] == [1, 1, 0]
    assert [row.name for row in known.regulations_of("P002")] == ["办法"]
    assert known.problems_behind(["M001-1", "P003", "P404"]) == ("P001", "P002", "P003", "P404")


def test_only_a_closing_that_passed_closes() -> None:
    """An approved 延期 says nothing of a closing, nor does a rejection."""
    known = relations()
    assert [known.closing(name) is not None for name in ("P001", "P002", "P003")] == [False, True, False]


def test_ids_of_measures_stand_for_the_problems_behind_them() -> None:
    """A look-back at a part of a shared measure is one at both problems, and at no third."""
    known = relations()
    assert [known.names(["M002-1-1"], {name}) for name in ("P001", "P002", "P003")] == [True, True, False]
    assert not known.names([], {"P001"})


def test_problems_are_known_by_their_rows() -> None:
    """The row of the sheet leads to its problem."""
    assert {row: problem.id for row, problem in relations().problem_in_row.items()} == {2: "P001", 3: "P002", 4: "P003"}


def test_what_is_said_to_be_closed_is_told_by_problem() -> None:
    """The first 通过 of 销号 counts; a 延期, a 退回 and a row without a problem close nothing."""
    known = Relations(
        load(
            "[问题台账]\n编号\nP001\nP002\n"
            "[销号登记]\n问题编号 | 类型 | 结论\nP002 | 销号 | 通过\nP001 | 延期 | 通过\n | 销号 | 通过\n"
            "P001 | 销号 | 退回\nP001 | 销号 | 通过\nP002 | 销号 | 通过"
        )
    )
    assert {name: row.row.number for name, row in known.closings.items()} == {"P002": 2, "P001": 6}
