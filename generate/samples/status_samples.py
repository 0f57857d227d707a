"""One failing sample, and the same corrected, for every check of the status of problems."""

from __future__ import annotations

from generate.samples.text_tables import (
    FEEDBACK,
    Sample,
    info_table,
    log_table,
    measure_table,
    problem_table,
    text_table,
)

_EXTENSION = "问题编号 | 类型 | 申请日期 | 申请人 | 主要负责人 | 结论 | 延期至 | 延期理由 | 日期"
_OVERWRITTEN = text_table(
    "变更记录",
    "时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值",
    "2025-07-01 09:00:00 | 未署名 | 人工修改 | 问题台账 | P001 | 整改时限 | 2025-06-30 | 2025-12-31",
)
_DELETED = text_table(
    "变更记录",
    "时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值",
    "2025-07-01 09:00:00 | 未署名 | 人工修改 | 问题台账 | P002 | （删除行） | 具体问题：药品盘点不及时 |",
)
_MEASURE_DELETED = (
    "整改措施 | M001-1 | （删除行） | "
    "删除：M001-1 补登用印台账　｜　问题编号：P001　｜　措施内容：补登用印台账　｜　完成程度：整改中 |"
)
_ROUND = "基本信息 | 巡察轮次 | 内容 | 第六轮 | 第七轮"
_NEW_ROUND = text_table(
    "变更记录",
    "时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值",
    f"2025-07-01 09:00:00 | 未署名 | 人工修改 | {_ROUND}",
    "2025-07-01 09:00:00 | 未署名 | 人工修改 | 问题台账 | P001 | 具体问题 | 组织生活记录不全 | 读者证办理超期",
)
STATUS = (
    Sample(
        "RX701",
        problem_table("编号 | 完成程度 | 状态表述", "P001 | 已完成 | 部分已整改完成；其余继续整改"),
        problem_table(
            "编号 | 完成程度 | 剩余事项 | 状态表述", "P001 | 整改中 | 系统升级 | 部分已整改完成；其余继续整改"
        ),
    ),
    Sample(
        "RX702",
        problem_table("编号 | 完成程度 | 状态表述", "P001 | 整改中 | 已整改完成"),
        problem_table("编号 | 完成程度 | 状态表述", "P001 | 已完成 | 已整改完成"),
    ),
    Sample(
        "RX703",
        problem_table("编号 | 完成程度 | 剩余事项", "P001 | 已完成 | 2名职工尚未轮训"),
        problem_table("编号 | 完成程度 | 剩余事项", "P001 | 基本完成 | 2名职工尚未轮训"),
    ),
    Sample(
        "RX704",
        problem_table("编号 | 完成程度 | 后续要求 | 完成日期", "P001 | 已完成 | 无 |"),
        problem_table("编号 | 完成程度 | 后续要求 | 完成日期", "P001 | 已完成 | 无 | 2025-06-12"),
    ),
    Sample(
        "RX705",
        problem_table("编号 | 完成程度 | 后续要求 | 完成日期", "P001 | 已完成 | 长期坚持 |"),
        problem_table("编号 | 完成程度 | 后续要求 | 完成日期", "P001 | 已完成 | 长期坚持 | 2025-06-12"),
    ),
    Sample(
        "RX706",
        problem_table("编号 | 完成程度 | 完成日期", "P001 | 整改中 | 2025-06-12"),
        problem_table("编号 | 完成程度 | 完成日期", "P001 | 已完成 | 2025-06-12"),
    ),
    Sample(
        "RX707",
        problem_table("编号 | 剩余事项 | 剩余时限", "P001 | 2名职工尚未轮训 |"),
        problem_table("编号 | 剩余事项 | 剩余时限", "P001 | 2名职工尚未轮训 | 2025-12-31"),
    ),
    Sample(
        "RX708",
        problem_table("编号 | 剩余事项 | 剩余时限", "P001 | | 2025-12-31"),
        problem_table("编号 | 剩余事项 | 剩余时限", "P001 | 2名职工尚未轮训 | 2025-12-31"),
    ),
    Sample(
        "RX709",
        problem_table("编号 | 完成程度 | 即知即改", "P001 | 整改中 | 是"),
        problem_table("编号 | 完成程度 | 即知即改", "P001 | 已完成 | 是"),
    ),
    Sample(
        "RX716",
        info_table(FEEDBACK)
        + "\n"
        + problem_table("编号 | 完成程度 | 即知即改 | 完成日期", "P001 | 已完成 | 是 | 2025-07-28"),
        info_table(FEEDBACK)
        + "\n"
        + problem_table("编号 | 完成程度 | 即知即改 | 完成日期", "P001 | 已完成 | 是 | 2025-03-28"),
    ),
    Sample(
        "RX710",
        problem_table("编号 | 后续要求", "P001 | 长期坚持")
        + "\n"
        + measure_table("措施编号 | 问题编号 | 周期", "M001-1 | P001 |"),
        problem_table("编号 | 后续要求", "P001 | 长期坚持")
        + "\n"
        + measure_table("措施编号 | 问题编号 | 周期", "M001-1 | P001 | 每季度"),
    ),
    Sample(
        "RX711",
        problem_table("编号 | 完成程度 | 整改进展", "P001 | 未启动 | 已制定轮训计划并印发各科室"),
        problem_table("编号 | 完成程度 | 整改进展", "P001 | 整改中 | 已制定轮训计划并印发各科室"),
    ),
    Sample(
        "RX712",
        problem_table("编号 | 公开 | 不公开理由", "P001 | 否 |"),
        problem_table("编号 | 公开 | 不公开理由", "P001 | 否 | 涉及个人隐私"),
    ),
    Sample(
        "RX713",
        problem_table("编号 | 公开 | 不公开理由", "P001 | | 涉及个人隐私"),
        problem_table("编号 | 公开 | 不公开理由", "P001 | 否 | 涉及个人隐私"),
    ),
    Sample(
        "RX714",
        problem_table("编号 | 整改时限 | 后续要求", "P001 | 长期坚持 | 无"),
        problem_table("编号 | 整改时限 | 后续要求", "P001 | 长期坚持 | 长期坚持"),
    ),
    Sample(
        "RX715",
        text_table("字典", "口径·完成程度 | 计为完成", "整改中 | 是", "已完成 | 是"),
        text_table("字典", "口径·完成程度 | 计为完成", "整改中 | 否", "已完成 | 是"),
    ),
    Sample(
        "RX721",
        problem_table("编号 | 整改时限", "P001 | 2025-06-30")
        + "\n"
        + text_table(
            "销号登记",
            _EXTENSION,
            "P001 | 延期 | 2025-06-20 | 周宁 | 孙越 | 通过 | 2025-06-15 | 设备未到货 | 2025-06-23",
        ),
        problem_table("编号 | 整改时限", "P001 | 2025-06-30")
        + "\n"
        + text_table(
            "销号登记",
            _EXTENSION,
            "P001 | 延期 | 2025-06-20 | 周宁 | 孙越 | 通过 | 2025-10-15 | 设备未到货 | 2025-06-23",
        ),
    ),
    Sample(
        "RX722",
        problem_table(
            "编号 | 完成程度 | 整改时限 | 剩余事项 | 剩余时限", "P001 | 整改中 | 2025-06-30 | 设备检定 | 2025-12-31"
        ),
        problem_table(
            "编号 | 完成程度 | 整改时限 | 剩余事项 | 剩余时限", "P001 | 整改中 | 2025-06-30 | 设备检定 | 2025-12-31"
        )
        + "\n"
        + text_table(
            "销号登记",
            _EXTENSION,
            "P001 | 延期 | 2025-06-20 | 周宁 | 孙越 | 通过 | 2025-12-31 | 设备未到货 | 2025-06-23",
        ),
    ),
    Sample(
        "RX723",
        problem_table("编号 | 完成程度 | 整改时限", "P001 | 整改中 | 2025-12-31") + "\n" + _OVERWRITTEN,
        problem_table("编号 | 完成程度 | 整改时限", "P001 | 整改中 | 2025-06-30") + "\n" + _OVERWRITTEN,
    ),
    Sample(
        "RX725",
        problem_table("编号 | 具体问题", "P009 | 用印没有登记")
        + "\n"
        + log_table("问题台账 | P001 | 编号 | P001 | P009"),
        problem_table("编号 | 具体问题", "P001 | 用印没有登记")
        + "\n"
        + log_table("问题台账 | P001 | 编号 | P001 | p001"),
    ),
    Sample(
        "RX726",
        problem_table("编号 | 责任科室", "P001 | 医务科", "P002 | 护理部")
        + "\n"
        + log_table("问题台账 | P001 | 责任科室 | 护理部 | 医务科"),
        problem_table("编号 | 责任科室", "P001 | 护理部", "P002 | 护理部")
        + "\n"
        + log_table("问题台账 | P001 | 责任科室 | 护理部 | 医务科"),
    ),
    Sample(
        "RX727",
        problem_table("编号 | 整改时限", "P001 | 2025-06-30")
        + "\n"
        + text_table(
            "销号登记",
            _EXTENSION,
            "P001 | 延期 | 2025-07-20 | 周宁 | 孙越 | 通过 | 2025-10-15 | 设备未到货 | 2025-07-23",
        ),
        problem_table("编号 | 整改时限", "P001 | 2025-06-30")
        + "\n"
        + text_table(
            "销号登记",
            _EXTENSION,
            "P001 | 延期 | 2025-06-20 | 周宁 | 孙越 | 通过 | 2025-10-15 | 设备未到货 | 2025-06-23",
        ),
    ),
    Sample(
        "RX728",
        problem_table("编号 | 具体问题", "P001 | 会议室桌牌摆放不整齐")
        + "\n"
        + log_table("问题台账 | P001 | 具体问题 | 图书采购没有比价 | 会议室桌牌摆放不整齐"),
        problem_table("编号 | 具体问题", "P001 | 图书采购12批次没有比价")
        + "\n"
        + log_table("问题台账 | P001 | 具体问题 | 图书采购没有比价 | 图书采购12批次没有比价"),
    ),
    Sample(
        "RX729",
        problem_table("编号 | 具体问题", "P001 | 惠农补贴审核不严，1户重复领取")
        + "\n"
        + log_table("问题台账 | P001 | 具体问题 | 惠农补贴审核不严，11户重复领取 | 惠农补贴审核不严，1户重复领取"),
        problem_table("编号 | 具体问题", "P001 | 惠农补贴审核不严，十一户重复领取")
        + "\n"
        + log_table("问题台账 | P001 | 具体问题 | 惠农补贴审核不严，11户重复领取 | 惠农补贴审核不严，十一户重复领取"),
    ),
    Sample(
        "RX730",
        problem_table("编号 | 具体问题", "P001 | 读者证办理超期") + "\n" + _NEW_ROUND,
        problem_table("编号 | 具体问题", "P001 | 组织生活记录不全") + "\n" + log_table(_ROUND),
    ),
    Sample(
        "RX731",
        problem_table("编号 | 具体问题", "P001 | 用印没有登记") + "\n" + log_table(_MEASURE_DELETED),
        problem_table("编号 | 具体问题", "P001 | 用印没有登记")
        + "\n"
        + text_table("整改措施", "措施编号 | 问题编号 | 措施内容", "M001-2 | P001 | 补登用印台账并逐月核对")
        + "\n"
        + log_table(_MEASURE_DELETED),
    ),
    Sample(
        "RX724",
        problem_table("编号 | 具体问题", "P001 | 用印没有登记") + "\n" + _DELETED,
        problem_table("编号 | 具体问题", "P001 | 用印没有登记", "P002 | 药品盘点不及时") + "\n" + _DELETED,
    ),
)
