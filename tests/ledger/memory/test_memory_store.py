"""What is put into the hidden sheet comes back whole, and what is not put stays untouched."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from generate.ledger_builder import apply
from rectify_xl.ledger.memory import memory_store
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.records import SheetChanges

JSON = st.dictionaries(
    st.text(max_size=5), st.one_of(st.integers(), st.text(max_size=40), st.lists(st.text(max_size=9)))
)


def empty() -> RawSheet:
    return RawSheet("程序状态", [["键", "段", "内容", "校验"]])


def written(sheet: RawSheet, block: SheetChanges | None) -> RawSheet:
    if block is None:
        return sheet
    return apply(RawBook("台账.xlsx", {"程序状态": sheet}), (block,)).sheets["程序状态"]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.dictionaries(st.sampled_from("甲乙丙"), JSON, max_size=3), st.sets(st.sampled_from("甲乙丙")))
    )
)
def test_any_sequence_of_puts_and_drops_is_what_a_dictionary_does(
    steps: list[tuple[dict[str, dict[str, object]], set[str]]],
) -> None:
    """Entries come and go like those of a dictionary, and none is ever damaged."""
    sheet, expected = empty(), dict[str, object]()
    for put, drop in steps:
        gone = drop - put.keys()
        sheet = written(sheet, memory_store.update(sheet, put, gone))
        expected = {name: value for name, value in {**expected, **put}.items() if name not in gone}
        assert memory_store.read(sheet) == (expected, ())


def test_no_cell_is_longer_than_excel_takes_in_one_call() -> None:
    """Half a million characters that cannot be packed are cut into pieces of 8,000, and come back whole."""
    text = "".join(chr(0x4E00 + (number * 7919) % 20_000) for number in range(200_000))
    sheet = written(empty(), memory_store.update(empty(), {"当前": text}))
    assert max(len(str(row[2])) for row in sheet.rows[1:]) == 8_000
    assert memory_store.read(sheet).entries == {"当前": text}


def test_only_the_rows_of_what_changed_are_written() -> None:
    """An entry that is not put again keeps its rows; the same content again writes nothing."""
    sheet = written(empty(), memory_store.update(empty(), {"初始 1": "甲", "当前": "乙"}))
    block = memory_store.update(sheet, {"当前": "丙"})
    assert block is not None
    assert {write.row for write in block.writes} == {3}
    assert memory_store.update(sheet, {"当前": "乙"}) is None


def test_a_changed_character_is_noticed() -> None:
    """The entry is called damaged and its content is not used."""
    sheet = written(empty(), memory_store.update(empty(), {"当前": "一段文字", "流水": 1}))
    rows = [list(row) for row in sheet.rows]
    rows[1][2] = str(rows[1][2])[:-1] + "A"
    assert memory_store.read(RawSheet("程序状态", rows)) == ({"流水": 1}, ("当前",))


def test_a_lost_piece_is_noticed() -> None:
    """An entry of several cells of which one was deleted is damaged."""
    text = "".join(chr(0x4E00 + (number * 7919) % 20_000) for number in range(9_000))
    sheet = written(empty(), memory_store.update(empty(), {"当前": text}))
    assert len(sheet.rows) > 3
    assert memory_store.read(RawSheet("程序状态", [sheet.rows[0], *sheet.rows[2:]])) == ({}, ("当前",))
