"""One failing sample, and the same corrected, for every check of words and prose."""

from __future__ import annotations

from generate.samples.text_tables import Sample, measure_table, problem_table, text_table

_LONG = "组织科室学习廉洁行医规定并签订承诺书"
WORDING = (
    Sample(
        "RX851",
        measure_table("措施编号 | 措施内容", "M001-1 | 一是进一步加强教育，提高思想认识。"),
        measure_table("措施编号 | 措施内容", "M001-1 | 一是每月由医务科抽查病历20份并通报。"),
    ),
    Sample(
        "RX852",
        problem_table("编号 | 整改进展", f"P001 | {_LONG}。", f"P002 | {_LONG}；"),
        problem_table("编号 | 整改进展", f"P001 | {_LONG}。", "P002 | 完成12台设备的年度检定。"),
    ),
    Sample(
        "RX853",
        problem_table("编号 | 具体问题", "P001 | 药品盘点不及时", "P002 | 药品盘点不及时"),
        problem_table("编号 | 具体问题 | 关联编号", "P001 | 药品盘点不及时 |", "P002 | 药品盘点不及时 | P001"),
    ),
    Sample(
        "RX854",
        problem_table("编号 | 整改进展", "P001 | 同上", "P002 | 于×月×日召开会议"),
        problem_table("编号 | 整改进展", "P001 | 已印发制度", "P002 | 于6月3日召开会议"),
    ),
    Sample(
        "RX855",
        problem_table("编号 | 整改进展", "P001 | 印发《采购管理办法，明确3级审批"),
        problem_table("编号 | 整改进展", "P001 | 印发《采购管理办法》，明确3级审批：1）科室；2）分管领导"),
    ),
    Sample(
        "RX856",
        problem_table("编号 | 整改进展", "P001 | 2024919日召开党委会"),
        problem_table("编号 | 整改进展", "P001 | 2024年9月19日召开党委会"),
    ),
    Sample(
        "RX857",
        problem_table("编号 | 整改进展", "P001 | =制定轮训计划"),
        problem_table("编号 | 整改进展", "P001 | 制定轮训计划=第1步"),
    ),
    Sample(
        "RX858",
        problem_table("编号 | 责任科室", "P001 | 医务\u200b科"),
        problem_table("编号 | 责任科室", "P001 | 医务科"),
    ),
    Sample(
        "RX859",
        problem_table("编号 | 公开 | 整改进展", "P001 | 是 | 已联系患者家属13800000000说明情况"),
        problem_table("编号 | 公开 | 整改进展", "P001 | 是 | 已联系患者家属说明情况"),
    ),
    Sample(
        "RX860",
        text_table(
            "通报文稿",
            "部分 | 层级 | 标题 | 正文 | 编号",
            "第一部分 | 正文 | | 成立整改工作领导小组，主要负责同志负总责，班子成员按照分工牵头抓落实，责任科室具体承办。"  # noqa: E501 - the shipped text
            "反馈意见下达后，及时召开会议研究部署，把整改任务分解到科室、落实到人。 | ",
        ),
        text_table(
            "通报文稿",
            "部分 | 层级 | 标题 | 正文 | 编号",
            "第一部分 | 正文 | | 成立整改工作领导小组，书记任组长，5月至8月召开会议6次。 | ",
        ),
    ),
)
