"""What can be wrong in the text of a notice: one table, from which findings and manual come."""

from __future__ import annotations

from collections.abc import Sequence

from rectify_xl.judgement.rules import Catalogue, Rule
from rectify_xl.ledger.records import Finding
from rectify_xl.notice.reading.unshown import Unshown
from rectify_xl.text.excerpts import head

IMPORT_RULES = Catalogue(
    "IM",
    Rule(
        "IM101",
        "日期缺字",
        "日期丢失了“年”“月”或数字，如“202442日”。",
        "warning",
        remedy="请对照原件在通报和台账中补全该日期",
        why="网页复制时日期域会丢字；猜错日期会使时限、预警全部出错，所以只提示、不推断。",
    ),
    Rule(
        "IM102",
        "序号丢失",
        "同级标题有序号，这一个没有。",
        "warning",
        remedy="请对照原件补上序号；台账已按标题文字归入相应层级，请核对",
        why="自动编号复制到网页时会丢失，层次因此不清。",
    ),
    Rule(
        "IM103",
        "序号跳号",
        "同级标题的序号不连续。",
        "warning",
        remedy="请核对是否漏写了问题；没有遗漏的，请改正序号",
        why="可能漏掉了一个问题。",
    ),
    Rule(
        "IM104",
        "序号重复",
        "同级标题的序号重复或倒退。",
        "warning",
        remedy="请核对是否重复；不重复的，请改正序号",
        why="可能重复收入了同一问题。",
    ),
    Rule(
        "IM105",
        "栏目名称不一",
        "个别问题正文前的栏目名称与其他问题不同，如多数为“整改情况”、一处为“整改措施”。",
        "warning",
        remedy="请改为统一的栏目名称，或确认无误",
        why="公开件前后用语应当一致。",
    ),
    Rule(
        "IM106",
        "标题用语不一",
        "多数问题标题以“问题”结尾，这一个没有。",
        "warning",
        remedy="请核对是否漏写“问题”二字",
        why="公开件前后用语应当一致。",
    ),
    Rule(
        "IM107",
        "引号不成对",
        "一段中左引号与右引号个数不同。",
        "warning",
        remedy="请对照原件补齐或删去引号",
        why="引用的起止不清，可能有脱字。",
    ),
    Rule(
        "IM108",
        "声明数不符",
        "文中写明的总数与逐条统计的结果不同。",
        "warning",
        remedy="请核对：是文中数字有误，还是问题、措施有遗漏或多算；确认后改正其一",
        why="公布的数字必须能从台账算出来。",
    ),
    Rule(
        "IM109",
        "总数前后不一",
        "同一个总数在文中写了不同的数。",
        "warning",
        remedy="请统一为正确的数",
        why="公布的数字前后应当一致。",
    ),
    Rule(
        "IM110",
        "完成情况不明",
        "完成情况的写法无法归类。",
        "warning",
        remedy="原话已保留在『状态表述』，请在『完成程度』『后续要求』中选填",
        why="不能判断是否完成，汇总时不计为完成。",
    ),
    Rule(
        "IM111",
        "缺少完成情况",
        "多数问题写明了完成情况，这一个没有。",
        "warning",
        remedy="请补写完成情况，并在『完成程度』中选填",
        why="不能判断是否完成，汇总时不计为完成。",
    ),
    Rule(
        "IM112",
        "缺少整改情况",
        "标题之下没有整改情况的正文。",
        "warning",
        remedy="请在『整改进展』中补写",
        why="没有进展可以公布。",
    ),
    Rule(
        "IM113",
        "年份系推定",
        "日期没有写年份，按上下文推定。",
        "warning",
        remedy="请核对『基本信息』中的该日期",
        why="时限、逾期都从这一天起算。",
    ),
    Rule(
        "IM114",
        "要素缺失",
        "没有找到通报标题、落款单位、通报日期或联系方式。",
        "warning",
        remedy="请在『基本信息』中补填",
        why="公开通报应当写明。",
    ),
    Rule(
        "IM115",
        "文字过长",
        "一段文字超过单元格上限32767字。",
        "warning",
        remedy="请核对该段是否误将多个问题连成一段",
        why="表格单元格放不下，超出部分另行保存在『通报文稿』的后续行，没有丢失。",
    ),
    Rule(
        "IM116",
        "剩余时限不明",
        "写明继续整改，但没有可读的完成时限。",
        "warning",
        remedy="请在『剩余时限』中补填日期或月份",
        why="无法判断是否逾期。",
    ),
    Rule(
        "IM117",
        "隐藏文字",
        "Word中设为隐藏、不显示也不打印的文字，没有读入。",
        "warning",
        remedy="请核对：应当公开的，请在Word中取消隐藏后重新导入；不应公开的，请从文件中删去",
        why="多是内部掌握的内容，不能不声不响地进入台账和公开件。",
    ),
    Rule(
        "IM118",
        "未读入的内容",
        "脚注、批注、页眉页脚、嵌入的文件、图表中的文字，或不认识的符号，没有读入。",
        "warning",
        remedy="请对照原件核对，需要的请补入台账；嵌入的文件请在Word中打开，另存为新的.docx后重新导入",
        why="打开文件看得见，台账里没有。",
    ),
)


def finding(word: str, message: str, *, line: int | None = None, excerpt: str = "", row_id: str = "") -> Finding:
    """Return a finding of the kind `word`; `message` is told after the place, without a final full stop."""
    place = f"第{line}行：" if line else ""
    return IMPORT_RULES.titled(word).finding(f"{place}{message}。", row_id=row_id, line=line, excerpt=excerpt)


def of_unshown(pieces: Sequence[Unshown]) -> tuple[Finding, ...]:
    """Return the findings of what a source holds besides the lines that were read."""
    return tuple(
        finding(
            "隐藏文字" if piece.kind == "hidden" else "未读入的内容",
            unshown_words(piece),
            line=piece.line,
            excerpt=head(piece.text),
        )
        for piece in pieces
    )


def unshown_words(piece: Unshown) -> str:
    """Say what a source holds besides its lines, without the place."""
    excerpt = f"“{head(piece.text)}”" if piece.text else ""
    if piece.kind == "hidden":
        return f"有{piece.what}{len(piece.text)}字{excerpt}，Word不显示、不打印，没有读入"
    return f"有{piece.what}{excerpt}，没有读入"
