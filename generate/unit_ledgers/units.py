"""Invented units: their names, departments and people."""

from __future__ import annotations

import random
from typing import NamedTuple


class UnitKind(NamedTuple):
    """A kind of unit: what its name ends with, its departments, and the organ that inspects it."""

    suffixes: tuple[str, ...]
    departments: tuple[str, ...]
    party: str


KINDS: tuple[UnitKind, ...] = (
    UnitKind(
        ("镇", "乡", "街道"),
        (
            "党政办",
            "党建办",
            "经济发展办",
            "农业农村办",
            "社会事务办",
            "平安法治办",
            "财政所",
            "自然资源所",
            "综合执法队",
            "便民服务中心",
            "退役军人服务站",
            "纪委",
        ),
        "党委",
    ),
    UnitKind(
        (
            "教育局",
            "民政局",
            "交通运输局",
            "水利局",
            "文化和旅游局",
            "卫生健康局",
            "市场监督管理局",
            "住房和城乡建设局",
        ),
        ("办公室", "人事科", "财务科", "政策法规科", "业务一科", "业务二科", "行政审批科", "机关党委"),
        "党组",
    ),
    UnitKind(
        ("人民医院", "中医医院", "妇幼保健院"),
        ("院办公室", "党委办公室", "医务科", "护理部", "财务科", "设备科", "总务科", "药剂科", "人事科", "纪检监察室"),
        "党委",
    ),
    UnitKind(
        ("第一中学", "实验小学", "职业技术学校"),
        ("校办公室", "教务处", "德育处", "总务处", "财务室", "党支部", "工会"),
        "党总支",
    ),
)

_COUNTIES = ("青林县", "云岭县", "松河区", "石门市", "白水县", "临江区", "凤山县", "清源县", "平川县", "永宁区")
_PLACES = "东西南北上下新大小长安兴和清白云龙凤石松柳杨梅竹桥溪湾坪岭塘泉山河湖"
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂华建国志文海燕玉兰晓东春梅秀英立新永红成林学峰"


class Unit(NamedTuple):
    """One unit: its full name, the county it belongs to, its departments (the first leads), and its people."""

    name: str
    county: str
    party: str
    departments: tuple[str, ...]
    leaders: tuple[str, ...]
    clerks: tuple[str, ...]


def unit(chance: random.Random, number: int) -> Unit:
    """Return the unit with this number; no two numbers give one name."""
    kind = KINDS[number % len(KINDS)]
    county = _COUNTIES[number // len(KINDS) % len(_COUNTIES)]
    place = "".join(chance.sample(_PLACES, 2))
    suffix = kind.suffixes[number // (len(KINDS) * len(_COUNTIES)) % len(kind.suffixes)]
    round_of_names = number // (len(KINDS) * len(_COUNTIES) * len(kind.suffixes))
    sign = f"（{round_of_names + 1}）" if round_of_names else ""
    wanted = min(len(kind.departments), chance.randint(5, 12))
    people = _people(chance, 4 + wanted)
    name = (
        f"{county}{place}{suffix}{sign}" if kind.party == "党委" and "医院" not in suffix else f"{county}{suffix}{sign}"
    )
    return Unit(
        name, county, kind.party, tuple(chance.sample(kind.departments, wanted)), tuple(people[:4]), tuple(people[4:])
    )


def _people(chance: random.Random, wanted: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < wanted:
        names[chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, chance.choice((1, 2, 2))))] = None
    return list(names)
