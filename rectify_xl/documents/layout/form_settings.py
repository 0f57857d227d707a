"""Read which columns 上报表 has, and how it is headed, from a settings file (TOML) that an office may edit.

All mistakes are told at once, each with its place and what to write instead.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rectify_xl.errors import PaperError
from rectify_xl.papers.form.form_contents import CONTENTS, KEPT_INSIDE, NUMBER, content
from rectify_xl.papers.form.reporting_form import SIGNED_BY, TITLE, FormColumn, FormSettings
from rectify_xl.papers.reporting_form_fields import NAME
from rectify_xl.system import resources

FILE = f"{NAME}.toml"
_KEYS = ("标题", "纸张", "字号", "落款", "列")
_COLUMN_KEYS = ("内容", "表头", "宽")
_PAPERS = ("A3", "A4")
_PLACES = ("单位", "巡察")
_LONGEST_HEADING, _LONGEST_TITLE = 20, 80
_WIDTHS, _SIZES = (2, 60), (9, 16)
_MOST_COLUMNS, _MOST_SIGNED = 20, 6
_BIGGEST = 100_000
"""Bytes that such a file may have."""
_AS_SHIPPED = f"请照随程序提供的{FILE}改正"


def shipped() -> FormSettings:
    """Return the settings that ship."""
    return read(resources.path("templates", FILE))


def read(path: Path) -> FormSettings:
    """Return the settings in a file; raises `PaperError` with every mistake."""
    given = _tables(path)
    problems: list[str] = [f"不认识“{key}”，可以写的是：{'、'.join(_KEYS)}" for key in given if key not in _KEYS]
    title = given.get("标题", TITLE)
    problems += _wrong_title(title)
    size = given.get("字号", 0)
    if "字号" in given and not _is_number(size, *_SIZES):
        problems.append(
            f"“字号”应是{_SIZES[0]}到{_SIZES[1]}之间的数（磅），现为“{size}”；小于{_SIZES[0]}磅印出来看不清"
        )
    paper = given.get("纸张", _PAPERS[0])
    if paper not in _PAPERS:
        problems.append(f"“纸张”应是 {' 或 '.join(_PAPERS)}，现为“{paper}”")
    signed = given.get("落款", list(SIGNED_BY))
    problems += _wrong_signed(signed)
    columns = list(_columns(given.get("列"), problems))
    if problems:
        listed = "；".join(f"{number}. {problem}" for number, problem in enumerate(problems, 1))
        raise PaperError(f"上报表的设置{path.name}有{len(problems)}处要改：{listed}", "改好后再试")
    return FormSettings(tuple(columns), title, tuple(signed), float(size), paper)


def _tables(path: Path) -> Mapping[str, Any]:
    if path.exists() and not path.is_file():
        raise PaperError(f"上报表的设置打不开：{path}（不是文件）", "请核对文件的位置")
    try:
        if path.stat().st_size > _BIGGEST:
            raise PaperError(f"上报表的设置{path.name}太大，不像设置文件", _AS_SHIPPED)
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        why = "文件不在那里" if isinstance(error, FileNotFoundError) else str(error.strerror or error)
        raise PaperError(f"上报表的设置打不开：{path}（{why}）", "请核对文件的位置") from error
    except RecursionError as error:
        raise PaperError(f"上报表的设置{path.name}的括号套得太深，读不出", _AS_SHIPPED) from error
    except UnicodeDecodeError as error:
        raise PaperError(f"上报表的设置{path.name}不是 UTF-8 编码的文本", "请另存为 UTF-8 编码") from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        where = f"第{place[1]}行" if place else ""
        fix = f'中文的名称和文字都要放在半角双引号里，如 "内容" = "问题"；{_AS_SHIPPED}'
        raise PaperError(f"上报表的设置{path.name}{where}的写法有错", fix) from error


def _wrong_title(title: object) -> Iterator[str]:
    if not isinstance(title, str) or not title.strip() or not title.isprintable():
        yield f"“标题”应是一行文字，现为“{title}”，请加半角双引号"
        return
    if len(title) > _LONGEST_TITLE:
        yield f"“标题”有{len(title)}字，太长，请不超过{_LONGEST_TITLE}字"
    for place in dict.fromkeys(re.findall(r"\{([^{}]*)\}", title)):
        if place not in _PLACES:
            yield f"“标题”里不认识{{{place}}}，可以用{{单位}}、{{巡察}}"
    if re.sub(r"\{[^{}]*\}", "", title).count("{") or re.sub(r"\{[^{}]*\}", "", title).count("}"):
        yield "“标题”里的花括号不成对，请写成{单位}的样子"


def _wrong_signed(signed: object) -> Iterator[str]:
    if not isinstance(signed, list) or len(signed) > _MOST_SIGNED or not all(map(_is_heading, signed)):
        yield (
            f'“落款”应写成 ["填报人", "审核人", "填报日期"] 的样子，不超过{_MOST_SIGNED}项，'
            f"每项不超过{_LONGEST_HEADING}字；不要落款就写 []"
        )


def _columns(given: object, problems: list[str]) -> Iterator[FormColumn]:
    if not isinstance(given, list) or not given:
        problems.append('没有写列，请照 [["列"]] 一列一节写明，每节至少写 "内容"')
        return
    if len(given) > _MOST_COLUMNS:
        problems.append(f"有{len(given)}列，太多，请不超过{_MOST_COLUMNS}列")
    taken: dict[str, int] = {}
    for number, setting in enumerate(given, 1):
        where = f"第{number}列"
        if not isinstance(setting, dict):
            problems.append(f'{where}应是一节设置，请写成 [["列"]] 下面一行一项')
            continue
        problems += [
            f"{where}不认识“{key}”，可以写的是：{'、'.join(_COLUMN_KEYS)}" for key in setting if key not in _COLUMN_KEYS
        ]
        name = setting.get("内容")
        holds = content(name.strip()) if isinstance(name, str) else None
        if holds is None:
            problems.append(_unknown(where, name))
            continue
        if holds.name in taken:
            problems.append(f"{where}与第{taken[holds.name]}列都是“{holds.name}”，请删去一列")
        taken[holds.name] = number
        heading, width = setting.get("表头", holds.name), setting.get("宽", holds.width)
        if not _is_heading(heading):
            problems.append(f"{where}的“表头”应是1到{_LONGEST_HEADING}字的文字，现为“{heading}”")
        elif not _is_number(width, *_WIDTHS):
            problems.append(f"{where}的“宽”应是{_WIDTHS[0]}到{_WIDTHS[1]}之间的数（一行至少排几个字），现为“{width}”")
        else:
            yield FormColumn(holds, heading.strip(), float(width))
    if taken and not set(taken) - {NUMBER}:
        problems.append("只有序号一列，请至少再写一列")


def _unknown(where: str, name: object) -> str:
    if name is None:
        return f'{where}没有写“内容”，请补上，如 "内容" = "问题"'
    if name in KEPT_INSIDE:
        return f"{where}的“{name}”是本单位内部用的，不报出去，请删去这一列"
    return f"{where}的“内容”不能是“{name}”，可选：{'、'.join(known.name for known in CONTENTS)}"


def _is_heading(text: object) -> bool:
    return isinstance(text, str) and 0 < len(text.strip()) <= _LONGEST_HEADING and text.isprintable()


def _is_number(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
