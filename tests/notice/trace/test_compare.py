"""What became of the cells behind a paper: rows are known by their names, numbers are counted again."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import load
from rectify_xl.ledger.records import Ledger
from rectify_xl.notice.trace.compare import compare
from rectify_xl.notice.trace.lookup import Lookup, covers
from rectify_xl.notice.trace.trace_record import PrintedSpan, Trace, cells

AS_OF = date(2026, 9, 26)


def ledger(*rows: str, prose: str = "一段。") -> Ledger:
    listed = "\n".join(rows)
    return load(f"""
        [问题台账]
        编号 | 具体问题 | 完成程度 | 整改进展
        {listed}
        [通报文稿]
        部分 | 层级 | 标题 | 正文
        导语 | 正文 | | {prose}
        """)


FIRST, SECOND = "P001 | 甲 | 已完成 | 一是学习。二是考核。", "P002 | 乙 | 整改中 | 正在办理。"
SENTENCE = PrintedSpan("rx_1", "正文", 1, "一是学习。", ("问题台账!D2",), "sentence", (0, 5))
OTHER = PrintedSpan("rx_2", "正文", 1, "二是考核。", ("问题台账!D2",), "sentence", (5, 10))
STATUS = PrintedSpan("rx_3", "正文", 2, "已整改完成。", ("问题台账!C2",), "sentence")
NUMBER = PrintedSpan("rx_4", "正文", 3, "1", ("问题台账!C2:C3",), "number", None, "完成数", ("问题台账!C2",))
PROSE = PrintedSpan("rx_5", "正文", 4, "一段。", ("通报文稿!D2",), "sentence", (0, 3))


def states(before: Ledger, after: Ledger, *places: PrintedSpan) -> list[tuple[str, str]]:
    held = Lookup(before).held(cell for place in places for cell in place.cells)
    trace = Trace("通报.docx", places, "台账.xlsx", AS_OF.isoformat(), held)
    return [(each.state, each.now) for each in compare(trace, after)]


def test_nothing_is_outdated_in_an_unchanged_ledger() -> None:
    same = ledger(FIRST, SECOND)
    assert states(same, same, SENTENCE, STATUS, NUMBER, PROSE) == [
        ("same", ""),
        ("same", ""),
        ("same", "1"),
        ("same", ""),
    ]


def test_sorted_and_inserted_rows_are_no_change() -> None:
    sorted_rows = ledger("P009 | 新 | 整改中 | ", SECOND, FIRST)
    assert [state for state, _ in states(ledger(FIRST, SECOND), sorted_rows, SENTENCE, STATUS, NUMBER)] == ["same"] * 3


def test_a_sentence_that_still_stands_in_its_changed_cell_is_kept_and_the_other_is_outdated() -> None:
    after = ledger("P001 | 甲 | 已完成 | 一是学习。二是考核3次。", SECOND)
    now = "一是学习。二是考核3次。"
    assert states(ledger(FIRST, SECOND), after, SENTENCE, OTHER) == [("kept", now), ("outdated", now)]


def test_a_number_is_outdated_when_it_counts_differently_now() -> None:
    after = ledger(FIRST, SECOND.replace("整改中", "已完成"))
    assert states(ledger(FIRST, SECOND), after, NUMBER) == [("outdated", "2")]


def test_composed_words_are_outdated_as_soon_as_a_cell_changes() -> None:
    after = ledger(FIRST.replace("已完成", "整改中"), SECOND)
    assert states(ledger(FIRST, SECOND), after, STATUS) == [("outdated", "整改中")]


def test_a_deleted_row_makes_its_sentences_outdated() -> None:
    assert states(ledger(FIRST, SECOND), ledger(SECOND), SENTENCE) == [("outdated", "")]


def test_a_row_without_a_name_is_found_by_what_it_holds() -> None:
    before, after = (
        ledger(FIRST),
        load("""
        [通报文稿]
        部分 | 层级 | 标题 | 正文
        导语 | 正文 | | 新的一段。
        导语 | 正文 | | 一段。
        """),
    )
    assert states(before, after, PROSE) == [("same", "")]


def test_a_cell_leads_to_every_place_that_prints_or_counts_it() -> None:
    assert cells((STATUS, NUMBER)) == {"问题台账!C2": ["rx_3", "rx_4"], "问题台账!C2:C3": ["rx_4"]}


def test_a_range_covers_the_cells_of_its_column() -> None:
    assert covers("问题台账!C2:C30", "问题台账!C30")
    assert not covers("问题台账!C2:C30", "问题台账!C31")
    assert not covers("问题台账!C2:C30", "问题台账!D5")
    assert not covers("问题台账!C2", "整改措施!C2")
