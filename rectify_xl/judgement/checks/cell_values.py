"""RX3xx: whether each cell can be understood: its type, its dropdown word, its length."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from rectify_xl.judgement.checks.base import (
    ERROR_SIGNS,
    OWN_IDS,
    Context,
    FilledCell,
    Remark,
    WrittenColumn,
    at_info,
    cells,
    check,
    in_cells,
    instead,
    join_names,
    quote,
    remark,
    shows_error,
)
from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import choices, department_term, nothing
from rectify_xl.ledger.records import Ledger, Remedy, Row
from rectify_xl.ledger.vocabulary import NO, YES
from rectify_xl.text import cell_value, folding, numerals
from rectify_xl.text.cell_value import Uncached
from rectify_xl.text.kept_answers import remembered

CELL_LIMIT = 32767
"""Characters that one cell can hold."""
OLD_LIMIT = 255
"""Characters at which old programs cut a text."""
ID_LIMIT = 20
ID_MARKS = frozenset("-._/#()[]〔〕【】")
SENTENCE_ENDS = "。；！？;.!?”）)》"


def _remark(entry: FilledCell, what: str, fix: str, remedy: Remedy | None = None) -> Remark:
    return remark(entry.row, entry.column.name, what, fix, remedy)


def _readable(text: str) -> bool:
    """Tell whether a cell shows anything but a spreadsheet error, which is told by itself."""
    return not shows_error(text)


@check(
    "RX301",
    "spreadsheet-error",
    "单元格显示错误值",
    guards="公式出错，显示#N/A、#REF!等，内容读不出来。",
    ignore="不能忽略。",
)
def spreadsheet_error(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every cell that shows a spreadsheet error."""
    if any(sign in context.all_words for sign in ERROR_SIGNS):
        for entry in cells(context.columns, shows_error):
            yield _remark(entry, f"显示错误值{entry.text}，读不出内容。", "请改正{}的公式，或直接填写内容。")


@check(
    "RX302",
    "formula-without-value",
    "公式没有计算结果",
    guards="文件由不计算公式的程序保存过，公式单元格里没有结果，按空白读取。",
    ignore="不能忽略；用Excel或WPS打开并保存一次即可。",
)
def formula_without_value(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every formula cell without a stored result."""
    for column in context.columns if ledger.uncached else ():
        for row in column.rows:
            raw = row.values[column.place] if column.place < len(row.values) else None
            if not isinstance(raw, Uncached) or column.place + 1 in row.anchors:
                continue
            yield remark(
                row,
                column.column.name,
                f"是公式{quote(raw.formula)}，但文件里没有保存结果，按空白读取。",
                "请用Excel或WPS打开台账，保存一次再校验；或把{}改成直接填写。",
            )


@check(
    "RX303",
    "unknown-word",
    "不是下拉框里的词",
    guards="手工输入或粘贴的词不在下拉框里，统计时不认。",
    ignore="本单位要用这个词时，把它加进『字典』即可。",
)
def unknown_word(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every cell whose word is not in its dropdown list; the choice is advised only where it is certain."""
    for entry in (entry for column in context.of_kind["choice"] for entry in _strangers(column, ledger)):
        name = entry.column.choices
        words = ledger.vocabulary[name]
        meant = choices.advised(entry.text, name, words, ledger.synonyms)
        likely = "或".join(f"“{word}”" for word in meant)
        alone = "，统计按继续整改计" if name == choices.STATUS_LIST else ""
        yield _remark(
            entry,
            f"{quote(entry.text)}不在下拉框里（可选：{'、'.join(words)}）{alone}。",
            f"请把{{}}改为{likely}，或从下拉框另选。" if likely else "请在{}从下拉框里选一个。",
            _word(entry, meant, ledger),
        )


def _strangers(column: WrittenColumn, ledger: Ledger) -> Iterator[FilledCell]:
    """Yield the cells of a column whose word is not in its list; “/” and its like say 无 of 后续要求."""
    name = column.column.choices
    known = choices.by_folded(ledger.vocabulary[name])

    def is_strange(text: str) -> bool:
        if text in known or choices.folded(text) in known or (name == "后续要求" and not nothing.filled(text)):
            return False
        return _readable(text)

    yield from column.cells(is_strange)


def _word(entry: FilledCell, meant: tuple[str, ...], ledger: Ledger) -> Remedy | None:
    """Return the remedy of a word that means one of the list and says nothing else that would be lost.

    整改完成并长期坚持 says two things: what follows goes into 后续要求, where that is empty or says so already.
    """
    if len(meant) != 1 or choices.says_more(entry.text, ledger.synonyms):
        return None
    row, column = entry.row, entry.column.name
    follows = choices.what_follows(entry.text) if entry.column.choices == choices.STATUS_LIST else ""
    if not follows or follows == meant[0]:
        return instead(row, column, meant[0])
    if "后续要求" not in row.headers or follows not in ledger.vocabulary["后续要求"]:
        return None
    former = row.text("后续要求")
    if former:
        return instead(row, column, meant[0]) if former == follows else None
    return in_cells([(row, column, meant[0]), (row, "后续要求", follows)], f"{meant[0]}，后续要求填“{follows}”")


@check(
    "RX304",
    "flag-unreadable",
    "“是”“否”看不懂",
    guards="该填“是”“否”的地方填了别的，程序只能当作没填。",
    ignore="不能忽略。",
)
def flag_unreadable(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every yes-or-no cell that says something else."""
    for entry in cells(context.of_kind["flag"], lambda text: cell_value.as_flag(text) is None and _readable(text)):
        open_to_all = "，空着的也会公开" if entry.column.name == "公开" else ""
        what = f"{quote(entry.text)}看不出是还是否，按没有填写处理{open_to_all}。"
        meant = cell_value.as_flag(entry.text.rstrip("。.，,；;、！!"))
        remedy = None if meant is None else instead(entry.row, entry.column.name, YES if meant else NO)
        yield _remark(entry, what, "请把{}改为“是”或“否”。", remedy)


@check(
    "RX305",
    "number-unreadable",
    "数字看不懂",
    guards="声明数、天数写成了文字，无法核对。",
    ignore="不能忽略。",
)
def number_unreadable(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every number cell that holds no number."""
    for entry in cells(context.of_kind["number"], _readable):
        if cell_value.number(entry.row.plain(entry.column.name)) is None:
            counted = numerals.counted(cell_value.key(entry.text))
            remedy = None if counted is None else instead(entry.row, entry.column.name, counted)
            yield _remark(entry, f"{quote(entry.text)}不是数字。", "请把{}改为阿拉伯数字，不带单位。", remedy)


@check(
    "RX306",
    "number-not-whole",
    "个数是小数或负数",
    guards="声明的问题数、天数填成了小数或负数。",
    ignore="不能忽略。",
)
def number_not_whole(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every count of 基本信息 that is negative or has a fraction."""
    for item in schema.INFO_ITEMS:
        if item.kind != "number":
            continue
        number = ledger.info_number(item.name)
        if number is not None and (number < 0 or not number.is_integer()):
            yield at_info(ledger, item.name, f"为{number:g}，应是不小于0的整数。", "请改正{}。")


def _malformed(entry: FilledCell) -> str:
    """Return why a cell is no id, or nothing."""
    raw = entry.raw
    if isinstance(raw, str):
        return "" if entry.column.kind == "ids" else _no_id(entry.text)
    if isinstance(raw, date | time | timedelta):
        return "被软件改成了日期或时间"
    if isinstance(raw, bool):
        return "是“真/假”值"
    if isinstance(raw, float) and not raw.is_integer():
        return "是小数，末尾的0会丢失，1.1与1.10会混同"
    return "" if entry.column.kind == "ids" else _no_id(entry.text)


def _typed(text: str) -> bool:
    """Tell whether a text can only have been typed as one: no number, date or truth value reads like it."""
    return "A" <= text[0] <= "Z"


@remembered
def _no_id(text: str) -> str:
    """Return why a text is no id, or nothing."""
    if text.isascii() and len(text) <= ID_LIMIT and text.replace("-", "").isalnum():
        return ""
    identifier = cell_value.as_id(text)
    if len(identifier) > ID_LIMIT:
        return f"有{len(identifier)}个字，不像编号"
    strange = "".join(dict.fromkeys(mark for mark in identifier if not mark.isalnum() and mark not in ID_MARKS))
    return f"含有{quote(strange)}，一格只能填一个编号" if strange else ""


@check(
    "RX307",
    "id-malformed",
    "编号写法不对",
    guards="编号被Excel改成日期或小数，或者一格填了几个编号，引用时对不上。",
    ignore="不能忽略。",
)
def id_malformed(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every id cell that holds no id, or several where one belongs."""
    alone = cells(context.of_kind["id"], lambda text: not _typed(text) or _no_id(text))
    for entry in (*alone, *cells(context.of_kind["ids"], lambda text: not _typed(text))):
        reason = _malformed(entry) if _readable(entry.text) else ""
        if reason:
            own = entry.row.sheet in OWN_IDS
            yield _remark(
                entry,
                f"{quote(entry.text)}{reason}。",
                "请把{}设为“文本”格式后重填" + ("，如P001、M001-1。" if own else "。"),
            )


def _normal(text: str) -> str:
    return cell_value.as_id(text).rstrip(".,。，、:：;；")


@check(
    "RX313",
    "id-otherwise",
    "编号写法不统一",
    guards="编号用了全角字、小写字母，夹了空格，或者末尾带标点，文件里印出来就有两种写法。",
    ignore="只在本台账内部使用时可以忽略，程序按统一写法认。",
)
def id_otherwise(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every id of a row that is written otherwise than the program reads and prints it."""
    own = (column for column in context.of_kind["id"] if column.sheet in OWN_IDS)
    for entry in cells(own, lambda text: text != _normal(text) and _readable(text)):
        normal = _normal(entry.text)
        if normal and isinstance(entry.raw, str) and not _malformed(entry):
            yield _remark(
                entry,
                f"{quote(entry.text)}写法不统一，统一写法是“{normal}”。",
                f"请把{{}}改为“{normal}”。",
                instead(entry.row, entry.column.name, normal),
            )


@check(
    "RX308",
    "text-too-long",
    "文字超过单元格上限",
    guards="一格文字超过32767字，Excel打开或保存时会截断。",
    ignore="不能忽略。",
)
def text_too_long(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every text longer than a cell can hold."""
    if max(context.lengths, default=0) <= CELL_LIMIT:
        return
    for entry in cells(context.columns, lambda text: len(text) > CELL_LIMIT):
        over = len(entry.text) - CELL_LIMIT
        yield _remark(
            entry,
            f"有{len(entry.text)}字，超过单元格上限{CELL_LIMIT}字（多{over}字），Excel会截断。",
            "请把{}拆到几行，或压缩文字。",
        )


@check(
    "RX309",
    "text-cut",
    "文字可能被截断",
    guards="文字正好255字或32767字，像是被旧程序截断，后半段丢了。",
    ignore="核对原文，确实正好这么长时可以忽略。",
)
def text_cut(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every text that is exactly as long as a known limit, at 255 only where it does not end as a sentence."""
    if context.lengths.isdisjoint((OLD_LIMIT, CELL_LIMIT)):
        return
    for entry in cells(context.columns, lambda text: len(text) in (OLD_LIMIT, CELL_LIMIT)):
        length = len(entry.text)
        if length == CELL_LIMIT or entry.text[-1] not in SENTENCE_ENDS:
            yield _remark(
                entry,
                f"正好{length}字，以{quote(entry.text[-8:])}结束，可能被截断。",
                "请对照原文核对{}的结尾，补上丢失的文字。",
            )


@check(
    "RX310",
    "contact-malformed",
    "联系方式写法不对",
    guards="公开的电话或邮箱写错，群众联系不上。",
    ignore="不能忽略。",
)
def contact_malformed(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield a phone number of fewer than seven digits, an e-mail address without @ or dot, an impossible postcode."""
    phone = ledger.info_text("联系电话")
    digits = sum(mark.isdecimal() for mark in phone)
    if phone and digits < 7:
        yield at_info(ledger, "联系电话", f"{quote(phone)}只有{digits}位数字，不像电话号码。", "请改正{}，座机带区号。")
    email = cell_value.key(ledger.info_text("电子邮箱"))
    name, at_sign, host = email.partition("@")
    if email and not (name and at_sign and "." in host.strip(".")):
        yield at_info(ledger, "电子邮箱", f"{quote(email)}不像电子邮箱。", "请改正{}，如zgb@example.com。")
    postcode = cell_value.key(ledger.info_text("邮政编码"))
    if postcode and not (len(postcode) == 6 and postcode.isdecimal()):
        yield at_info(ledger, "邮政编码", f"{quote(postcode)}不是6位数字。", "请改正{}。")


@check(
    "RX315",
    "term-unusable",
    "科室称谓用不了",
    guards="《基本信息》的“科室称谓”不是简短的称谓，文书里只好仍写“科室”。",
    ignore="可以忽略，文书里写“科室”；要写“科室”的，也可以清空。",
)
def term_unusable(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield a 科室称谓 that papers cannot use."""
    term = ledger.info_text(department_term.ITEM)
    if term and not department_term.is_term(term):
        yield at_info(
            ledger,
            department_term.ITEM,
            f"{quote(term)}不能用作科室的称谓，文书里仍写“{department_term.USUAL}”。",
            "请把{}改成最多4个汉字的称谓，前面不带“责任”“各”，如：站所、处室、单位；或者清空。",
        )


@check(
    "RX311",
    "weight-unreadable",
    "反弹信号的权重看不懂",
    guards="《字典》“反弹信号”旁的“权重”不是0到100的数，研判只能按默认值计分。",
    ignore="不能忽略；要用默认值的，请把权重清空。",
)
def weight_unreadable(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every weight of 字典 that is filled with something else than a number from 0 to 100."""
    for weight in ledger.weights:
        if weight.cell.filled and weight.weight is None:
            quoted = quote(weight.cell.text) if weight.cell.text else "一个没有结果的公式"
            yield Remark(
                weight.cell,
                weight.signal,
                f"“{weight.signal}”的权重是{quoted}，不是0到100的数，研判按默认值计分。",
                f"请把{weight.cell.ref}改成0到100的整数；不用这个信号填0，用默认值请清空。",
            )


@check(
    "RX312",
    "letter-days-unreadable",
    "督办文书的逾期天数看不懂",
    guards="《字典》“督办文书”旁的“逾期天数”不是1以上的整数，研判时这种文书不会提示。",
    ignore="不能忽略；不用这种文书的，请把天数清空。",
)
def letter_days_unreadable(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every number of days of 字典 that is filled with something else than a whole number from 1 on."""
    for stage in ledger.letter_rules:
        if stage.unreadable:
            quoted = quote(stage.cell.text) if stage.cell.text else "一个没有结果的公式"
            yield Remark(
                stage.cell,
                stage.word,
                f"“{stage.word}”的逾期天数是{quoted}，不是1以上的整数，逾期再久也不会提示发这种文书。",
                f"请把{stage.cell.ref}改成逾期满几天起发的整数，如30；不用这种文书的，请清空。",
            )


@check(
    "RX117",
    "lookalike-characters",
    "看着像、其实不是的字",
    guards="从PDF或旧系统复制来的部首、兼容字（如⽅、⾯），看上去一样，公式、筛选、查找却认不出来。",
    ignore="只用本程序统计时可以忽略：程序按普通的字来读。",
)
def lookalike_characters(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every cell with radicals or compatibility ideographs in place of ordinary characters."""
    if not ledger.folded:
        return
    rows = {(row.sheet, row.number): row for of_sheet in ledger.rows.values() for row in of_sheet}
    for (sheet, number, column), text in ledger.folded.items():
        marks = [mark for mark in folding.strange(text) if folding.cleaned(mark)]
        row = rows.get((sheet, number))
        name = _header(row, column) if row else ""
        if row and name and marks:
            replacements = join_names([f"{mark}应为{folding.cleaned(mark)}" for mark in marks])
            yield remark(
                row,
                name,
                f"有{len(marks)}个看着像、其实不是的字（{replacements}），多半是从PDF复制来的；程序按普通的字读，公式、筛选却认不出。",
                "请重新录入{}，或用“查找和替换”换成普通的字。",
                instead(row, name, row.plain(name), replacements) if row.cell(name).row == number else None,
            )


def _header(row: Row, column: int) -> str:
    return next((name for name, position in row.headers.items() if position == column), "")
