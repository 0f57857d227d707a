"""A composed notice knows of each stretch the cells that it comes from, also where the program chose the words."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import load
from rectify_xl.notice.writing.compose import compose
from rectify_xl.text import provenance
from rectify_xl.text.provenance import Span

LEDGER = """
    [基本信息]
    单位名称 | 甲院
    [问题台账]
    编号 | 方面 | 具体问题 | 完成程度 | 后续要求 | 整改时限 | 整改进展
    P001 | 甲   | 子       | 已完成   | 长期坚持 | 2026-06-30 | 一是学习3次。
    P002 | 甲   | 丑       | 整改中   |          | 2026-12-31 | 正在办理。
    [通报文稿]
    部分 | 层级 | 标题 | 正文
    导语 | 正文 | | 共{{ 问题数 }}个，完成{{ 完成数 }}个，其余{{ 问题数 - 完成数 }}个，自2019年起。
    """


def stretches(start: str) -> list[tuple[str, Span]]:
    """Return the traced stretches of the paragraph that begins so."""
    document = compose(load(LEDGER), as_of=date(2026, 9, 30), audience="public", as_published=False)
    [text] = [each.text for each in document.paragraphs if each.text.startswith(start)]
    return [(text[each.start : each.end], each) for each in provenance.pieces(text)]


def test_a_number_in_prose_is_traced_by_itself_with_the_rows_that_it_counts() -> None:
    whole, total, done, rest = stretches("共")
    assert (whole[0], whole[1].sources) == ("共2个，完成1个，其余1个，自2019年起。", ("通报文稿!D2",))
    assert (total[0], total[1].name, total[1].sources) == ("2", "问题数", ("问题台账!A2:A3",))
    assert (done[0], done[1].name, done[1].counted) == ("1", "完成数", ("问题台账!D2",))
    assert (rest[0], rest[1].name, rest[1].sources) == ("1", "问题数+完成数", ("问题台账!A2:A3", "问题台账!D2:D3"))


def test_a_status_that_the_program_worded_comes_from_all_its_cells() -> None:
    [(text, piece)] = stretches("整改完成情况：已")
    assert (text, piece.sources, piece.span) == ("已整改完成并长期坚持。", ("问题台账!D2", "问题台账!E2"), None)
    [(text, piece)] = stretches("整改完成情况：正在")
    assert (text, piece.sources) == ("正在整改，2026年12月31日前完成。", ("问题台账!D3", "问题台账!F3"))


def test_progress_behind_its_label_stands_word_for_word_in_its_cell() -> None:
    [(text, piece)] = stretches("整改情况：一是")
    assert (text, piece.sources, piece.span) == ("一是学习3次。", ("问题台账!G2",), (0, 7))
