"""What is said of an old ledger names the cells of that, not those of the ledger which only the program has seen."""

from __future__ import annotations

from hypothesis import Phase, given, settings

from rectify_xl.intake.old_ledger import own_places
from rectify_xl.intake.old_ledger.own_places import OwnRow
from rectify_xl.text import cell_value
from rectify_xl.text.refs import parse_cell, split_address
from tests.intake.old_ledger.random_ledgers import Dress, Table, dressed, dresses, tables
from tests.intake.old_ledger.sheets import imported, sheet

quick = settings(max_examples=25, derandomize=True, phases=(Phase.generate,))
PLACES = {
    ("问题台账", 3): OwnRow("整改台账", "C7", {"具体问题": "C7", "整改时限": "F7", "方面": "B5"}),
    ("整改措施", 2): OwnRow("整改台账", "D7", {"措施内容": "D7"}),
    ("问题台账", 4): OwnRow("卡片", "C2", {"具体问题": "C2"}, sideways=True),
}


@quick
@given(tables(), dresses())
def test_every_cell_that_is_named_holds_what_stands_in_the_row(table: Table, dress: Dress) -> None:
    """The texts of 具体问题, 措施内容, 责任科室 and 牵头领导 stand in the cells that the rows name for them."""
    grid = dressed(table, dress).grid
    rows = imported(grid)
    shown = {place: cell_value.key(cell_value.text(raw)) for place, raw in grid.values.items()}
    for name, columns in (("问题台账", ("具体问题", "责任科室", "牵头领导")), ("整改措施", ("措施内容",))):
        for number, cells in enumerate(rows.imported.rows[name], 2):
            own = rows.places[name, number]
            for column in columns:
                place = parse_cell(own.cells.get(column, ""))
                value = cells.get(column)
                if value is not None:
                    assert place is not None, (column, value)
                    assert cell_value.key(str(value)) in shown[place]


def test_columns_that_are_empty_are_named_all_the_same() -> None:
    """Where the table has the column, the cell to fill; where it has none, the row with the name of what is missing."""
    rows = imported(
        sheet("""
        序号|存在问题|整改措施|责任单位|责任人|完成时限|完成情况
        1|制度不全|建章立制|办公室||2026年6月|整改中
        2|学习不够|集中学习|组织科|李四||整改中
        """)
    )
    second = rows.places["问题台账", 3]
    assert (second.cells["责任人"], second.cells["整改时限"], second.row) == ("E3", "F3", 3)
    assert "整改进展" not in second.cells
    assert own_places.address(rows.places, "问题台账", "I2") == "台账!E2"
    assert own_places.address(rows.places, "问题台账", "P2") == "台账!B2"
    assert own_places.address(rows.places, "基本信息", "B5") == ""
    assert own_places.reworded(rows.places, "问题台账", "请填写I2。") == "请填写E2。"
    assert own_places.reworded(rows.places, "问题台账", "请填写P2。") == "请填写第2行的“整改进展”。"


def test_a_form_names_its_own_cells() -> None:
    """Of a form with labels beside its cells only what stands there is named."""
    rows = imported(
        sheet("""
        问题整改情况表
        存在问题|制度不全
        整改措施|1.建章立制；2.集中学习
        责任单位|办公室
        """)
    )
    own = rows.places["问题台账", 2]
    assert (own.cells["具体问题"], own.cells["责任科室"]) == ("B2", "B4")
    assert "责任人" not in own.cells


def test_sentences_name_the_cells_of_the_own_table() -> None:
    """Cells, rows, other sheets; never what stands in quotes, codes, or numbers of problems."""
    say = own_places.reworded
    assert say(PLACES, "问题台账", "第3行『整改时限』“见A3”读不出。") == "第7行『整改时限』“见A3”读不出。"
    assert say(PLACES, "问题台账", "请把K3改为2025-06-30。") == "请把F7改为2025-06-30。"
    assert say(PLACES, "问题台账", "请填写I3（整改措施!D2、《问题台账》K3）。") == (
        "请填写第7行的“责任人”（《整改台账》D7、《整改台账》F7）。"
    )
    assert say(PLACES, "问题台账", "P003按RX202（K9）、HZ110") == "P003按RX202（K9）、HZ110"
    assert say(PLACES, "问题台账", "第4行有误，请改D4。") == "C列有误，请改C2。"
    assert say(PLACES, "基本信息", "请在B5填写。") == "请在按“导入”转成的台账《基本信息》B5填写。"
    assert split_address(own_places.address(PLACES, "问题台账", "K4")) == ("卡片", "C2")
