"""One failing sample, and the same corrected, for every check of single cells."""

from __future__ import annotations

from generate.samples.text_tables import ONE, Sample, info_table, measure_table, problem_table

_SENTENCE = "召开专题会研究制定措施，"
CELLS = (
    Sample(
        "RX313",
        problem_table("编号 | 具体问题", "Ｐ００１ | 用印没有登记"),
        problem_table("编号 | 具体问题", "P001 | 用印没有登记"),
    ),
    Sample(
        "RX314",
        problem_table("编号 | 整改时限 | 即知即改", "P001 | 2025.6.30 | √"),
        problem_table("编号 | 整改时限 | 即知即改", "P001 | #日 2025-06-30 | 是"),
    ),
    Sample("RX301", problem_table("编号 | 责任科室", "P001 | #N/A"), problem_table("编号 | 责任科室", "P001 | 医务科")),
    Sample(
        "RX302", problem_table("编号 | 整改进展", "P001 | <空>"), problem_table("编号 | 整改进展", "P001 | 已印发制度")
    ),
    Sample(
        "RX316",
        problem_table("编号 | 完成程度 | 整改时限", "P001 | 整改中 | 2025-10-26"),
        problem_table("编号 | 完成程度 | 整改时限", "P001 | 整改中 | 2025-06-30"),
        formulas={"问题台账!C2": "=TODAY()+30"},
    ),
    Sample(
        "RX317",
        problem_table("编号 | 完成程度", "P001 | 已完成"),
        problem_table("编号 | 完成程度", "P001 | 整改中"),
        formulas={"问题台账!B2": '=IF(1=2,"已完成","整改中")'},
    ),
    Sample("RX318", ONE, ONE, lost=("C4", "F4")),
    Sample("RX303", problem_table("编号 | 完成程度", "P001 | 完成"), ONE),
    Sample("RX304", problem_table("编号 | 即知即改", "P001 | 部分"), problem_table("编号 | 即知即改", "P001 | 否")),
    Sample("RX305", info_table("声明数·具体问题 | 三十个"), info_table("声明数·具体问题 | 30")),
    Sample("RX306", info_table("临期天数 | -15"), info_table("临期天数 | 15")),
    Sample(
        "RX307",
        measure_table("措施编号 | 问题编号", "#日 2025-01-02 | P001", "M002-1 | P001、P002"),
        measure_table("措施编号 | 问题编号", "1-2 | P001", "M002-1 | P001"),
    ),
    Sample(
        "RX308",
        problem_table("编号 | 整改进展", "P001 | " + _SENTENCE * 2731),
        problem_table("编号 | 整改进展", "P001 | " + _SENTENCE * 2000),
    ),
    Sample(
        "RX309",
        problem_table("编号 | 整改进展", "P001 | " + (_SENTENCE * 22)[:255]),
        problem_table("编号 | 整改进展", "P001 | " + (_SENTENCE * 22)[:254] + "。"),
    ),
    Sample("RX310", info_table("电子邮箱 | zgb.example.com"), info_table("电子邮箱 | zgb@example.com")),
    Sample("RX315", info_table("科室称谓 | 责任站所"), info_table("科室称谓 | 站所")),
    Sample(
        "RX311",
        "[字典]\n反弹信号 | 权重\n没有佐证 | 二十\n措施空泛 | 120",
        "[字典]\n反弹信号 | 权重\n没有佐证 | 20\n措施空泛 |",
    ),
    Sample(
        "RX312",
        "[字典]\n督办文书 | 逾期天数\n告诫书 | 两个月\n问责书 | 0",
        "[字典]\n督办文书 | 逾期天数\n告诫书 | 60\n问责书 |",
    ),
)
