"""How alike two texts of this genre are: what is left of them without the words that every problem has."""

from __future__ import annotations

import re

from rectify_xl import values

BOILERPLATE = (
    "针对|关于|存在|方面|问题|整改|情况|工作|进一步|巡察|反馈|有的|个别|部分|时有发生|长期|多年来|日常|改进|推动|推进|"
    "落实|执行|开展|加强|管理|使用|履行|抓得|抓|力度|程度|质效|"
    "不够到位|不到位|不够深入|不深入|不严格|不严谨|不严实|不严|不规范|不扎实|不及时|不齐全|不彻底|不主动|不重视|不理想|"
    "不清楚|不清|不够|不高|不实|不力|不足|不强|有差距|差距大|有偏差|有短板|短板|未能|没有|流于形式|流于表面|缺失|缺乏|混乱"
)
"""Words that tell what kind of text it is and not what it is about."""

SHORTEST = 2
"""Characters that must be left of a text; with fewer, any two would be alike."""


def bare(text: str) -> str:
    """Return the letters and digits of a text without its boilerplate; without that little is left, all of them."""
    letters = re.sub(r"[\W_]+", "", values.narrow(text))
    kept = re.sub(BOILERPLATE, "", letters)
    return kept if len(kept) >= SHORTEST else letters


def likeness(one: str, other: str) -> int:
    """Return how alike two bare texts are, from 0 to 100.

    The mean of two views: how much of the whole they share in order (ratio), and how much of the shorter one stands in
    the longer (partial ratio). A heading that is part of a longer one is found by the second, and two texts that
    merely share a phrase fail by the first.
    """
    from rapidfuzz import fuzz

    return round((fuzz.ratio(one, other) + fuzz.partial_ratio(one, other)) / 2)
