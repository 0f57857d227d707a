"""Of many files of a unit one counts, and every file stands somewhere: for all mixtures of files."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rectify_xl.ledger.counting.problem_counts import StatusCounts
from rectify_xl.supervision.consolidation import latest
from rectify_xl.supervision.consolidation.assessed_file import AssessedFile
from rectify_xl.supervision.consolidation.consolidation import RosterUnit
from rectify_xl.supervision.consolidation.former_files import NO_FORMER, FormerFiles, ReceivedThen
from rectify_xl.supervision.consolidation.rejections import rejection
from rectify_xl.supervision.consolidation.roster import Roster
from rectify_xl.supervision.consolidation.unit_result import SubmittedFile, UnitResult

MADE = datetime(2026, 9, 30, 12)  # noqa: DTZ001 - the office's own clock
COUNTS = StatusCounts("合计", 5, 3, 2, 1, 0, 1)


def result(
    unit: str, *, reported: datetime | None, content: str = "1", layout: str = "1", inspection: str = ""
) -> UnitResult:
    return UnitResult(
        *(SubmittedFile("", "", 0), unit, "", inspection, None, reported, layout, content, COUNTS, (COUNTS,)),
        *(1, 2, 1, 0, 0, (), ()),
    )


def assessed(place: str, what: UnitResult | None, received: datetime | None = MADE) -> AssessedFile:
    reasons = () if what else (rejection("HZ102"),)
    return AssessedFile(SubmittedFile(place, place, 1, received), what, rejections=reasons)


UNITS = ("青林县", "⻘林县", "云岭县", "白水县")
results = st.builds(
    lambda unit, days, content, layout: result(
        unit, reported=None if days is None else MADE - timedelta(days=days), content=content, layout=layout
    ),
    st.sampled_from(UNITS),
    st.none() | st.integers(-5, 40),
    st.sampled_from("12"),
    st.sampled_from(["", "1"]),
)


@given(st.lists(st.none() | results, max_size=12))
def test_every_file_stands_in_one_place_only(files: list[UnitResult | None]) -> None:
    """Counted, set aside or refused; one of each unit counts; the order of the files changes nothing."""
    given_files = [assessed(f"{number}.xlsx", what) for number, what in enumerate(files)]
    ordered = latest.sort(given_files, None, MADE)
    places = [
        *(unit.file.place for unit in ordered.units),
        *(file.file.place for file in ordered.refused),
        *(other.file.place for other in ordered.set_aside),
    ]
    assert sorted(places) == sorted(file.file.place for file in given_files)
    assert len({unit.key for unit in ordered.units}) == len(ordered.units)
    backwards = latest.sort(given_files[::-1], None, MADE)
    assert backwards._replace(refused=backwards.refused[::-1]) == ordered


def test_what_was_worked_on_last_counts() -> None:
    """Not what came last; a time in the future is not believed, and told."""
    old = assessed("旧.xlsx", result("青林县", reported=MADE - timedelta(days=9), content="1"))
    new = assessed(
        "新.xlsx", result("青林县", reported=MADE - timedelta(days=2), content="2"), MADE - timedelta(days=1)
    )
    again = assessed("新另存.xlsx", result("青林县", reported=MADE - timedelta(days=3), content="2"))
    ordered = latest.sort([old, new, again], None, MADE)
    assert [unit.file.place for unit in ordered.units] == ["新.xlsx"]
    assert {other.file.place: other.reason for other in ordered.set_aside} == {
        "旧.xlsx": "已有更新",
        "新另存.xlsx": "重报相同",
    }
    future = assessed("假.xlsx", result("青林县", reported=MADE + timedelta(days=300)), MADE - timedelta(days=20))
    (unit,) = latest.sort([future, new], None, MADE).units
    assert unit.file.place == "新.xlsx"
    (unit,) = latest.sort([future], None, MADE).units
    assert [reason.code for reason in unit.rejections] == ["HZ120"]
    packed = future._replace(packed=MADE + timedelta(days=300))
    (unit,) = latest.sort([packed, new], None, MADE).units
    assert unit.file.place == "新.xlsx"
    (unit,) = latest.sort([packed], None, MADE).units
    assert ([reason.code for reason in unit.rejections], unit.reported) == (["HZ120"] * 2, MADE - timedelta(days=20))


def test_a_ledger_goes_before_a_form_and_the_round_of_most_before_another() -> None:
    """A 上报表 that came later does not take the place of the ledger; nor does a ledger of another round."""
    ledger = assessed("台账.xlsx", result("青林县", reported=MADE - timedelta(days=9)))
    form = assessed("上报表.xlsx", result("青林县", reported=None, content="2", layout=""))
    ordered = latest.sort([form, ledger], None, MADE)
    assert (ordered.units[0].file.place, ordered.set_aside[0].reason) == ("台账.xlsx", "另有台账")
    files = [
        assessed(f"{unit}.xlsx", result(unit, reported=MADE - timedelta(days=5), content=unit, inspection="六轮"))
        for unit in ("甲县", "乙县", "丙县", "丁县")
    ]
    files += [
        assessed("旧轮.xlsx", result("甲县", reported=MADE, content="9", inspection="五轮")),
        assessed("只有旧轮.xlsx", result("戊县", reported=MADE, content="8", inspection="五轮")),
    ]
    ordered = latest.sort(files, None, MADE)
    assert {other.file.place: other.reason for other in ordered.set_aside} == {"旧轮.xlsx": "另一轮次"}
    assert [unit.unit for unit in ordered.units if unit.rejections] == ["戊县"]


def test_the_standing_of_units_goes_by_their_first_file() -> None:
    """Who sent in time and sends again later is in time; a file that cannot be read is known by its path."""
    known = Roster(
        (
            RosterUnit(2, "青林县", due=date(2026, 9, 20)),
            RosterUnit(3, "云岭县", due=date(2026, 9, 20)),
            RosterUnit(4, "白水县", ("白水",)),
            RosterUnit(5, "松河区"),
        )
    )

    def came(day: int) -> datetime:
        return datetime(2026, 9, day, 9)  # noqa: DTZ001 - the office's own clock

    files = [
        assessed("a.xlsx", result("青林县", reported=came(15)), came(18)),
        assessed("b.xlsx", result("⻘林县", reported=came(25), content="2"), came(25)),
        assessed("c.xlsx", result("云岭县", reported=came(10)), came(23)),
        assessed("报送/白水县/台账.xlsx", None),
    ]
    ordered = latest.sort(files, known, MADE)
    assert ordered.standings is not None
    assert [(line.line.unit, line.state, line.sent, line.late_days) for line in ordered.standings] == [
        ("青林县", "按时", 2, 0),
        ("云岭县", "迟报", 1, 3),
        ("白水县", "错报", 1, 0),
        ("松河区", "未报", 0, 0),
    ]
    assert ordered.units[0].unit == "青林县"
    assert ordered.units[0].file.place == "b.xlsx"


FORMER = FormerFiles(
    "2026-08",
    date(2026, 8, 31),
    (
        ReceivedThen("2026-08", MADE - timedelta(days=20), frozenset(("旧.xlsx", "坏.pdf"))),
        ReceivedThen("2026-07", MADE - timedelta(days=50), frozenset(("更旧.xlsx",))),
    ),
    {"青林县": "五轮"},
)


def test_what_the_last_period_had_is_no_report_of_this_one() -> None:
    """It counts where nothing newer came; the unit has not reported where the roster asks for a report since."""
    old = assessed("旧.xlsx", result("青林县", reported=MADE - timedelta(days=30)), MADE - timedelta(days=25))
    again = old._replace(file=old.file._replace(place="再发.xlsx", received=MADE - timedelta(days=2)))
    new = assessed(
        "新.xlsx", result("青林县", reported=MADE - timedelta(days=3), content="2"), MADE - timedelta(days=3)
    )
    broken = AssessedFile(SubmittedFile("青林县/坏.pdf", "坏.pdf", 1, MADE - timedelta(days=25)), None)

    def standing(files: list[AssessedFile], due: date | None) -> tuple[str, int, str, str]:
        ordered = latest.sort(files, Roster((RosterUnit(2, "青林县", due=due),)), MADE, FORMER)
        ((line,), (unit,)) = ordered.standings or (), ordered.units
        return line.state, line.sent, unit.carried, line.doubt

    asked, asked_then = date(2026, 9, 29), date(2026, 8, 31)
    words = "本期没有报来新的台账，计入的是上期（2026-08）就有的那一份"
    assert standing([old, broken], asked) == ("未报", 0, "上期（2026-08）", words)
    assert standing([old, new, broken], asked) == ("按时", 1, "", "")
    assert standing([old, again], asked) == ("按时", 1, "", "")
    assert standing([old], None) == ("已报", 1, "上期（2026-08）", words)
    older = assessed("更旧.xlsx", result("青林县", reported=None), MADE - timedelta(days=60))
    assert standing([older], asked) == (
        "未报",
        0,
        "更早（2026-07）",
        words.replace("上期（2026-08）", "更早（2026-07）"),
    )
    assert standing([old], asked_then)[0] == "迟报"  # it came in September: the roster still asks for that of August


def test_what_came_since_goes_before_what_was_there() -> None:
    """A folder that grows says what one for each month says: also of an own table, or one from another mailbox."""
    known = Roster((RosterUnit(2, "青林县", due=date(2026, 9, 29)), RosterUnit(3, "云岭县", mail="y@example.cn")))
    old = assessed("旧.xlsx", result("青林县", reported=MADE - timedelta(days=30)), MADE - timedelta(days=25))
    table = result("青林县", reported=None, content="2")._replace(layout="", intake="不是本工具的版式。")
    own = assessed("自制表.xlsx", table, MADE - timedelta(days=2))
    mailed = assessed("寄.eml/台账.xlsx", result("青林县", reported=None, content="3"), MADE - timedelta(days=1))
    mailed = mailed._replace(file=mailed.file._replace(sender="y@example.cn"))
    for new in (own, mailed):
        ordered = latest.sort([old, new], known, MADE, FORMER)
        (unit,) = ordered.units
        assert ordered.standings is not None
        assert (unit.file.place, unit.carried, ordered.standings[0].doubt) == (new.file.place, "", "")
        assert [(one.file.place, one.reason) for one in ordered.set_aside] == [("旧.xlsx", "已有更新")]
        alone = latest.sort([new], known, MADE, FORMER)
        assert (alone.units[0].rejections, alone.standings) == (unit.rejections, ordered.standings)


def test_ledgers_of_two_rounds_are_asked_about_and_the_one_of_the_last_period_counts() -> None:
    """A new round that nobody has begun does not take the place of the one that runs."""
    running = assessed("五轮.xlsx", result("青林县", reported=MADE - timedelta(days=9), inspection="五轮"))
    fresh = assessed("六轮.xlsx", result("青林县", reported=MADE, content="2", inspection="六轮"))
    for former, counted, aside in ((FORMER, "五轮", "六轮"), (NO_FORMER, "六轮", "五轮")):
        (unit,) = latest.sort([running, fresh], None, MADE, former).units
        assert unit.round == counted
        assert [(reason.code, reason.message) for reason in unit.rejections] == [
            ("HZ108", f"同一单位报了不同轮次的台账：计入的是“{counted}”，没有计入的是“{aside}”。")
        ]


def test_a_name_without_its_county_is_no_other_unit() -> None:
    """The file of 清源县梅龙镇 may bear 梅龙镇, as a roster has it; that the roster lacks the name is told once."""
    known = Roster((RosterUnit(2, "梅龙镇"),))
    (unit,) = latest.sort([assessed("梅龙镇台账.xlsx", result("清源县梅龙镇", reported=MADE))], known, MADE).units
    assert [reason.code for reason in unit.rejections] == ["HZ106"]


def test_the_list_vouches_unless_the_other_ledger_is_later_by_its_own_records() -> None:
    """A ledger beside a package counts only where it was worked on after the list, whatever the date of its file."""
    packed = MADE - timedelta(days=3)
    listed = assessed("台账.xlsx", result("青林县", reported=packed, content="1"), packed)._replace(packed=packed)
    for days, counts, reason in (
        (0, "台账.xlsx", "不在清单"),
        (-1, "台账.xlsx", "已有更新"),
        (2, "补充.xlsx", "已有更新"),
    ):
        laid = assessed("补充.xlsx", result("青林县", reported=packed + timedelta(days=days), content="2"))
        laid = laid._replace(rejections=(rejection("HZ110", "清单里没有。"),), beside=packed)
        ordered = latest.sort([listed, laid], None, MADE)
        assert [unit.file.place for unit in ordered.units] == [counts]
        assert [other.reason for other in ordered.set_aside] == [reason]
    silent = laid._replace(result=result("青林县", reported=None, content="2"))
    assert latest.sort([listed, silent], None, MADE).units[0].file.place == "台账.xlsx"
    altered = listed._replace(rejections=(rejection("HZ110", "改过。"),))
    late = laid._replace(beside=None, rejections=())
    assert latest.sort([altered, late], None, MADE).units[0].file.place == "补充.xlsx"


def test_who_came_nobody_knows_when_is_neither_in_time_nor_late() -> None:
    """A day in the future, and a mail without one: what is doubtful is told beside the day."""
    known = Roster((RosterUnit(2, "青林县", due=date(2026, 9, 20)), RosterUnit(3, "云岭县", due=date(2026, 9, 20))))
    future = assessed("a.xlsx", result("青林县", reported=None), MADE + timedelta(days=400))
    undated = assessed("b.eml/b.xlsx", result("云岭县", reported=None), MADE)
    undated = undated._replace(file=undated.file._replace(undated=True))
    ordered = latest.sort([future, undated], known, MADE)
    assert ordered.standings is not None
    assert [(line.state, line.late_days, line.doubt) for line in ordered.standings] == [
        ("已报", 0, "文件或邮件的日期是2027-11-04，晚于汇总的时候，不知何时收到"),
        ("迟报", 10, "邮件里没有发出的日期，收到时间是邮件文件的日期"),
    ]
    assert [unit.caveats for unit in ordered.units] == [(f"{line.doubt}。",) for line in ordered.standings]
    packed = undated._replace(packed=datetime(2026, 9, 19))  # noqa: DTZ001 - the office's own clock
    (_, second) = latest.sort([packed], known, MADE).standings or ()
    assert (second.state, second.late_days) == ("已报", 0)
    assert second.doubt == "清单写的打包时间是2026-09-19，文件的日期是2026-09-30，何时收到要核对，没有判为按时"


def test_packed_early_and_sent_late_is_not_in_time() -> None:
    """A mail says when it was sent; a file saved the day after its list was made is in time, a late list is late."""
    known = Roster(tuple(RosterUnit(row, f"{row}县", due=date(2026, 9, 20)) for row in range(2, 8)))
    day = datetime(2026, 9, 20, 16)  # noqa: DTZ001 - the office's own clock
    cases = (  # when the list was made, when the file is dated, in days after `day`; whether it came by mail
        (-2, 9, True, "迟报", 9),
        (0, 0, True, "按时", 0),
        (-2, 9, False, "已报", 0),
        (0, 1, False, "按时", 0),
        (3, 9, False, "迟报", 9),
        (3, -2, True, "迟报", 3),
    )
    files = []
    for row, (packed, dated, mailed, *_) in enumerate(cases, 2):
        came = assessed(f"{row}.xlsx", result(f"{row}县", reported=None), day + timedelta(days=dated))
        file = came.file._replace(mailed=mailed)
        files.append(came._replace(file=file, packed=day + timedelta(days=packed)))
    standings = latest.sort(files, known, MADE).standings or ()
    assert [(line.state, line.late_days) for line in standings] == [(state, days) for *_, state, days in cases]
    assert standings[0].doubt == "清单写的打包时间是2026-09-18，邮件是2026-09-29发来的，按邮件算"
    assert standings[2].doubt.endswith("没有判为按时")
    assert [standings[place].doubt for place in (1, 3, 4, 5)] == [""] * 4


def test_units_of_one_name_under_two_superiors_both_count() -> None:
    """Two counties have each a 人民医院; the roster tells them apart by their superiors, else superior and round do."""

    def hospital(superior: str, inspection: str) -> UnitResult:
        return result("人民医院", reported=MADE, content=superior, inspection=inspection)._replace(superior=superior)

    files = [
        assessed("云岭.xlsx", hospital("中共云岭县委巡察办", "四轮")),
        assessed("松河.xlsx", hospital("中共松河区委巡察办", "五轮")),
    ]
    ordered = latest.sort(files, None, MADE)
    assert [unit.unit for unit in ordered.units] == ["人民医院（中共云岭县委巡察办）", "人民医院（中共松河区委巡察办）"]
    known = Roster(
        (
            RosterUnit(2, "松河区人民医院", ("人民医院",), superior="松河区委巡察办"),
            RosterUnit(3, "云岭县人民医院", ("人民医院",), superior="云岭县委巡察办"),
        )
    )
    by_roster = latest.sort(files, known, MADE)
    assert {unit.unit: unit.file.place for unit in by_roster.units} == {
        "松河区人民医院": "松河.xlsx",
        "云岭县人民医院": "云岭.xlsx",
    }


def test_the_unit_itself_goes_before_its_party_organisation() -> None:
    """A ledger that names the unit as the roster does counts; one of its Party organisation stands aside, told."""
    known = Roster((RosterUnit(2, "青林县水利局"),))
    files = [
        assessed("局.xlsx", result("青林县水利局", reported=MADE - timedelta(days=9), content="1")),
        assessed("党组.xlsx", result("青林县水利局党组", reported=MADE, content="2")),
    ]
    assert [unit.file.place for unit in latest.sort(files, known, MADE).units] == ["局.xlsx"]
    (unit,) = latest.sort(files[1:], known, MADE).units
    assert (unit.unit, unit.caveats) == ("青林县水利局", ("台账写的是“青林县水利局党组”，按名册的“青林县水利局”计。",))


def test_a_unit_and_its_party_organisation_may_be_one() -> None:
    """Without a roster nobody knows; other bodies of a unit (机关党委, 工会) are not taken for it."""
    names = ("河东镇", "中共河东镇委员会", "河东镇党委", "县水利局", "县水利局机关党委", "县财政局党组", "县教育局工会")
    files = [assessed(f"{name}.xlsx", result(name, reported=MADE)) for name in names]
    ordered = latest.sort(files, None, MADE)
    (alike,) = latest.perhaps_one(ordered.units)
    assert set(alike) == set(names[:3])


def test_the_name_of_a_file_that_is_another_units_is_told() -> None:
    """Neither the own name, an alias, nor that of the superior is another unit's."""
    known = Roster(
        (
            RosterUnit(2, "青林县教育局", ("县教育局",)),
            RosterUnit(3, "青林县第一中学", superior="青林县教育局"),
            RosterUnit(4, "青林县人民医院"),
        )
    )

    def reasons(place: str, unit: str) -> list[str]:
        (one,) = latest.sort([assessed(place, result(unit, reported=MADE))], known, MADE).units
        return [f"{reason.code} {reason.message}" for reason in one.rejections]

    assert reasons("七月/青林县人民医院.xlsx", "青林县第一中学") == [
        "HZ124 台账写的单位是“青林县第一中学”，文件名“青林县人民医院.xlsx”写的是名册里的“青林县人民医院”。"
    ]
    assert reasons("青林县教育局.xlsx", "青林县教育局机关")[0].startswith("HZ106")
    for place in (
        "青林县教育局/一中.xlsx",
        "青林县教育局 转 一中.xlsx",
        "青林县第一中学、青林县人民医院.xlsx",
        "台账.xlsx",
    ):
        assert reasons(place, "青林县第一中学") == []
    assert reasons("县教育局台账.xlsx", "青林县教育局") == []


def _of(place: str, unit: str, superior: str, content: str, days: int = 1) -> AssessedFile:
    """Return a ledger of a unit that names its superior."""
    what = result(unit, reported=MADE - timedelta(days=days), content=content, inspection="第三轮")
    return assessed(place, what._replace(superior=superior))


def test_units_of_one_name_in_two_places_are_two() -> None:
    """Nobody wrote the full name; of one place are also those that write it with the city before it."""
    files = [
        _of("1.xlsx", "教育局", "中共青林县委巡察办", "1"),
        _of("2.xlsx", "教育局", "云岭县委巡察办", "2"),
        _of("3.xlsx", "教育局", "石门市青林县委", "3", days=9),
        _of("4.xlsx", "教育局", "县委巡察办", "4", days=9),
    ]
    ordered = latest.sort(files, None, MADE)
    assert [unit.file.place for unit in ordered.units] == ["2.xlsx", "1.xlsx"]
    assert [other.file.place for other in ordered.set_aside] == ["3.xlsx", "4.xlsx"]
    assert all("分别计入" in "".join(unit.caveats) for unit in ordered.units)


def test_a_name_that_two_lines_of_the_roster_share_is_nobodys_without_its_place() -> None:
    """The superior tells whose it is; where that does not help it counts by itself, and both lines are named."""
    known = Roster((RosterUnit(2, "青林县教育局", ("教育局",)), RosterUnit(3, "云岭县教育局", ("教育局",))))
    one = latest.sort([_of("1.xlsx", "教育局", "云岭县委巡察办", "1")], known, MADE)
    assert [unit.unit for unit in one.units] == ["云岭县教育局"]
    stated = Roster(tuple(line._replace(superior="县委巡察办") for line in known.units))  # of no county in particular
    same = latest.sort([_of("1.xlsx", "教育局", "云岭县委巡察办", "1")], stated, MADE)
    assert [unit.unit for unit in same.units] == ["云岭县教育局"]
    other = latest.sort([_of("1.xlsx", "教育局", "松河区委巡察办", "1")], known, MADE)
    (unit,) = other.units
    assert (unit.unit, unit.listed) == ("教育局", False)
    assert "第2行“青林县教育局”、第3行“云岭县教育局”都叫“教育局”" in unit.rejections[0].message
    assert [standing.state for standing in other.standings or ()] == ["未报", "未报"]


def test_a_second_file_of_another_place_is_told_beside_the_one_that_counts() -> None:
    """The roster has one line of this name; which of both it means, nobody but the office knows."""
    known = Roster((RosterUnit(2, "教育局"),))
    files = [_of("1.xlsx", "教育局", "青林县委", "1"), _of("2.xlsx", "教育局", "云岭县委", "2", days=3)]
    (unit,) = latest.sort(files, known, MADE).units
    assert [reason.code for reason in unit.rejections] == ["HZ124"]
    assert "“2.xlsx”（云岭县委）" in unit.rejections[0].message


def test_the_day_that_an_archive_keeps_for_a_file_is_no_proof() -> None:
    """Neither one before the ledger's own last change, nor one in time in an archive that was not."""
    due = MADE.date() - timedelta(days=5)
    known = Roster((RosterUnit(2, "青林县", due=due),))
    ledger = result("青林县", reported=MADE - timedelta(days=7))

    def state(received: timedelta, boxed: timedelta | None) -> tuple[str, str]:
        file = assessed("一.zip/台账.xlsx", ledger, MADE - received)
        boxed_at = None if boxed is None else MADE - boxed
        given = file._replace(file=file.file._replace(boxed=boxed_at))
        (standing,) = latest.sort([given], known, MADE).standings or ()
        return standing.state, standing.doubt

    assert state(timedelta(days=6), None) == ("按时", "")
    assert state(timedelta(days=6), timedelta(days=6)) == ("按时", "")
    assert state(timedelta(days=1), timedelta(days=1)) == ("迟报", "")
    for odd in (timedelta(days=6), timedelta(days=20_000)):
        standing, doubt = state(odd, timedelta(days=1))
        assert standing == "已报"
        assert "何时收到" in doubt


def test_a_name_that_says_its_place_is_one_unit_whoever_is_its_superior() -> None:
    """The inspection was the city's, and the second ledger says so."""
    files = [
        _of("1.xlsx", "青林县教育局", "青林县委巡察办", "1", days=3),
        _of("2.xlsx", "青林县教育局", "石门市委巡察办", "2"),
    ]
    ordered = latest.sort(files, None, MADE)
    assert [unit.file.place for unit in ordered.units] == ["2.xlsx"]


def test_a_stranger_is_likened_to_the_unit_of_its_place() -> None:
    """Nobody books its numbers to the same office of another county."""
    known = Roster((RosterUnit(2, "青林县教育局"), RosterUnit(3, "云岭县教育局")))
    (unit,) = latest.sort([_of("1.xlsx", "教育局", "云岭县委巡察办", "1")], known, MADE).units
    assert "名册里相近的是“云岭县教育局”。" in unit.rejections[0].message
    (unit,) = latest.sort([_of("1.xlsx", "教育局", "", "1")], known, MADE).units
    assert "名册里相近的是“青林县教育局”、“云岭县教育局”。" in unit.rejections[0].message


def test_a_paper_that_names_a_unit_is_not_what_that_unit_sent() -> None:
    """A notice to it, a report about it: refused as no workbook, and the unit is 未报; a scan of its ledger is 错报."""
    known = Roster((RosterUnit(2, "青林县教育局", ("教育局",)),))

    def state(name: str) -> str:
        file = assessed(name, None)._replace(rejections=(rejection("HZ103"),))
        (standing,) = latest.sort([file], known, MADE).standings or ()
        return standing.state

    for name in ("青林县教育局关于做好整改工作的通知.pdf", "教育局文件.pdf", "青林县教育局体检报告.pdf"):
        assert state(name) == "未报"
    for name in (
        "青林县教育局.pdf",
        "1、教育局扫描件（盖章）.jpg",
        "青林县教育局/扫描.pdf",
        "关于报送教育局台账的函.pdf",
    ):
        assert state(name) == "错报"
