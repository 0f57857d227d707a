"""One failing sample, and the same corrected, for every check of declared totals."""

from __future__ import annotations

from generate.samples.text_tables import TWO_MEASURES, TWO_ROWS, Sample, info_table

TOTALS = (
    Sample(
        "RX801",
        info_table("声明数·具体问题 | 3") + "\n" + TWO_ROWS,
        info_table("声明数·具体问题 | 2") + "\n" + TWO_ROWS,
    ),
    Sample(
        "RX802",
        info_table("声明数·整改措施 | 2") + "\n" + TWO_MEASURES,
        info_table("声明数·整改措施 | 1") + "\n" + TWO_MEASURES,
    ),
    Sample(
        "RX803",
        info_table("声明数·具体问题 | 31", "声明数·完成 | 28", "声明数·继续整改 | 2"),
        info_table("声明数·具体问题 | 31", "声明数·完成 | 28", "声明数·继续整改 | 3"),
    ),
)
