"""The prose that a new ledger ships: no zero in print, nothing to proof-read, and told as a sample until it is read."""

from __future__ import annotations

import re
from datetime import date

import pytest

from generate.ledger_builder import complete, load
from rectify_xl.judgement import checks
from rectify_xl.ledger import default_prose
from rectify_xl.ledger.records import Finding, Ledger
from rectify_xl.notice.proof import of_ledger
from rectify_xl.notice.publishing import gate
from rectify_xl.notice.writing.compose import compose

AS_OF = date(2026, 9, 26)
INFO = """
[基本信息]
单位名称 | 青石镇卫生院
巡察机构 | 县委第二巡察组
巡察开始 | 2026-01-05
巡察结束 | 2026-02-10
反馈日期 | 2026-03-18
通报日期 | 2026-09-26
联系电话 | 0999-5550123
[问题台账]
编号 | 方面 | 大项 | 具体问题 | 完成程度 | 后续要求 | 整改时限 | 整改进展 | 公开 | 不公开理由
"""
DONE = "P00{} | 关于“甲”方面 | | {} | 已完成 | 无 | 2026-06-30 | 一是补齐资料{}份；二是每月核对一次。 | |"
KEPT = "P00{} | 关于“甲”方面 | | {} | 已完成 | 长期坚持 | 2026-06-30 | 一是修订办法{}项；二是按季抽查。 | |"
OPEN = "P00{} | 关于“乙”方面 | | {} | 整改中 | 无 | 2026-12-31 | 一是完成招标{}次；二是设备正在安装。 | |"
WITHHELD = "P00{} | 关于“乙”方面 | | {} | 已完成 | 无 | 2026-06-30 | 一是移交线索{}件；二是完善流程。 | 否 | 涉密"
PROSE = "\n[通报文稿]\n部分 | 层级 | 标题 | 正文 | 编号 | 关联编号\n" + "\n".join(
    " | ".join((*row, "")) for row in default_prose.ROWS
)
THINGS = ("药品盘点不规范", "值班制度不落实", "公务接待超标准", "合同管理不严格")


def made(*rows: str, prose: str = PROSE, more: str = "") -> Ledger:
    problems = "\n".join(row.format(no, THINGS[no - 1], no + 10) for no, row in enumerate(rows, 1))
    return load(complete(INFO + problems + more + prose))


def printed(ledger: Ledger) -> str:
    document = compose(ledger, as_of=AS_OF, audience="public", as_published=False)
    return "\n".join(paragraph.printed for paragraph in document.paragraphs)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((DONE,), "1个具体问题已全部完成整改。"),
        ((KEPT, DONE), "2个具体问题已全部完成整改，其中完成后长期坚持1个。"),
        ((OPEN,), "1个具体问题正在整改。"),
        ((DONE, OPEN), "2个具体问题中，已完成整改1个，继续整改1个，整改完成率50%。"),
        ((KEPT, DONE, OPEN), "3个具体问题中，已完成整改2个（其中完成后长期坚持1个），继续整改1个，整改完成率66.67%。"),
        ((DONE, WITHHELD, OPEN), "3个具体问题中，已完成整改2个，继续整改1个，整改完成率66.67%。"),
    ],
)
def test_no_zero_is_printed_and_nothing_is_found(rows: tuple[str, ...], said: str) -> None:
    """Without measures, regulations or anything finished no “0项” and no “0个” is printed; the text proofs clean."""
    ledger = made(*rows)
    text = printed(ledger)
    assert said in text
    assert re.findall(r"(?<!\d)0(?:个|项|条|%)", text) == []
    told = [(each.code, each.message) for each in of_ledger(ledger, AS_OF) if each.code not in ("NT201", "NT214")]
    assert told == []


def test_the_sample_is_told_with_all_its_cells_until_it_is_edited() -> None:
    """`check`, `notice` and the gate name the paragraphs that nobody has changed; the last one edited, all is quiet."""
    ledger = made(DONE)
    remarks = [each for each in checks.run(ledger, checks.profile("公开"), AS_OF) if each.code == "RX860"]
    assert [(each.severity, each.sheet, each.cell) for each in remarks] == [("error", "通报文稿", "D5")]
    assert "（D5、D7、D9共3段）" in remarks[0].message
    document = compose(ledger, as_of=AS_OF, audience="internal", as_published=False)
    assert [(each.code, each.severity, each.cell) for each in document.findings] == [("NT214", "warning", "D5")]
    public = compose(ledger, as_of=AS_OF, audience="public", as_published=False)
    assert [(each.code, each.cell) for each in gate.judge(ledger, (), public, (), AS_OF)] == [("NT214", "D5")]
    read = PROSE.replace("我们诚恳", "本院诚恳").replace("及时召开会议", "3月20日、4月8日召开会议")
    assert [each.cell for each in compose_findings(made(DONE, prose=read))] == ["D9"]
    whole = read.replace("实行台账管理", "每周五更新台账")
    assert compose_findings(made(DONE, prose=whole)) == []


def compose_findings(ledger: Ledger) -> list[Finding]:
    return list(compose(ledger, as_of=AS_OF, audience="public", as_published=False).findings)


def test_a_sheet_without_prose_claims_nothing() -> None:
    """Where 通报文稿 is empty, what the ledger computes is printed, and no work that nobody has told of."""
    ledger = made(DONE, prose="")
    text = printed(ledger)
    assert "1个具体问题已全部完成整改。" in text
    assert not re.search("领导小组|召开会议|诚恳接受|台账管理", text)
    [finding] = compose_findings(ledger)
    assert (finding.code, finding.severity) == ("NT208", "warning")


def test_what_earlier_versions_shipped_is_a_sample_too() -> None:
    """A ledger that was made before is told the same."""
    old = (
        "\n[通报文稿]\n部分 | 层级 | 标题 | 正文 | 编号 | 关联编号\n第一部分 | 正文 | | 对照{{ 问题数 }}个具体问题，"
        "制定整改措施{{ 措施数 }}条，逐条明确牵头领导、责任科室和完成时限，实行台账管理，整改一项、验收一项、销号一项；"
        "定期调度进度，对进展缓慢的及时督办。 | | "
    )
    assert [(each.code, each.cell) for each in compose_findings(made(DONE, prose=old))] == [("NT214", "D2")]
