"""Read profiles of the page from a settings file (TOML), and say how a profile differs from the national standard.

All mistakes of a profile are told at once, each with its key and what to write instead.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from rectify_xl.documents.layout.page_layout import LEVELS, NATIONAL, PageLayout, twips
from rectify_xl.errors import PaperError
from rectify_xl.system import resources

FILE = "版式.toml"
OWN = "单位"
"""The profile that a file of an office is taken to hold where the caller names none."""

Setting = str | float | int
_FONT = re.compile(r"[\w .+-]{1,40}")
_MAP = {"字体": "fonts", "字号": "sizes"}
_LEAST_WIDTH, _LEAST_HEIGHT, _LEAST_FOOT = 90, 120, 4
"""Least type area, and least room below the page number, in mm."""


class Key(NamedTuple):
    """One setting: its table and key in the file, the field of `PageLayout`, its unit, and what it may be."""

    table: str
    key: str
    field: str
    label: str
    unit: str = ""
    low: float = 0
    high: float = 0
    choices: tuple[str, ...] = ()
    whole: bool = False

    @property
    def shown(self) -> str:
        """The key as a person finds it in the file."""
        return f"“{self.table}”中的“{self.key}”"

    def of(self, layout: PageLayout) -> Setting:
        """Return what a layout says."""
        value = getattr(layout, self.field)
        setting: Setting = value[self.key] if self.table in _MAP else value
        return setting


KEYS: tuple[Key, ...] = (
    Key("页边距", "上", "top", "上边距", "毫米", 10, 80),
    Key("页边距", "下", "bottom", "下边距", "毫米", 10, 80),
    Key("页边距", "左", "left", "左边距", "毫米", 10, 80),
    Key("页边距", "右", "right", "右边距", "毫米", 10, 80),
    Key("版心", "行距", "pitch", "行距", "磅", 12, 60),
    Key("版心", "每行字数", "characters", "每行字数", "字", 10, 60, whole=True),
    *(Key("字体", level, "fonts", f"{level}字体") for level in LEVELS),
    *(Key("字号", level, "sizes", f"{level}字号", "磅", 5, 72) for level in LEVELS),
    Key("落款", "格式", "signature_form", "落款格式", choices=("不盖章", "盖章")),
    Key("落款", "右空字数", "signature_right", "落款右空", "字", 0, 12),
    Key("页码", "位置", "number_place", "页码位置", choices=("外侧", "居中")),
    Key("页码", "样式", "number_form", "页码样式"),
    Key("页码", "字体", "number_font", "页码字体"),
    Key("页码", "字号", "number_size", "页码字号", "磅", 5, 36),
    Key("页码", "空字", "number_indent", "页码空字", "字", 0, 10),
    Key("页码", "距版心", "number_below", "页码距版心", "毫米", 0, 60),
)
TABLES = tuple(dict.fromkeys(key.table for key in KEYS))


class Chosen(NamedTuple):
    """A layout and the file that it comes from."""

    layout: PageLayout
    file: Path


def choose(layout_name: str, folder: Path | None = None) -> Chosen:
    """Return the profile that `wanted` names: a name (省规范), a file (甲.toml), or both (甲.toml#省规范).

    A name is looked for in 版式.toml beside the ledger (in `folder`) and then in the one that ships; a file without a
    name stands for its profile 单位, or for its only one. Raises `PaperError` with every mistake.
    """
    path_text, _, name = layout_name.partition("#")
    if path_text.lower().endswith(".toml"):
        path = Path(path_text)
        if not path.is_absolute() and not path.is_file() and folder is not None:
            path = folder / path_text
        return Chosen(_profile(path, name.strip()), path)
    places = [
        candidate
        for candidate in (folder and folder / FILE, resources.path("templates", FILE))
        if candidate and candidate.is_file()
    ]
    for place in places:
        if layout_name in _tables(place):
            return Chosen(_profile(place, layout_name), place)
    known = [name for place in places for name in _tables(place)]
    raise PaperError(
        f"没有“{layout_name}”这种版式",
        f"可用的版式：{'、'.join(dict.fromkeys(known))}；也可以写版式文件的位置（.toml）",
    )


def deviations(layout: PageLayout) -> tuple[str, ...]:
    """Return how a layout differs from the national standard, one setting each (上边距28毫米，国标37毫米)."""
    differences = [
        f"{key.label}{_shown(key, key.of(layout))}，国标{_shown(key, key.of(NATIONAL))}"
        for key in KEYS
        if key.of(layout) != key.of(NATIONAL)
    ]
    if layout.lines != NATIONAL.lines:
        differences.append(f"每页{layout.lines}行，国标{NATIONAL.lines}行")
    return tuple(differences)


def _shown(key: Key, value: Setting) -> str:
    return f"{value:g}{key.unit}" if isinstance(value, int | float) else f"“{value}”"


def _tables(path: Path) -> Mapping[str, Any]:
    if path.exists() and not path.is_file():
        raise PaperError(f"版式文件打不开：{path}（不是文件）", "请核对文件的位置")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        why = "文件不在那里" if isinstance(error, FileNotFoundError) else str(error.strerror or error)
        raise PaperError(f"版式文件打不开：{path}（{why}）", "请核对文件的位置") from error
    except RecursionError as error:
        raise PaperError(f"版式文件{path.name}的括号套得太深，读不出", "请照随程序提供的版式.toml改正") from error
    except UnicodeDecodeError as error:
        raise PaperError(f"版式文件{path.name}不是 UTF-8 编码的文本", "请另存为 UTF-8 编码") from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        where = f"第{place[1]}行" if place else ""
        fix = '中文的名称和文字都要放在半角双引号里，如 "上" = 37；请照随程序提供的版式.toml改正'
        raise PaperError(f"版式文件{path.name}{where}的写法有错", fix) from error


def _profile(path: Path, name: str) -> PageLayout:
    tables = _tables(path)
    if not name:
        name = OWN if OWN in tables or len(tables) != 1 else next(iter(tables))
    if name not in tables:
        known = "、".join(tables) or "（空）"
        raise PaperError(
            f"版式文件{path.name}里没有“{name}”", f"文件里有：{known}；请写成 {path.name}#名称，或改正名称"
        )
    problems: list[str] = []
    layout = _read(name, tables[name], problems)
    if not problems:
        problems += _absurd(layout)
    if problems:
        listed = "；".join(f"{number}. {problem}" for number, problem in enumerate(problems, 1))
        raise PaperError(f"版式文件{path.name}的“{name}”有{len(problems)}处要改：{listed}", "改好后再试")
    return layout


def _read(name: str, given: Any, problems: list[str]) -> PageLayout:
    """Return the profile; what it does not say is as in the national standard."""
    if not isinstance(given, dict):
        problems.append(f'“{name}”应是一组设置，请写成 ["{name}"."页边距"] 等小节')
        return NATIONAL
    known = {(key.table, key.key): key for key in KEYS}
    fields: dict[str, Any] = {"name": name, "fonts": dict(NATIONAL.fonts), "sizes": dict(NATIONAL.sizes)}
    for table, settings in given.items():
        if table == "说明":
            continue
        if table not in TABLES or not isinstance(settings, dict):
            problems.append(f"不认识“{table}”，请改为：{'、'.join(TABLES)}")
            continue
        for key_name, value in settings.items():
            key = known.get((table, key_name))
            if key is None:
                allowed = "、".join(key.key for key in KEYS if key.table == table)
                problems.append(f"“{table}”中不认识“{key_name}”，请改为：{allowed}")
            elif wrong := _wrong(key, value):
                problems.append(f"{key.shown}{wrong}")
            elif table in _MAP:
                fields[_MAP[table]][key_name] = value
            else:
                fields[key.field] = value
    return NATIONAL._replace(**fields)


def _wrong(key: Key, value: object) -> str:
    """Return what is wrong with a value and what to write, empty where it is right."""
    if key.high:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or (key.whole and not isinstance(value, int)):
            return f"应是{'整数' if key.whole else '数字'}（{key.unit}），现为“{value}”，请改成不带引号的数字"
        if not key.low <= float(str(value)) <= key.high:
            return f"为{value}{key.unit}，不合常理，请填{key.low:g}到{key.high:g}之间的数"
        return ""
    if not isinstance(value, str):
        return f"应是文字，现为“{value}”，请加半角双引号"
    if key.choices and value not in key.choices:
        return f"不能是“{value}”，请改为：{'、'.join(key.choices)}"
    if key.field == "number_form" and (value.count("1") != 1 or len(value) > 12 or not value.isprintable()):
        return f"不能是“{value}”，请用一个1代表页码，如“— 1 —”“第1页”，不超过12个字"
    if key.field in ("fonts", "number_font") and not _FONT.fullmatch(value):
        return f"不能是“{value}”，请填字体的名称，如“仿宋_GB2312”"
    return ""


def _absurd(layout: PageLayout) -> Iterator[str]:
    """Yield what cannot go together."""
    if layout.width < _LEAST_WIDTH:
        yield f"左右边距合计{layout.left + layout.right:g}毫米，版心只剩{layout.width:g}毫米宽，请改小左右边距"
        return
    if layout.height < _LEAST_HEIGHT:
        yield f"上下边距合计{layout.top + layout.bottom:g}毫米，版心只剩{layout.height:g}毫米高，请改小上下边距"
        return
    size = layout.sizes["正文"]
    if not -0.1 <= layout.spacing / layout.twips_of("正文") <= 0.5:
        fits = int(twips(layout.width) / layout.twips_of("正文"))
        yield (
            f"正文{size:g}磅，版心宽{layout.width:g}毫米约容{fits}字，"
            f"“版心”中的“每行字数”却是{layout.characters}，请改成{fits}左右"
        )
    for level in LEVELS:
        if layout.sizes[level] > layout.pitch:
            yield f"{level}字号{layout.sizes[level]:g}磅大于行距{layout.pitch:g}磅，字会被切掉，请加大行距或改小字号"
    if layout.bottom - layout.number_below - layout.number_size * 25.4 / 72 < _LEAST_FOOT:
        yield (
            f"下边距{layout.bottom:g}毫米，页码距版心{layout.number_below:g}毫米，页码会印到纸边，"
            "请改小“页码”中的“距版心”或加大下边距"
        )
