"""What is right gets no finding, in whatever way it is written: each of these was once, or might be, misread."""

from __future__ import annotations

from datetime import date

import pytest

from rectify_xl.notice.proof import proof
from rectify_xl.readers.read_source import lines
from tests.notice.proof.planted import NOTICE

AS_OF = date(2025, 11, 20)

VARIANTS: dict[str, tuple[tuple[str, str], ...]] = {
    "a share is that of what its word names": (
        ("已完成整改6个（其中长期坚持2个），继续整改2个，整改完成率75%", "已完成整改6个，继续整改2个，整改完成率75%"),
        ("整改完成率75%", "完成率百分之七十五"),
        ("整改完成率75%", "占75%"),
        ("合格1311次，合格率95%", "合格1311次、不合格69次，合格率95%"),
        ("合格1311次，合格率95%", "合格率由去年的88%提高到95%"),
        ("办结39件，其余3件已退回补正", "办结39件，办结率92.9%，其余3件已退回补正"),
        ("安装在线计量设备58台", "安装在线计量设备58台，占取水户116户的50%"),
        ("对2名责任人批评教育", "发放问卷200份，收回190份，回收率95%，满意180份，满意率94.7%"),
        ("对2名责任人批评教育", "参训率达95%以上，处理责任人2名"),
        ("财务室按月核对", "按10%的比例抽查凭证120份"),
    ),
    "a status that begins with a number, a percentage or a list is one": (
        (
            "工业户已整改完成；农业灌区计量设施继续整改，2026年3月底前完成。",
            "58户已完成；12户继续整改，2026年3月底前完成。",
        ),
        (
            "工业户已整改完成；农业灌区计量设施继续整改，2026年3月底前完成。",
            "（1）工业户已整改完成；（2）农业灌区继续整改，2026年3月底前完成。",
        ),
        ("按月核对。\n整改完成情况：已整改完成。", "按月核对。\n整改完成情况：100%完成。"),
        ("整改完成情况：正在整改，2025年12月底前完成。", "整改完成情况：2025年12月底前完成。"),
    ),
    "a heading names what was wrong": (
        ("防汛物资储备不足", "连续三年未开展防汛演练"),
        ("小型水库巡查走过场", "小型水库巡查尚未全覆盖"),
        ("取水许可审批超期", "取水许可证未办结"),
        ("公务接待台账不规范", "公务接待台账至今未建立"),
        ("工程变更未按程序审批", "拟于2024年6月底前完成的工程变更未审批"),
        ("党员教育形式单一", "党员教育还在照本宣科，正在整改的没有跟踪"),
    ),
    "a period without a year is that of the months before": (
        ("1月至9月巡查", "1—9月巡查"),
        ("1月至9月巡查", "7月和10月巡查"),
        ("1月至9月巡查", "上半年巡查"),
        ("1月至9月巡查", "7月、8月、9月巡查"),
        ("1月至9月巡查", "1月1日至9月30日巡查"),
        ("1月至9月巡查", "前三季度巡查"),
        ("1月至9月巡查", "汛期（5月至9月）巡查"),
        ("1月至9月巡查", "今年1月至9月巡查"),
        ("1月至9月巡查", "2025年1月至9月巡查"),
        ("1月至9月巡查", "1至9月巡查"),
    ),
    "what was done by a day is told, not promised": (
        ("二是退回超标准费用1260元", "二是超标准费用1260元于9月30日前全部退回"),
        ("二是退回超标准费用1260元", "二是9月30日前全部退回超标准费用1260元"),
        ("二是退回超标准费用1260元", "二是9月底前3名同志均已退回超标准费用"),
        ("补征水资源费86.4万元，", "8月底前补征水资源费86.4万元，"),
        ("选派4名技术人员到流域机构跟班学习", "8月15日前4名技术人员全部到流域机构报到"),
        ("7月18日前6个乡镇仓库全部完成盘点", "7月18日前完成6个乡镇仓库盘点"),
        ("抽调人员9名，其中机关5名、下属单位4名", "7月5日前抽调人员9名，全部到岗"),
        ("二是公布办理流程和监督电话", "二是9月1日前在网站公布办理流程"),
    ),
    "parts of another unit belong to no total": (
        ("风险点31个（高风险6个、中风险10个、低风险15个）", "风险点31个，其中高风险6个"),
        (
            "风险点31个（高风险6个、中风险10个、低风险15个），制定防控措施64条",
            "风险点19个，其中高风险4个、中风险6个、低风险9个，制定防控措施103条",
        ),
        ("对2名责任人批评教育", "查处问题5个，其中立案2件，处分6人"),
        ("补登接待清单18份", "补登接待清单18份，其中2024年度11份，涉及金额3260元"),
        ("补登接待清单18份", "查处违规报销12笔3.2万元，其中差旅费8笔2.1万元、培训费4笔1.1万元"),
        ("财务室按月核对", "检查科室15个，发现问题32个，制发通报4份"),
        ("财务室按月核对", "检查企业100家次，发现隐患60处，整改60处"),
    ),
    "examples are no parts": (
        ("抽调人员9名，其中机关5名、下属单位4名", "抽调人员9名，其中党员7名、女同志3名"),
        (
            "组织党员47名到抗洪纪念馆现场教学，其中在职党员36名、退休党员11名",
            "组织党员47名，其中科级干部12名、高级职称9名",
        ),
        ("8座、一般水库15座", "8座"),
        ("救生衣300件", "救生衣300件，其中儿童用60件"),
    ),
    "a heading may hold 问题 inside its quotation marks": (
        ("针对“公务接待台账不规范”问题。", "针对“公务接待台账不规范问题”。"),
        ("针对“公务接待台账不规范”问题。", "针对“公务接待台账不规范的问题”。"),
    ),
    "Chinese numerals in names and idioms are no counts": (
        ("财务室按月核对", "严格执行中央八项规定精神，落实三公经费一张清单"),
        ("财务室按月核对", "增强“四个意识”，做到“两个维护”"),
        ("财务室按月核对", "坚持一事一议、一人一策，一件一件抓落实"),
        ("财务室按月核对", "一名班子成员包联一个科室，两个月一轮"),
        ("二是每月开展一次主题党日", "二是落实三会一课，三个支部各办一次党课"),
        ("二是每月开展一次主题党日", "二是把五项任务分解到九个股室"),
    ),
    "totals that hold, in other words": (
        ("共20次", "共计20次"),
        ("共20次", "合计20次"),
        ("开展督导12次、现场核查8次，共20次", "开展督导十二次、现场核查八次，共二十次"),
        ("其中新建3项、修改4项", "其中新建三项、修改四项"),
        ("办结39件，其余3件已退回补正", "办结39件，退回补正3件"),
        ("整改措施二十条", "整改措施20条"),
        ("8个具体问题中", "八个具体问题中"),
        ("2个方面、4个大项、8个具体问题", "两个方面、四个大项、八个具体问题"),
    ),
    "tables whose sums hold": (
        ("合计\t8\t6\t2\t75%", "合计\t8\t6\t2\t75.0%"),
        ("合计\t8\t6\t2\t75%", "总计\t8\t6\t2\t/"),
        (
            "反馈方面\t问题数\t已完成\t继续整改\t完成率\n履行水利职责\t4\t3\t1\t75%\n全面从严治党\t4\t3\t1\t75%\n合计\t8\t6\t2\t75%",
            "序号\t股室\t问题数\t其中逾期\n1\t办公室\t5\t0\n2\t财务股\t3\t1\n合计\t\t8\t1",
        ),
        (
            "反馈方面\t问题数\t已完成\t继续整改\t完成率\n履行水利职责\t4\t3\t1\t75%\n全面从严治党\t4\t3\t1\t75%\n合计\t8\t6\t2\t75%",
            "反馈方面\n问题数\n已完成\n继续整改\n履行水利职责\n4\n3\n1\n全面从严治党\n4\n3\n1\n合计\n8\n6\n2",
        ),
    ),
}


@pytest.mark.parametrize(
    ("old", "new"),
    [pair for pairs in VARIANTS.values() for pair in pairs],
    ids=lambda text: text[:18].replace("\n", " "),
)
def test_a_sound_variant_gets_no_finding(old: str, new: str) -> None:
    """The same notice, rightly written in another way, has nothing to report about its numbers, dates and statuses."""
    assert old in NOTICE
    found = proof(lines(NOTICE.replace(old, new, 1)), AS_OF)
    doubts = [(each.code, each.message) for each in found if not _is_count_of_measures(each.message)]
    assert doubts == []


def _is_count_of_measures(message: str) -> bool:
    """Tell whether a finding is about the number of measures, which a variant with fewer points changes."""
    return message.startswith("文中写明整改措施")


@pytest.mark.parametrize("groups", ["2个大项", "3个大项"])
def test_an_aspect_without_groups_counts_as_one_or_as_none(groups: str) -> None:
    """Both customs of counting 大项 are right; a number that neither gives is not."""
    bare = NOTICE.replace("1.关于“防汛责任落实不到位”问题\n", "").replace("2.关于“水资源管理宽松软”问题\n", "")
    assert proof(lines(bare.replace("4个大项", groups)), AS_OF) == ()
    assert [each.code for each in proof(lines(bare), AS_OF)] == ["PR103"]


@pytest.mark.parametrize(
    "said", ["，其中1个问题不予公开", "（其中1个不公开）", "，另有1个具体问题因涉密不宜公开", "，不公开的问题1个"]
)
def test_what_is_withheld_is_missing_from_no_total(said: str) -> None:
    """A public edition that says how many problems it leaves out adds up; one that does not is told how to say it."""
    nine = (
        NOTICE.replace("8个具体问题", "9个具体问题")
        .replace("已完成整改6个", "已完成整改7个")
        .replace("75%", "77.8%", 1)
    )
    table = nine.replace("\t8\t6\t2", "\t9\t7\t2").replace("全面从严治党\t4\t3\t1\t75%", "全面从严治党\t5\t4\t1\t80%")
    sound = table.replace("合计\t9\t7\t2\t75%", "合计\t9\t7\t2\t77.8%")
    told = sound.replace("9个具体问题。", f"9个具体问题{said}。", 1)
    assert [(each.code, each.message) for each in proof(lines(told), AS_OF)] == []
    codes = [(each.code, "其中×个不公开" in each.message) for each in proof(lines(sound), AS_OF)]
    assert codes == [("PR103", True), ("PR103", True)]


def test_one_habit_is_one_finding() -> None:
    """Twenty blanks, twenty points for full stops: each habit is told once, with its count and all its lines."""
    blanks = NOTICE.replace("整改情况：一是", "整改情况：一是 ")
    found = proof(lines(blanks), AS_OF)
    assert [(each.code, each.message) for each in found] == [
        (
            "PR707",
            "中文之间或数字前后有空格；同样的写法全文共8处，在第15、18、22、25、30、33、37、40行。",
        )
    ]


def test_a_fact_is_told_wherever_it_is_wrong() -> None:
    """Damaged dates and passed promises are facts: each is a finding of its own, however many there are."""
    text = NOTICE.replace("7月18日前", "2025718日，").replace("8月14日", "2025814日")
    assert [each.code for each in proof(lines(text), AS_OF)] == ["PR201", "PR201"]


@pytest.mark.parametrize(
    "sentence",
    [
        "截至11月28日，完成26个（已销号6个），完成率86.67%，其中长期坚持8个、即知即改3个；继续整改4个，其中逾期2个。",
        "（台账编号：P002；责任科室：办公室；整改时限：2025年9月12日）",
        "整改时限为2025年9月12日（剩余时限2025年10月底）。",
        "2.请于　　　　年　　月　　日前办结，并报整改办登记。",
        "单位：东岭县水利局　　　　截至：2025年11月18日",
        "放行RX802（声明的措施数与台账不符，基本信息!B30、基本信息!B32）。",
    ],
)
def test_what_our_own_papers_print_gets_no_finding(sentence: str) -> None:
    """Fields, forms to be filled in, counts in brackets and cell references are no slips."""
    assert [each.message for each in proof(lines(sentence), AS_OF) if each.code != "PR901"] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "检测水样36个，合格36个，合格率100%。",
        "受理36件，办结36件，办结率100%。",
        "检查20户，整改20户，整改率100%。",
        "应参加50人，实际参加50人，参训率100%。",
    ],
)
def test_all_of_it_is_a_hundred_per_cent(sentence: str) -> None:
    """The commonest share of all: a count may be its own whole where the sentence says it twice."""
    assert [each.message for each in proof(lines(sentence), date(2026, 9, 28)) if each.code == "PR105"] == []


def test_blanks_that_part_the_columns_of_a_table_are_meant() -> None:
    """Three rows with as many columns are a table; to take the blanks out would destroy it."""
    table = "单位 户数 金额\n甲村 3 12.5\n乙村 4 8.2\n丙村 2 6.1\n"
    found = proof(lines(NOTICE.rstrip() + "\n附表\n" + table), AS_OF)
    assert [each for each in found if each.code == "PR707"] == []


def test_the_line_that_differs_from_the_list_is_named() -> None:
    """Of two totals that do not agree, the finding stands where the number is not that of the problems."""
    text = NOTICE.replace("对继续整改的2个问题", "对继续整改3个问题")
    [found] = [each for each in proof(lines(text), AS_OF) if each.code == "PR104"]
    assert found.line is not None
    assert "继续整改3个" in text.splitlines()[found.line - 1]
