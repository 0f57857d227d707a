"""The measures of a body are what its markers number."""

from __future__ import annotations

import pytest

from rectify_xl.notice.reading.measures import measures


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("一是甲；二是乙。", ("甲", "乙。")),
        ("高度重视，一是甲;二是乙,三是丙。", ("甲", "乙", "丙。")),
        ("一是学习培训二是检查督促三是完善", ("学习培训", "检查督促", "完善")),
        ("一是统一是关键;二是唯一是标准。", ("统一是关键", "唯一是标准。")),
        ("一是抓两项：第一是学，第二是做。二是查。", ("抓两项：第一是学，第二是做。", "查。")),
        ("1.甲。\n2.乙。", ("甲。", "乙。")),
        ("（1）甲。（2）乙。", ("甲。", "乙。")),
        ("①甲②乙", ("甲", "乙")),
        ("第一，甲。第二，乙。", ("甲。", "乙。")),
        ("投入1.5万元，更换设备2台。", ("投入1.5万元，更换设备2台。",)),
        ("完善制度。", ("完善制度。",)),
        ("二是乙。三是丙。", ("二是乙。三是丙。",)),
        ("", ()),
        (" \n ", ()),
    ],
)
def test_measures(body: str, found: tuple[str, ...]) -> None:
    """Sequential 一是, 二是 count, also without punctuation; else numbered lists; else the body is one measure."""
    assert measures(body) == found
