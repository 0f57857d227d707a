"""Why a text is no notice of one unit: a summary over many units, a news report, an empty form, or something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rectify_xl.errors import NoticeError
from rectify_xl.notice.model import NoticeItem, SourceLine
from rectify_xl.text import cell_value

_UNIT = (
    "(?:单位|部门|党组织|党委|党组|党支部|党总支|乡镇|镇街|街道|村|社区|学校|医院|企业|国企|高校|市直|县直|区直|省直)"
)
_MANY_UNITS = re.compile(
    rf"(?:\d+|[一二三四五六七八九十]+)(?:家|个|所)(?:被巡[察视])?(?:县|市|区|省)?(?:直|属|管)?{_UNIT}"
)
_UNIT_LINE = re.compile(
    r"(?:\d+[.、]|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\))?[^。;,:]{2,30}?"
    r"(?:党委|党组|党支部|党总支|党工委|委员会|局|办|中心|学校|医院|公司|镇|乡|街道|村|社区)(?:[。:,]|(?=\d))"
)
_COUNTS = re.compile(r"\d+(?:个|条|项)?")
_NEWS = re.compile(
    r"本报讯|本网讯|通讯员|(?<!党)记者|记者从|近日|据悉|\d+月\d+日(?:上午|下午)|会议强调|会议指出|会议要求|出席会议|主持会议|会上|表态发言"
)
_PLACEHOLDERS = re.compile(r"[×xX✕╳*＊_＿…⋯.。．〇○□■△\s“”\"‘’（）()【】〔〕\-—、:：;；,，]+")
_FRAME = re.compile(r"关于|针对|问题|方面|的|等|一是|二是|三是|四是|某|年|月|日|\d")


def of_text(lines: Sequence[SourceLine]) -> NoticeError:
    """Return why no problems with their rectification were found in `lines`, and what to do."""
    whole = "\n".join(line.text for line in lines)
    if not whole.strip():
        return NoticeError("文件里没有文字", "请换用含有通报正文的文件")
    plain = cell_value.key(whole)
    if "整改" not in plain:
        return NoticeError("这不是巡察整改情况通报：文中没有出现“整改”", "请选择单位公开的整改进展情况通报")
    if _is_form(lines):
        return empty_form()
    if _covers_units(lines, plain):
        return NoticeError(
            "这是多个单位整改情况的综合公告，只有总数，没有逐条的问题和整改情况，不能生成台账",
            "请改用某一个单位自己的整改进展情况通报",
        )
    if len(_NEWS.findall(plain)) > 1:
        return NoticeError(
            "这像一篇新闻报道，讲的是整改工作的动态，没有逐条列出的问题和整改情况，不能生成台账",
            "请改用这个单位公开的整改进展情况通报全文",
        )
    return NoticeError(
        f"文中（共{len(plain)}字）没有找到逐条列出的问题和整改情况，不能生成台账",
        "请确认是一个单位的整改进展情况通报全文，各问题的标题和“整改情况”各自成段",
    )


def empty_form() -> NoticeError:
    """Return that a text is a form which nobody has filled in."""
    return NoticeError(
        "这是一份空白的样式，问题和整改情况都还没有填写，不能生成台账",
        "请填写后再导入；要从头建台账的，请用“新建台账”",
    )


def is_blank(items: Sequence[NoticeItem]) -> bool:
    """Tell whether neither the problems nor their bodies say anything: ××××, ____, or nothing at all."""
    return all(not _says(item.problem) and not _says(item.body) for item in items)


def _says(text: str) -> str:
    return _FRAME.sub("", _PLACEHOLDERS.sub("", text))


def _is_form(lines: Sequence[SourceLine]) -> bool:
    """Tell whether most labels of a text have nothing but a line to write on behind them."""
    labelled = [line.text for line in lines if re.match(r"[^:：]{2,12}[:：]", line.text)]
    blank = [text for text in labelled if not _says(re.split("[:：]", text, maxsplit=1)[1]) or "__" in text]
    return len(blank) > 2 and 2 * len(blank) > len(labelled)


def _covers_units(lines: Sequence[SourceLine], plain: str) -> bool:
    """Tell whether the totals of many units stand in a sentence, or one unit after the other in lines of their own."""
    if _MANY_UNITS.search(plain) and re.search(r"\d+(?:个|条|项)?(?:具体)?问题|问题\d+(?:个|条|项)", plain):
        return True
    units = [
        line
        for line in lines
        if _UNIT_LINE.match(cell_value.narrow(line.text)) and len(_COUNTS.findall(cell_value.narrow(line.text))) > 1
    ]
    return len(units) > 2
