"""What formulas refer to, how they read where they were dragged, and whether their results stay."""

from __future__ import annotations

import pytest

from rectify_xl.text.formulas import WrittenFormula, moved, references, relative, unsteady


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("=TODAY()+30", "TODAY，随打开的日子变"),
        ("=if(now()>a1,1,2)", "NOW，随打开的日子变"),
        ("=_xlfn.RANDARRAY(2)", "RANDARRAY，每次计算都变"),
        ('=INDIRECT("A"&ROW())', "INDIRECT，取哪一格不固定"),
        ("=OFFSET( A1 , 1, 0)", "OFFSET，取哪一格不固定"),
        ("=[1]Sheet1!$A$1", "引用别的工作簿"),
        ("='[1]表 1'!A1", "引用别的工作簿"),
        ("=[1]!时限", "引用别的工作簿"),
        ("='[旧台账.xlsx]问题台账'!K2", "引用别的工作簿"),
        ("=excel|'a.xls'!r1c1", "引用别的工作簿"),
        ('=_xlfn.WEBSERVICE("http://x")', "WEBSERVICE，取自工作簿以外"),
        ("=DATE(2026,9,30)", ""),
        ('=IF(A1="TODAY()",1,2)', ""),
        ("=表1[2024]+问题[[#This Row],[1]]", ""),
        ("=SHEETTODAY()+MYCELL(1)", ""),
        ("=SUM(A1:A9)", ""),
    ],
)
def test_results_that_change_by_themselves(formula: str, why: str) -> None:
    """By the day, by chance, by what a text names, by another workbook; not for words in quotes or parts of names."""
    assert unsteady(formula) == why


def test_a_dragged_formula_reads_as_in_its_cell() -> None:
    """Fixed parts stay, references to other sheets move too, names of sheets and texts do not."""
    formula = WrittenFormula("=IF($A2=\"A2\",B$1,'A2 表'!C3)+字典!A2:B9", 2, 3)
    assert formula.at(2, 3) == formula.text
    assert formula.at(4, 4) == "=IF($A4=\"A2\",C$1,'A2 表'!D5)+字典!B4:C11"
    assert formula._replace(fixed=True).at(4, 4) == formula.text
    assert moved("=A1", -1, 0) == "=#REF!"


def test_one_pattern_for_all_cells_over_which_a_formula_was_dragged() -> None:
    """Written once for all or in each cell."""
    first = WrittenFormula("=VLOOKUP(A2,字典!A$2:B$9,2,0)&字典!C5", 2, 3)
    assert WrittenFormula(first.at(7, 3), 7, 3).pattern == first.pattern
    assert WrittenFormula(first.at(7, 3), 8, 3).pattern != first.pattern
    assert relative('"A1"&A1', 1, 1) == relative('"A1"&B2', 2, 2)


def test_cells_that_a_formula_asks_for() -> None:
    """Of its own sheet and of others; corners in any order; no functions, no texts."""
    named = references("=LOG10(A1)+'整改 措施'!$B$9:A2+字典!C3&\"D4\"+Sheet1.E5")
    assert [(reference.sheet, str(reference.area)) for reference in named] == [
        ("整改 措施", "A2:B9"),
        ("字典", "C3"),
        ("", "A1"),
    ]
