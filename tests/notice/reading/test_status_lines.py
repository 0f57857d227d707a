"""A status line is taken apart into how far, what follows, and what remains until when."""

from __future__ import annotations

from datetime import date

import pytest

from rectify_xl.notice.reading import status_lines

PLAIN = [
    ("已整改完成。", "已完成", "无", False),
    ("已完成", "已完成", "无", False),
    ("完成", "已完成", "无", False),
    ("已整改销号。", "已完成", "无", False),
    ("已于2025年6月完成整改", "已完成", "无", False),
    ("即知即改并已整改完成", "已完成", "无", True),
    ("立行立改，已完成", "已完成", "无", True),
    ("长期任务取得阶段性成效并长期坚持。", "已完成", "长期坚持", False),
    ("整改完成并长期坚持", "已完成", "长期坚持", False),
    ("阶段性完成并长期推进", "已完成", "长期坚持", False),
    ("取得阶段性成效并持续推进", "已完成", "持续推进", False),
    ("取得一定成效，持续推进", "已完成", "持续推进", False),
    ("已整改并持续推进", "已完成", "持续推进", False),
    ("长期坚持", "已完成", "长期坚持", False),
    ("持续推进", "整改中", "持续推进", False),
    ("转入长期整改", "整改中", "长期坚持", False),
    ("转入长期整改，持续推进。", "整改中", "长期坚持", False),
    ("即知即改，持续推进", "整改中", "持续推进", True),
    ("常态化推进", "整改中", "长期坚持", False),
    ("基本完成", "基本完成", "", False),
    ("阶段性完成", "基本完成", "", False),
    ("正在整改", "整改中", "", False),
    ("推进中", "整改中", "", False),
    ("未完成", "整改中", "", False),
    ("部分已完成", "整改中", "", False),
    ("申请延期整改", "整改中", "", False),
    ("未启动", "未启动", "", False),
    ("按程序办理", "", "", False),
    ("立行立改", "", "", True),
]


@pytest.mark.parametrize(("text", "completion", "follow_up", "immediate"), PLAIN)
def test_plain_status(text: str, completion: str, follow_up: str, immediate: bool) -> None:  # noqa: FBT001 - a table column
    """One status gives its completion and what follows; unknown wording keeps its text only."""
    status = status_lines.read(text)
    assert (status.text, status.completion, status.follow_up, status.immediate, status.mixed) == (
        text,
        completion,
        follow_up,
        immediate,
        False,
    )


@pytest.mark.parametrize(
    ("text", "remaining", "due", "mixed"),
    [
        ("继续整改、2025年12月前整改完成;部分已整改完成。", "继续整改、2025年12月前整改完成", "2025-12", True),
        ("已整改完成。消防安全演练继续整改,2025年7月完成.", "消防安全演练", "2025-07", True),
        ("已整改完成;继续整改、2025年12月前整改完成。", "继续整改、2025年12月前整改完成", "2025-12", True),
        ("已完成，设备采购正在推进，2026年10月底前到位", "设备采购", "2026-10", True),
        ("部分已完成，2025年12月31日前全部完成", "2025年12月31日前全部完成", "2025-12-31", True),
        ("推进中，预计6月底完成", "推进中，预计6月底完成", "2025-06", False),
        ("已完成，其余继续整改", "其余继续整改", None, True),
    ],
)
def test_what_remains(text: str, remaining: str, due: str | None, mixed: bool) -> None:  # noqa: FBT001 - a table column
    """An open part is 整改中, names what remains, and reads its deadline from the feedback date on."""
    status = status_lines.read(text, date(2025, 3, 18))
    assert (status.completion, status.remaining, status.remaining_due.iso, status.mixed) == (
        "整改中",
        remaining,
        due,
        mixed,
    )


def test_a_status_is_told_from_a_body() -> None:
    """已整改完成 after any label is a status; what tells of deeds is a body."""
    assert status_lines.is_status_only("已整改完成，长期坚持。")
    assert not status_lines.is_status_only("一是完善制度，已印发执行。")
