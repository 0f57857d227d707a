"""What on a web page is not the notice: metadata above it, the site's footer below it.

Every line that is left out is listed, so that nothing vanishes unseen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rectify_xl.notice.model import SourceLine
from rectify_xl.text import cell_value

HEAD_LINES = 60
"""How many filled lines from the start are searched."""
FOOT_LINE = 120
"""Characters of the longest line of a footer."""

_META_NAMES = (
    "信息索引号|索引号|索取号|主题分类|信息分类|主题词|发布机构|发布单位|发文单位|发文机关|公开主体|公开责任部门|责任部门"
    "|成文时间|成文日期|生成日期|发文字号|文号|文件编号|发文时间|发文日期|发布时间|发布日期|公开时间|公开日期|公布时间|更新时间"
    "|公开方式|公开形式|公开范围|公开程序|公开属性|效力状态|有效性|标题|名称|文件名称|信息名称|信息来源|文章来源|稿件来源|来源|稿源"
    "|作者|撰稿|供稿|编辑|责任编辑|责编|审核|审签|浏览量|浏览次数|浏览|阅读量|阅读次数|阅读|点击数|点击量|点击次数|访问量|访问次数"
    "|字体|字体大小|字号|分享到?|打印|朗读|当前位置|您?当前(?:所在)?(?:的)?位置|您?现在(?:所在)?(?:的)?位置|您的位置|所在位置"
    "|时间|日期|关键词|关键字|分类|体裁|视力保护色?|背景色|内容概述|信息类别|组配分类|服务对象"
)
_META = re.compile(rf"[-–•·*●▪◆|【\[]*(?:{_META_NAMES}):")
_META_INSIDE = re.compile(r"(?:来源|浏览量|浏览次数|阅读次数|点击数|点击量|字体|字号|发布时间|发布日期|作者|责任编辑):")
_CLOCK_LINE = re.compile(r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\d{1,2}:\d\d(?::\d\d)?)?", re.ASCII)
_CLOCK_START = re.compile(
    r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?.{0,40}(?:编辑|来源|阅读|浏览|点击|作者|字号|字体|访问|发布)", re.ASCII
)
_BUTTONS = re.compile(
    r"(?:[|【\[(]*(?:首页|打印(?:本页|此页)?|关闭(?:窗口|本页)?|分享(?:到)?|朗读|语音播报|返回(?:顶部|首页|列表)?|收藏|字号:?|字体:?|大|中|小|繁體|简体"
    r"|无障碍(?:浏览|版|阅读)?|长者(?:助手|模式|版)|登录|注册|微信|微博|扫一扫.{0,20}|保存|下载|转发|点赞)[|】\])]*)+"
)
_FOOT = re.compile(
    r"copyright|©|版权所有|(?:网站)?备案号|.icp备|公网安备|网站标识码|(?:主办|承办|协办|运维|运行管理|维护)(?:单位|方)?:|技术支持|网站建设"
    r"|网站地图|友情链接|相关(?:链接|文章|信息|新闻|阅读)|推荐阅读|[上下]一[篇条]|扫一扫|打印本页|关闭(?:本页|窗口)|分享到|返回顶部"
    r"|责任编辑|责编|编辑:|审核:|信息来源|来源:|浏览次数|附件下载"
)
_FOOT_ANYWHERE = re.compile(r"copyright|版权所有|icp备|公网安备|网站标识码|allrightsreserved")

_TITLE_WORDS = re.compile(r"整改|巡察|巡视|督察|反馈")
_TITLE_END = re.compile(r"(?:通报|报告|公告|公示|情况|通告|公开|说明)(?:\([^()]{2,12}\))?$")
_OWNER_END = re.compile(
    r"(?:党组|党委|党总支|支部|委员会|中心|[局院校馆站所园厅办社队]|公司|集团|街道|办事处|政府|大学|中学|小学|工委)$"
)
_EDITION = re.compile(r"\(([^()]{2,12}(?:稿|版|公开|通报))\)")


class NoticePage(NamedTuple):
    """A source without what surrounds the notice: `title` and `edition` as lines, or None where there is none."""

    title: SourceLine | None
    edition: SourceLine | None
    lines: tuple[SourceLine, ...]
    left_out: tuple[SourceLine, ...]


def split(lines: Sequence[SourceLine]) -> NoticePage:
    """Separate the notice from the metadata and the footer of the page around it. Empty lines are dropped.

    Without a title nothing above the first sentence but the edition is part of the notice.
    """
    filled = [line._replace(text=stripped) for line in lines if (stripped := _strip(line.text))]
    filled, foot = _without_foot(filled)
    start = _prose_start(filled)
    zone = filled[:start]
    at = next((i for i in reversed(range(len(zone))) if _is_title(zone[i].text)), None)
    if at is None:
        edition = next((line for line in zone if _EDITION.fullmatch(cell_value.narrow(line.text))), None)
        out = [line for line in zone if line is not edition]
        return NoticePage(None, edition, tuple(filled[start:]), tuple(sorted((*out, *foot))))
    title, first = zone[at], at
    bare = title.text.lstrip("-–•·*●▪◆ \t")
    if first and _continues(zone[first - 1].text, bare):
        first -= 1
        bare = zone[first].text.lstrip("-–•·*●▪◆ \t") + bare
    before = zone[:first]
    kept_before = [
        line for i, line in enumerate(before) if len(line.text) > 30 and "。" in line.text and not _is_head(before, i)
    ]
    after = zone[at + 1 :]
    edition = next((line for line in after if _EDITION.fullmatch(cell_value.narrow(line.text))), None)
    kept_after = [line for i, line in enumerate(after) if line is not edition and not _is_head(after, i)]
    kept = [*kept_before, *kept_after]
    out = [line for line in (*before, *after) if line not in kept and line is not edition]
    return NoticePage(SourceLine(title.number, bare), edition, (*kept, *filled[start:]), tuple(sorted((*out, *foot))))


def published(left_out: Sequence[SourceLine]) -> str:
    """Return the date that the page states as its date of publication, as printed, or nothing."""
    for line in left_out:
        match = re.search(
            r"(?:发布时间|发布日期|公开日期|发文时间|成文时间|成文日期|日期|时间):\s*(20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)",
            cell_value.narrow(line.text),
            re.ASCII,
        )
        if match:
            return match.group(1)
    return ""


def _strip(text: str) -> str:
    return cell_value.text(text.replace("\u200b", "").replace("\ufeff", ""))


def _prose_start(filled: Sequence[SourceLine]) -> int:
    """Return where the text itself begins: at the first long sentence, or at the first numbered heading."""
    for i, line in enumerate(filled[:HEAD_LINES]):
        plain = cell_value.key(line.text)
        if re.match(r"[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十]{1,2}\)|1[.、](?!\d)", plain):
            return i
        if (len(plain) > 40 and re.search(r"[。,]", plain) and not _META.match(plain) and not _is_title(line.text)) or (
            len(plain) > 12 and plain.endswith("。")
        ):
            return i
    return min(len(filled), HEAD_LINES)


def _is_title(text: str) -> bool:
    plain = cell_value.key(text).lstrip("-–•·*●▪◆")
    return (
        6 <= len(plain) <= 120
        and not re.search(r"[。;!?>|]|,.*,", plain)
        and bool(_TITLE_WORDS.search(plain))
        and bool(_TITLE_END.search(plain))
        and not _META.match(plain)
        and not plain.startswith(("根据", "按照"))
    )


def _continues(previous: str, title: str) -> bool:
    """Tell whether a title stands on two lines and `previous` is the first of them."""
    plain = cell_value.key(previous)
    if _META.match(plain) or _META_INSIDE.search(plain) or len(plain) > 45 or re.search(r"[。;:>|]", plain):
        return False
    if title.startswith("关于"):
        return bool(_OWNER_END.search(plain))
    return "关于" in plain and not _TITLE_END.search(plain)


def _is_head(lines: Sequence[SourceLine], i: int) -> bool:
    """Tell whether a line above the text is metadata, a breadcrumb, a button or a value below its label."""
    plain = cell_value.key(lines[i].text)
    if _META.match(plain) or _is_button(plain) or _CLOCK_LINE.fullmatch(plain):
        return True
    if (
        len(plain) < 90
        and "。" not in plain
        and (_META_INSIDE.search(plain) or _CLOCK_START.match(plain) or plain.count(">") > 1 or "»" in plain)
    ):
        return True
    return i > 0 and bool(re.fullmatch(rf"[-–•·*●▪◆]*(?:{_META_NAMES}):", cell_value.key(lines[i - 1].text)))


def _is_button(plain: str) -> bool:
    return len(plain) <= 40 and bool(_BUTTONS.fullmatch(plain))


def _without_foot(filled: list[SourceLine]) -> tuple[list[SourceLine], list[SourceLine]]:
    """Cut the footer off: below the last sentence, from the first line that only a footer has to the end."""
    last = max((i for i, line in enumerate(filled) if "。" in line.text and not _is_foot(line)), default=-1)
    start = next((i for i in range(last + 1, len(filled)) if _is_foot(filled[i])), len(filled))
    out = [
        line for line in filled[start:] if _is_foot(line) or (len(line.text) <= FOOT_LINE and not _is_date(line.text))
    ]
    return [line for line in filled if line not in out], out


def _is_foot(line: SourceLine) -> bool:
    plain = cell_value.key(line.text).lower()
    if len(plain) > FOOT_LINE:
        return False
    return bool(_FOOT.match(plain.lstrip("-–•·*●▪◆|【[(")) or _FOOT_ANYWHERE.search(plain)) or _is_button(plain)


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(r"20\d\d年\d{1,2}月\d{1,2}日", cell_value.key(text), re.ASCII))
