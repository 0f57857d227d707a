"""Whether two wordings of one row are about one matter."""

from __future__ import annotations

import pytest

from rectify_xl.text.similar import same_matter


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("读者证办理超期", "阅览室读者证办理超期，最长的超过30天"),
        ("图书采购没有比价", "经查，2024年至2025年图书采购12批次，均未执行三家比价的规定，采购程序不规范"),
        ("用印没有登记", "公章使用登记不规范"),
        ("会议记录不全", "党委会会议记录不完整、要素缺失"),
        ("组织生活记录不全", "组织生活纪录不全"),
        ("安全隐患排查不彻底，15处隐患未整改", "安全隐患排查不彻底，8处隐患未整改"),
    ],
)
def test_a_wording_that_was_mended_is_about_the_same(one: str, other: str) -> None:
    """Shortened, lengthened, a letter or a number put right; in either direction."""
    assert same_matter(one, other)
    assert same_matter(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("往来款长期挂账，12笔应收款超过三年未清理", "会议室桌牌摆放不整齐"),
        ("学习计划不具体，2次集体学习以读代讲", "办公区卫生不整洁"),
        ("财务管理不规范，3笔报销没有附件", "档案管理不规范，个别文件归档不及时"),
        ("图书采购没有比价", ""),
    ],
)
def test_another_matter_is_another_one(one: str, other: str) -> None:
    """Also where both say in the words of the genre what is wrong."""
    assert not same_matter(one, other)
