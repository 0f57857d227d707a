"""Whatever comes in, reading a notice either succeeds or refuses politely; style does not change what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectify_xl.errors import NoticeError
from rectify_xl.intake.imported_rows import over_blank
from rectify_xl.intake.notice_rows import rows_of_notice
from rectify_xl.notice.model import SourceLine
from rectify_xl.notice.reading.parse import parse

PIECES = (
    *(
        "一、",
        "（一）",
        "(二)",
        "1.",
        "2、",
        "（1）",
        "1.1 ",
        "①",
        "问题1：",
        "一是",
        "二是",
        "\n",
        "\n\n",
        "。",
        "；",
        "：",
        "“",
        "”",
        "{{",
        "}}",
    ),
    *(
        "整改情况：",
        "整改措施：",
        "整改完成情况：",
        "已整改完成。",
        "【整改情况】",
        "责任科室：",
        "继续整改，2025年7月完成",
    ),
    *(
        "关于“甲”问题。",
        "针对乙不到位问题",
        "在“丙”方面",
        "反馈问题：丁",
        "巡察反馈意见整改情况",
        "下一步打算",
        "4个方面",
        "3条问题",
    ),
    *(
        "2025年512",
        "6月30日",
        "2025年9月1日",
        "欢迎监督",
        "联系电话：0101-1234567",
        "版权所有",
        "来源：",
        "关于巡察整改的通报",
    ),
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but `NoticeError` is raised; what is read becomes a ledger with as many rows as problems."""
    lines = [SourceLine(number, line.strip()) for number, line in enumerate(text.split("\n"), 1)]
    try:
        parsed = parse(lines)
    except NoticeError:
        return
    problems = next(block for block in over_blank(rows_of_notice(parsed)) if block.sheet == "问题台账")
    assert {write.row for write in problems.writes} == set(range(2, len(parsed.items) + 2))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=5, max_size=80).map("".join))
def test_nothing_is_dropped(text: str) -> None:
    """Every line is in a passage, a heading, a body, a status or in `left_out`."""
    lines = [SourceLine(number, line.strip()) for number, line in enumerate(text.split("\n"), 1)]
    try:
        parsed = parse(lines)
    except NoticeError:
        return
    kept = "".join(
        [
            parsed.title,
            *(each.number + each.heading + each.body for each in parsed.passages),
            *(each.printed for each in parsed.aspects),
            *(each.heading.printed for each in parsed.groups),
            *(item.heading.printed + item.label + item.body + item.status_label for item in parsed.items),
            *(item.status.text for item in parsed.items if item.status),
            *(line.text for line in parsed.left_out),
        ]
    )
    held = sorted("".join(kept.split()).replace(":", "").replace("：", ""))
    wanted = "".join("".join(line.text.split()) for line in lines).replace(":", "").replace("：", "")
    missing = [char for char in set(wanted) if held.count(char) < wanted.count(char)]
    assert missing == []


class Style(NamedTuple):
    """How an office numbers aspects, groups and problems."""

    aspect: Callable[[int], str]
    group: Callable[[int], str]
    item: Callable[[int], str]


NUMERALS = "一二三四五六七八九十"
STYLES = {
    "custom": Style(lambda n: f"（{NUMERALS[n - 1]}）", "{}.".format, "（{}）".format),
    "half-width": Style(lambda n: f"({NUMERALS[n - 1]})", "{}. ".format, "({})".format),
    "wide digits": Style(lambda n: f"（{NUMERALS[n - 1]}）", lambda n: f"{chr(0xFF10 + n)}．", "{}）".format),
    "swapped": Style(lambda n: f"（{NUMERALS[n - 1]}）", "（{}）".format, "{}.".format),
    "circled": Style("{}.".format, "（{}）".format, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗".__getitem__),
}
WORDINGS = {
    "针对": "针对“{}”问题。",
    "关于": "关于“{}”的问题",
    "反馈问题": "反馈问题：{}",
    "在方面": "在“{}”方面。",
    "plain": "关于{}问题",
}
LABELS = (("整改情况：", "整改完成情况："), ("整改进展情况:", "完成情况:"), ("【整改措施】", "整改状态："))
STATUSES = ("已整改完成。", "已完成", "长期任务取得阶段性成效并长期坚持。", "正在整改")
WIDE_TO_HALF = str.maketrans("，；：（）", ",;:()")

shapes = st.lists(
    st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=3), min_size=1, max_size=3), min_size=1, max_size=3
)


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=25, deadline=None)
@given(
    shape=shapes,
    wording=st.sampled_from(list(WORDINGS)),
    labels=st.sampled_from(LABELS),
    status=st.sampled_from(STATUSES),
    first=st.booleans(),
    restart=st.booleans(),
    half=st.booleans(),
)
def test_style_does_not_change_the_structure(
    style: str,
    shape: list[list[list[int]]],
    wording: str,
    labels: tuple[str, str],
    status: str,
    *,
    first: bool,
    restart: bool,
    half: bool,
) -> None:
    """Aspects, groups, problems, measures and statuses survive any numbering, wording, label and punctuation."""
    numbers, text = STYLES[style], ["某馆关于巡察整改情况的通报", "二、巡察反馈意见整改进展情况"]
    wanted: list[tuple[int, int, str, int]] = []
    group_no = item_no = 0
    for aspect, groups in enumerate(shape, 1):
        text.append(numbers.aspect(aspect) + f"“责任落实有差距{NUMERALS[aspect]}”方面。")
        for group, items in enumerate(groups, 1):
            group_no += 1
            text.append(numbers.group(group) + f"关于“制度执行不严{NUMERALS[group]}”问题。")
            for item, count in enumerate(items, 1):
                item_no += 1
                name = f"台账更新不及时{item_no}处"
                text.append(
                    numbers.item((item if restart else item_no) - (style == "circled")) + WORDINGS[wording].format(name)
                )
                body = labels[0] + "".join(f"{NUMERALS[i]}是完善办法，抓好落实；" for i in range(count))
                both = [labels[1] + status, body] if first else [body, labels[1] + status]
                text += both
                wanted.append((aspect, group_no, name, count))
    text += ["三、下一步打算", "继续抓好整改。"]
    lines = [SourceLine(n, line.translate(WIDE_TO_HALF) if half else line) for n, line in enumerate(text, 1)]
    parsed = parse(lines)
    assert [(item.aspect, item.group, item.problem, len(item.measures)) for item in parsed.items] == wanted
    assert {item.status.text if item.status else None for item in parsed.items} == {status}
    assert len(parsed.aspects) == len(shape)
