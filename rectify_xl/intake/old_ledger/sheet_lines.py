"""What stands around the tables of a sheet: title, unit, days, telephone, and words that hold for all its rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.intake.old_ledger import row_kinds
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.text import cell_value

_LABELS: Mapping[str, str] = {
    "unit": r"(?:填报|填表|报送|被巡察|整改|责任)?单位(?:名称)?(?:[（(][^）)]{0,8}[）)])?|党组织名称|被巡察党组织",
    "feedback": r"(?:巡察|意见)?反馈(?:意见)?(?:时间|日期)",
    "as_of": r"截[至止](?:时间|日期)?|(?:填报|填表|统计|更新|报送|制表)(?:时间|日期)",
    "phone": r"(?:联系|监督|办公)?电话",
    "mail": r"(?:电子)?(?:邮箱|邮件)",
    "aspect": r"(?:问题|反馈|巡察反馈|所属)?方面(?:名称)?",
    "department": r"(?:责任|牵头|填报)(?:科室|股室|处室|部门|站所)",
    "inspected": r"巡察(?:时间|起止时间|日期)",
    "campaign": r"集中整改(?:期限?|时间|起止时间|时限)",
    "inspector": r"巡察(?:机构|组)",
    "round": r"巡察轮次",
}
LONGEST_LINE = 80
"""Characters of the longest line that may be a title."""
_ATTACHMENT = r"附[件表]?\s*\d*(?:[-—]\d+)?[:：]?|表\s*\d+[:：]?|[（(]?(?:内部|秘密|机密|样表)[）)]?"
_TITLE_ENDS = r"(?:表|台账|清单|情况|任务书|一览|方案|报告|汇总)(?:[（(].*[）)])?(?:[一二三四\d])?"
_UNIT = (
    r"(.{3,40}?)(?:党委|党组|党工委|党总支|党支部)?"
    r"(?=关于|落实|贯彻|巡察|巡视|县委|区委|市委|省委|整改|反馈|问题|20\d\d年|[（(])"
)
_BODY = r"(?:党委|党组|党工委|党总支|党支部)"
_VALUE_END = r"\s{2,}|[\t\n\u3000]{1,}|\s(?=[\u4e00-\u9fff（）()]{2,12}:)"
_SEAL = r"[（(]?盖章[）)]?$"
_INSPECTOR = r"([\u4e00-\u9fff]{0,6}[省市县区]委(?:第[一二三四五六七八九十\d]{1,3})?巡察组)"
_FROM_TEXT = r"(20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)[^。]{0,30}?反馈"


class SheetWords(NamedTuple):
    """What the lines above and below the tables of a sheet say, by the names of `_LABELS`, and the title."""

    title: str
    stated: Mapping[str, str]


def facts(view: SheetView, before: int, held: Collection[int]) -> SheetWords:
    """Return the facts of a sheet; `before` is the first row of its first table, `held` the rows of its tables."""
    outside = [row for row in view.rows if row not in held]
    stated: dict[str, str] = {}
    for row in outside:
        for name, text in _labelled([view.text(row, column) for column in view.rows[row]]):
            stated.setdefault(name, text)
    return SheetWords(_title(view, [row for row in outside if row < before]), stated)


def _labelled(texts: Sequence[str]) -> Iterable[tuple[str, str]]:
    for at, text in enumerate(texts):
        plain = text.replace("：", ":")
        for name, pattern in _LABELS.items():
            for match in re.finditer(rf"(?:^|(?<=[\s,，;；|]))(?:{pattern})\s*[:为]?\s*", plain):
                rest = plain[match.end() :]
                if ":" not in match.group() and not (rest == "" or (name == "as_of" and re.match(r"20\d\d", rest))):
                    continue
                value = re.split(
                    r"\s{2,}|[\t\n\u3000]{1,}|\s(?=[\u4e00-\u9fff（）()]{2,12}:)", rest.strip(), maxsplit=1
                )[0]
                value = value or (texts[at + 1] if at + 1 < len(texts) else "")
                if value:
                    yield name, re.sub(_SEAL, "", value.strip(" ;；,，"))
    joined = " ".join(texts)
    if sentence := re.search(_FROM_TEXT, joined):
        yield "feedback", sentence[1]
    if named := re.search(_INSPECTOR, joined):
        yield "inspector", re.sub(r"^.*(?:落实|贯彻|关于|对照|针对)", "", named[1])


def _title(view: SheetView, rows: Sequence[int]) -> str:
    """Return the title: the first line that is no label, with the next where only that one ends as a title does."""
    lines = []
    for row in rows:
        texts = [view.text(row, column) for column in view.rows[row]]
        if len(texts[0]) > LONGEST_LINE:
            continue
        alone = len(texts) == 1 or (re.search(rf"{_TITLE_ENDS}$", texts[0]) and _is_note(texts[1]))
        band = row_kinds.band(texts[0]).level in (1, 2)
        if alone and not band and not re.fullmatch(_ATTACHMENT, texts[0].strip()) and not _is_note(texts[0]):
            lines.append("".join(texts[0].split()))
    if not lines:
        return ""
    if len(lines) > 1 and not re.search(rf"{_TITLE_ENDS}$", lines[0]) and re.search(rf"{_TITLE_ENDS}$", lines[1]):
        return lines[0] + lines[1]
    return lines[0]


def _is_note(text: str) -> bool:
    return bool(re.search(r"[：:]", text)) or bool(re.match(r"(?:填表|填报|填写)?(?:说明|注)", text)) or len(text) > 60


def unit_of_title(title: str) -> str:
    """Return the unit with which a title begins, empty where it begins with something else."""
    match = re.match(_UNIT, title)
    if not match or re.match(
        r"(?:中共)?.{0,6}(?:县委|市委|区委|省委)?(?:第.{1,3})?(?:巡察|巡视)", title[: match.end()]
    ):
        return ""
    body = re.match(_BODY, title[match.end(1) :])
    unit = match[1] + (body.group() if body else "")
    return "" if re.fullmatch(r".{0,3}(?:关于|附件|表).{0,3}|.*(?:类|方面|年度|\d月)", unit) else unit


def as_day(text: str) -> cell_value.Raw:
    """Return the day that a text names, as a date where it is whole, else the text."""
    when = dates.read(text)
    if when.kind == "day" and when.day:
        return when.day
    mentions = dates.mentions(text)
    if mentions and mentions[0].when.kind == "day" and mentions[0].when.day:
        return mentions[0].when.day
    return text


def common_title(titles: Sequence[str]) -> str:
    """Return the title of a workbook: that of its sheets, without what only tells them apart."""
    bare = [re.sub(r"[（(](?!20)[^（）()]*[）)]$", "", title) for title in titles if title]
    if not bare:
        return ""
    return titles[0] if len(set(titles)) == 1 else max(bare, key=bare.count)


def bracketed(title: str) -> str:
    """Return what stands in brackets at the end of a title (台账（公共卫生科）)."""
    match = re.search(r"[（(]([^（）()]+)[）)]$", title)
    return match[1] if match else ""


def is_template(view: SheetView, title: str) -> bool:
    """Tell whether a sheet is a form to be copied, with or without a sample row."""
    return bool(re.search(r"模板|样表|样例|示例|空表", view.name + bracketed(title)))


def is_old_copy(view: SheetView) -> bool:
    """Tell whether the name of a sheet calls it a copy or a former state."""
    return bool(re.search(r"旧|备份|作废|历史", view.name, re.IGNORECASE))


def day_in_name(sheet: str) -> tuple[int, int, int]:
    """Return the year, month and day that the name of a sheet gives, 0 for what it leaves open (5月, 2025.6.30)."""
    match = re.search(r"(?:(20\d\d)\s*[年.\-/]?)?\s*(\d{1,2})\s*[月.\-/](?:\s*(\d{1,2}))?", sheet)
    return (int(match[1] or 0), int(match[2]), int(match[3] or 0)) if match else (0, 0, 0)


def period(text: str) -> tuple[cell_value.Raw, cell_value.Raw]:
    """Return the first and the last day of a period (2024年10月8日至12月6日); empty where it names none."""
    days = [mention.when for mention in dates.mentions(text)]
    ends = [when.day for when in days if when.kind == "day" and when.day]
    return (ends[0], ends[1]) if len(ends) == 2 and ends[0] < ends[1] else (None, None)
