"""A traced text keeps the origin of each of its pieces when it is cut, joined, edited and split into lines."""

from __future__ import annotations

from rectify_xl.text import provenance
from rectify_xl.text.provenance import Edit, Span, TracedText


def spans(text: str) -> list[tuple[str, tuple[str, ...], tuple[int, int] | None]]:
    return [(text[each.start : each.end], each.sources, each.span) for each in provenance.pieces(text)]


def test_a_traced_text_is_a_plain_text_to_whoever_does_not_ask() -> None:
    text = TracedText("31", ["问题台账!A2:A32"], kind="number", name="问题数")
    assert (text, text + "个", text.sources) == ("31", "31个", ("问题台账!A2:A32",))
    assert text.pieces == (Span(0, 2, ("问题台账!A2:A32",), "number", None, "问题数"),)


def test_joined_texts_keep_their_pieces() -> None:
    text = provenance.concat("整改情况：", provenance.verbatim("已学习。", "甲!A1"), TracedText("3", ["甲!B1"]))
    assert text == "整改情况：已学习。3"
    assert spans(text) == [("已学习。", ("甲!A1",), (0, 4)), ("3", ("甲!B1",), None)]
    assert text.sources == ("甲!A1", "甲!B1")


def test_a_cut_text_tells_where_it_stands_in_the_cell() -> None:
    assert spans(provenance.slice_text(provenance.verbatim("一是学习；二是考核。", "甲!A1"), 5, 10)) == [
        ("二是考核。", ("甲!A1",), (5, 10))
    ]


def test_lines_of_a_cell_tell_where_they_stand_without_their_blanks() -> None:
    first, second = provenance.lines(provenance.verbatim("一是学习。\r\n　二是考核。 ", "甲!A1"))
    assert spans(first) == [("一是学习。", ("甲!A1",), (0, 5))]
    assert spans(second) == [("二是考核。", ("甲!A1",), (8, 13))]


def test_edits_move_the_pieces_behind_them_and_keep_their_origin() -> None:
    text = provenance.concat(TracedText("甲乙", ["甲!A1"]), TracedText("丙丁", ["甲!A2"]))
    edited = provenance.apply_edits(text, [Edit(1, 1, "\n"), Edit(3, 4, "〓〓〓")])
    assert edited == "甲\n乙丙〓〓〓"
    assert [each[:2] for each in spans(edited)] == [("甲\n乙", ("甲!A1",)), ("丙〓〓〓", ("甲!A2",))]


def test_what_is_put_between_two_pieces_belongs_to_neither() -> None:
    text = provenance.concat(TracedText("甲", ["甲!A1"]), TracedText("乙", ["甲!A2"]))
    assert [each[0] for each in spans(provenance.apply_edits(text, [Edit(1, 1, "\n")]))] == ["甲", "乙"]


def test_a_piece_that_was_removed_leaves_nothing() -> None:
    assert provenance.apply_edits(TracedText("甲", ["甲!A1"]), [Edit(0, 1, "")]).pieces == ()
