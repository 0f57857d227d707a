"""One failing sample, and the same corrected, for every check of closings."""

from __future__ import annotations

from generate.samples.text_tables import (
    FEEDBACK,
    Sample,
    info_table,
    log_table,
    problem_table,
    text_table,
    verified_table,
)
from rectify_xl.ledger import schema
from rectify_xl.ledger.closure_rules import imprint

_SEAL = "a" * 64


def _closing(line: str, *, seal: str = _SEAL, source: str = "签到表.pdf", more: str = "") -> str:
    """Return a ledger in which P001 is done and proven, with one row of 销号登记."""
    return "\n".join(
        (
            info_table(FEEDBACK),
            problem_table(
                "编号 | 具体问题 | 责任人 | 完成程度 | 整改进展 | 完成日期",
                "P001 | 用印没有登记 | 林晓 | 已完成 | 已建立登记簿，逐笔登记。 | 2025-07-20",
            ),
            text_table("整改措施", "措施编号 | 问题编号 | 措施内容 | 完成程度", "M001 | P001 | 建立登记簿 | 已完成"),
            text_table(
                "佐证材料",
                "编号 | 问题/措施编号 | 名称 | 文件或文号 | SHA-256 | 日期",
                f"E001 | P001 | 登记簿 | {source} | {seal} | 2025-07-20",
            ),
            text_table(
                "销号登记", " | ".join(column.name for column in schema.CLOSURES.columns), *filter(None, [line])
            ),
            more,
        )
    )


_SOUND = "P001 | 销号 | 2025-08-01 | 林晓 | 同意销号 | 林晓 2025-08-02 | 赵一鸣 2025-08-05 | 钱立 2025-08-06 | | 通过"
_SOUND += " | | | | 2025-08-06"
_APPROVED = text_table(
    "变更记录",
    "时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值",
    "2025-08-06 10:00:00 | 钱立 | 销号审批 | 销号存证 | P001 | 批准 | | "
    + imprint.line(imprint.APPROVED, "2025-08-06批准", {}, "P001"),
)
CLOSING = (
    Sample("RX121", verified_table("RX405 | 问题台账 | P001 | 整改时限"), verified_table()),
    Sample("RX221", _closing(_SOUND.replace("赵一鸣 2025-08-05", "待签")), _closing(_SOUND)),
    Sample("RX222", _closing(_SOUND.replace("赵一鸣 2025-08-05", "赵一鸣 2025-07-30")), _closing(_SOUND)),
    Sample("RX223", _closing(_SOUND, seal=""), _closing(_SOUND)),
    Sample("RX224", _closing("", more=_APPROVED), _closing(_SOUND, more=_APPROVED)),
    Sample("RX225", _closing(_SOUND.replace("林晓 2025-08-02", "孙平 2025-08-02")), _closing("")),
    Sample("RX226", _closing(_SOUND, seal="b" * 64), _closing(_SOUND), files={"签到表.pdf": _SEAL}),
    Sample(
        "RX228",
        text_table(
            "变更记录",
            "时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值",
            "2025-08-20 09:00:00 | 林晓 | 人工修改 | 变更记录 | | | 应有15行 | 实有9行",
        ),
        text_table(
            "变更记录",
            "时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值",
            "2025-08-20 09:00:00 | 林晓 | 人工修改 | 问题台账 | P001 | 责任人 | 林晓 | 周宁",
        ),
    ),
    Sample(
        "RX229",
        log_table("程序状态 | | | 原有内容缺失 | 从现在起重新留痕"),
        log_table("问题台账 | P001 | 责任人 | 林晓 | 周宁"),
    ),
    Sample("RX227", _closing(f"{_SOUND}\n{_SOUND}"), _closing(_SOUND)),
)
