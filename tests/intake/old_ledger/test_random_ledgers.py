"""Whatever an office's ledger looks like, no problem is lost or made up, and every cell is taken or listed."""

from __future__ import annotations

from hypothesis import Phase, given, settings

from rectify_xl.intake.old_ledger.ledger_rows import OldLedgerRows
from rectify_xl.text import cell_value, refs
from tests.intake.old_ledger.random_ledgers import Dress, Table, dressed, dresses, tables
from tests.intake.old_ledger.sheets import column, imported, old_ledger

quick = settings(max_examples=25, derandomize=True, phases=(Phase.generate,))


def rows_of(table: Table, dress: Dress) -> OldLedgerRows:
    return imported(dressed(table, dress).grid)


@quick
@given(tables(), dresses())
def test_every_problem_is_read_once_with_what_it_says(table: Table, dress: Dress) -> None:
    """Text, aspect, department and measures of each problem are those that the office wrote, in its order."""
    rows = rows_of(table, dress).imported.rows
    problems = list(rows["问题台账"])
    assert column(problems, "具体问题") == [problem.text for problem in table.problems]
    assert column(problems, "方面") == [problem.aspect for problem in table.problems]
    assert column(problems, "责任科室") == [problem.office for problem in table.problems]
    assert column(problems, "牵头领导") == [problem.lead for problem in table.problems]
    assert column(problems, "整改时限") == [problem.due[1] for problem in table.problems]
    measures = [text for problem in table.problems for text in problem.measures]
    assert column(list(rows["整改措施"]), "措施内容") == measures


@quick
@given(tables(), dresses())
def test_every_cell_is_taken_or_listed(table: Table, dress: Dress) -> None:
    """What stands in a cell stands in the new ledger, or the cell is listed with the reason why it was left out."""
    sheet = dressed(table, dress)
    old = old_ledger(sheet.grid)
    listed = set()
    for item in old.left_out:
        area = refs.parse_area(item.ref)
        assert area
        assert item.reason
        listed.update(area.cells())
    new = imported(sheet.grid).imported
    stored = [value for cells in new.rows["问题台账"] for value in cells.values()]
    stored += [value for cells in new.rows["整改措施"] for value in cells.values()]
    stored += list(new.info.values())
    texts = {cell_value.text(value) for value in stored}
    lost = {
        place: meaning
        for place, meanings in sheet.meanings.items()
        for meaning in meanings
        if place not in listed and cell_value.text(meaning) not in texts
    }
    assert lost == {}


@quick
@given(tables(), tables(), dresses())
def test_the_order_of_the_columns_makes_no_difference(table: Table, other: Table, dress: Dress) -> None:
    """The same problems under the same words in another order become the same ledger."""
    words = dict(table.columns)
    shuffled = table._replace(columns=tuple((name, words[name]) for name, _ in other.columns))
    assert rows_of(shuffled, dress).imported.rows == rows_of(table, dress).imported.rows


@quick
@given(tables(), dresses())
def test_what_stands_around_the_problems_makes_no_difference(table: Table, dress: Dress) -> None:
    """Titles, labels, bands, subtotals, blank rows and columns, feet and statistics change no row."""
    plain = rows_of(table, Dress(labels=dress.labels)).imported.rows
    assert rows_of(table, dress).imported.rows == plain
