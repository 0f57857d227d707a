"""What a problem counts is found, and what another wording makes less."""

from __future__ import annotations

import pytest

from rectify_xl.text.quantities import lessened, quantities


@pytest.mark.parametrize(
    ("before", "after", "less"),
    [
        ("惠农补贴审核不严，11户重复领取", "惠农补贴审核不严，1户重复领取", ("11户变为1户",)),
        ("低保动态管理不到位，9户不符合条件", "低保动态管理有待加强", ("9户没有了",)),
        ("14人次上班期间脱岗", "十四人次脱岗", ()),
        ("挪用3万元，涉及两个村", "挪用30,000元", ()),
        ("挪用1.2万元", "挪用1.2元", ("1.2万元变为1.2元",)),
        ("A村3户、B村5户", "共8户", ()),
        ("共8户，其中A村3户", "共8户", ()),
        ("共8户，其中A村3户", "共8户，其中A村1户", ("3户变为1户",)),
        ("11户没有入户", "11家没有入户，另有3家", ()),
        ("2023年第3次会议，落实中央八项规定精神不力", "会议，落实精神不力", ()),
        ("一户一策没有落实，两个责任不清", "没有落实", ()),
        ("两名干部脱岗", "干部脱岗", ("两名没有了",)),
    ],
)
def test_what_is_made_less_is_told_and_nothing_else(before: str, after: str, less: tuple[str, ...]) -> None:
    """Lowered or left out; not written otherwise, summed up, added to, or never counted."""
    assert lessened(quantities(before), quantities(after)) == less
