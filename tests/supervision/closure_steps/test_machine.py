"""Whatever people do in whatever order: nothing is closed without its conditions, and no history is lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from generate import ledger_builder
from rectify_xl.judgement import checks
from rectify_xl.ledger.changes import revert
from rectify_xl.ledger.changes.undo_record import UndoRecord, record
from rectify_xl.ledger.closure_rules.closure_terms import ROLES, STEPS, Refusal, StepRequest
from rectify_xl.ledger.closure_rules.closure_terms import ClosureStep as Way
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import CellWrite, Changes, Ledger, SheetChanges
from rectify_xl.supervision.closure_steps.relapse import register_relapse
from rectify_xl.supervision.closure_steps.take_steps import apply_step
from rectify_xl.text.cell_value import Raw
from tests.supervision.closure_steps import closing_ledgers

HISTORY = "销号登记"
PROBLEMS = "问题台账"
SIGNATURES = ("验收人", "分管领导", "主要负责人", "上级复核")
FORMALITIES = {"RX205", "RX206", "RX207", "RX415", "RX435", "RX436", "RX505", "RX604", "RX611", "RX703", "RX708"}
"""The checks that look at closures and at what a closed problem must be."""
START = date(2025, 6, 1)

names = st.sampled_from(("张某", "=1+1", "李 某", "@SUM(A1)", ""))
texts = st.sampled_from(("同意", "材料不全", "不同意", "=HYPERLINK(1)", ""))
offsets = st.sampled_from((0, 0, 0, 0, -1, -20, -100, 1))
ids = st.sampled_from(("P001", "P002", "P001", "P002", "p001", "Ｐ００２", "P003", "P999"))


def rows(raw: RawBook, sheet: str) -> list[dict[str, Raw]]:
    """Return the rows of a sheet by header; empty cells and empty rows are left out."""
    header, *body = raw.sheets[sheet].rows
    named: list[dict[str, Raw]] = [
        {str(name): value for name, value in zip(header, row, strict=False) if value not in (None, "")} for row in body
    ]
    return [each for each in named if each]


class Closing(RuleBasedStateMachine):
    """Two problems, people who edit the ledger by hand, and people who use `close` and `reopen`."""

    @initialize(superior=st.sampled_from(("", "是")), cap=st.sampled_from(("", "0", "1")))
    def open_ledger(self, superior: str, cap: str) -> None:
        self.raw = closing_ledgers.book(superior=superior, cap=cap)
        self.files = dict(closing_ledgers.FILES)
        self.done: list[UndoRecord] = []
        self.today = START
        self.superior = superior == "是"
        self.cap = int(cap) if cap else 2

    @property
    def ledger(self) -> Ledger:
        return reader.read_ledger(self.raw)

    def put(self, changes: Changes) -> None:
        """Make changes that a command asked for, and hold them against what stood there before."""
        before, problems = rows(self.raw, HISTORY), rows(self.raw, PROBLEMS)
        closed = self.closed_ids()
        if changes:
            self.done.append(record(self.raw, changes, command="销号审批", at=""))
        self.raw = ledger_builder.apply(self.raw, changes)
        after = rows(self.raw, HISTORY)
        assert len(after) >= len(before)
        for old, new in zip(before, after, strict=False):
            assert old.items() <= new.items(), "a cell of the history was changed or lost"
            assert "结论" not in old or old == new, "a decided row was touched"
        assert closed.isdisjoint(new["问题编号"] for new in after[len(before) :]), "a closed problem was taken up again"
        for old, new in zip(problems, rows(self.raw, PROBLEMS), strict=False):
            assert old.get("编号") not in closed or old == new, "a closed problem was touched"

    def closed_ids(self) -> set[Raw]:
        return {
            each["问题编号"] for each in rows(self.raw, HISTORY) if (each["类型"], each.get("结论")) == ("销号", "通过")
        }

    def edit(self, sheet: str, number: int, column: str, value: Raw) -> None:
        """Type something into a cell, as a person would; closed problems are left alone."""
        header = list(self.raw.sheets[sheet].rows[0])
        write = CellWrite(number, header.index(column) + 1, value)
        self.raw = ledger_builder.apply(self.raw, (SheetChanges(sheet, (write,)),))

    @rule()
    def undo(self) -> None:
        """Take the last command back: nothing is closed by that, and no row of the history is lost but its own."""
        if not self.done:
            return
        before, closed = rows(self.raw, HISTORY), self.closed_ids()
        self.raw = ledger_builder.apply(self.raw, revert.revert(self.done.pop(), self.raw).changes)
        assert self.closed_ids() <= closed
        after = rows(self.raw, HISTORY)
        assert len(before) - 2 <= len(after) <= len(before)
        assert all(new.items() <= old.items() for old, new in zip(before, after, strict=False))

    @rule(days=st.integers(0, 40))
    def wait(self, days: int) -> None:
        self.today += timedelta(days)

    @rule(
        number=st.integers(2, 3),
        cell=st.sampled_from(
            (
                ("完成程度", "已完成"),
                ("完成程度", "整改中"),
                ("剩余事项", None),
                ("剩余时限", None),
                ("剩余事项", "补训"),
                ("完成日期", None),
                ("完成日期", date(2025, 5, 30)),
                ("完成日期", date(2025, 1, 1)),
                ("完成日期", date(2026, 12, 31)),
            )
        ),
    )
    def work(self, number: int, cell: tuple[str, Raw]) -> None:
        if rows(self.raw, PROBLEMS)[number - 2]["编号"] not in self.closed_ids():
            self.edit(PROBLEMS, number, *cell)

    @rule(number=st.integers(2, 3))
    def finish(self, number: int) -> None:
        """Do all that is to be done for a problem."""
        if rows(self.raw, PROBLEMS)[number - 2]["编号"] in self.closed_ids():
            return
        for column, value in (("完成程度", "已完成"), ("剩余事项", None), ("剩余时限", None), ("完成日期", START)):
            self.edit(PROBLEMS, number, column, value)
        self.edit("整改措施", number, "完成程度", "已完成")

    @rule()
    def prove(self) -> None:
        """Let the one document stand for both problems."""
        self.edit("佐证材料", 2, "问题/措施编号", "M001-1、P002")

    @rule(number=st.integers(2, 3), below=st.booleans(), done=st.sampled_from(("已完成", "整改中", None)))
    def measure_comes(self, number: int, done: str | None, *, below: bool) -> None:
        """Add a measure to a problem that is not closed, or one that names only the measure above it."""
        name = str(rows(self.raw, PROBLEMS)[number - 2]["编号"])
        if name in self.closed_ids():
            return
        place = len(self.raw.sheets["整改措施"].rows) + 1
        told = {"措施编号": f"M9-{place}", "完成程度": done, "完成日期": self.today if done == "已完成" else None}
        told |= {"上级措施": f"M{name[1:]}-1"} if below else {"问题编号": f"{name.lower()}、P777"}
        for column, value in told.items():
            self.edit("整改措施", place, column, value)

    @rule(number=st.integers(2, 3))
    def measure_goes(self, number: int) -> None:
        """Empty the first measure of a problem that is not closed."""
        if rows(self.raw, PROBLEMS)[number - 2]["编号"] not in self.closed_ids():
            for column in ("措施编号", "问题编号", "措施内容", "完成程度", "完成日期"):
                self.edit("整改措施", number, column, None)

    @rule(day=st.sampled_from((None, START, date(2026, 12, 31))))
    def evidence_dated(self, day: date | None) -> None:
        self.edit("佐证材料", 2, "日期", day)

    @rule()
    def evidence_goes(self) -> None:
        """Take the one document off both problems, before or after they are closed."""
        self.edit("佐证材料", 2, "问题/措施编号", "P888")

    @rule(held=st.sampled_from((None, closing_ledgers.SEAL, "b" * 64)))
    def evidence_file(self, held: str | None) -> None:
        self.files = {"佐证/办法.pdf": held} if held else {}

    @rule(step=st.sampled_from(STEPS), names_=st.lists(ids, min_size=1, max_size=2), by=names, data=st.data())
    def close(self, step: Way, names_: list[str], by: str, data: st.DataObject) -> None:
        given = StepRequest(
            step=step,
            day=self.today + timedelta(data.draw(offsets)),
            by=by,
            role=data.draw(st.sampled_from((*ROLES, ""))),
            opinion=data.draw(texts),
            requirement=data.draw(texts),
            reason=data.draw(texts),
            until=data.draw(st.none() | st.dates(date(2025, 5, 1), date(2026, 6, 30))),
        )
        self.take(given, names_)

    @rule(name=st.sampled_from(("P001", "P002")), steps=st.integers(1, 6), without=st.integers(0, 11), back=offsets)
    def go_on(self, name: str, steps: int, without: int, back: int) -> None:
        """Try to go the regular way, so that problems do get closed; sometimes a step is left out."""
        way: tuple[dict[str, Any], ...] = (
            {"step": "apply", "by": "吴某"},
            *({"step": "sign", "by": "周某", "role": role, "opinion": "同意"} for role in ROLES[:-1]),
            {"step": "sign", "by": "冯某", "role": ROLES[-1]},
            {"step": "approve"},
        )
        for number, each in enumerate(way[:steps]):
            if number != without:
                self.take(StepRequest(day=self.today + timedelta(back if number == steps - 1 else 0), **each), [name])

    @rule(name=st.sampled_from(("P001", "P002")), steps=st.integers(1, 6))
    def finish_and_go_on(self, name: str, steps: int) -> None:
        self.finish(int(name[-1]) + 1)
        self.prove()
        self.go_on(name, steps, steps, 0)

    @rule(name=st.sampled_from(("P001", "P002")), role=st.sampled_from(ROLES), days=st.integers(0, 9))
    def sign_later(self, name: str, role: str, days: int) -> None:
        """Sign on another day, perhaps once more."""
        self.today += timedelta(days)
        self.take(StepRequest("sign", self.today, by="孙某", role=role, opinion="同意"), [name])

    @rule(name=st.sampled_from(("P001", "P002")), until=st.dates(date(2025, 6, 1), date(2027, 6, 30)))
    def extend(self, name: str, until: date) -> None:
        self.take(StepRequest("extend", self.today, by="吴某", reason="等待采购", until=until), [name])
        self.take(StepRequest("approve", self.today, by="周某", role="分管领导"), [name])

    def take(self, given: StepRequest, names_: list[str]) -> None:
        closed, before = self.closed_ids(), self.ledger
        changes, refused = apply_step(before, names_, given, self.today, self.files)
        assert bool(changes) != bool(refused)
        if refused:
            assert all(each.text and each.remedy for each in refused)
        self.put(changes)
        assert closed <= self.closed_ids()
        for name in self.closed_ids() - closed:
            assert given.step == "approve"
            self.must_be_closable(str(name))

    def must_be_closable(self, name: str) -> None:
        """Hold a problem that has just been closed against the rules, told once more in other words."""
        problem = next(each for each in rows(self.raw, PROBLEMS) if each["编号"] == name)
        assert problem["完成程度"] == "已完成"
        assert "剩余事项" not in problem
        finished = date.fromisoformat(str(problem["完成日期"]))
        assert date(2025, 3, 18) <= finished <= self.today
        tied = rows(self.raw, "整改措施")
        measures = [each for each in tied if name in str(each.get("问题编号", "")).upper().split("、")]
        above = {each.get("措施编号") for each in measures}  # an action whose measure is gone is tied to nothing: RX608
        measures += [each for each in tied if each.get("上级措施") in above]
        assert {each.get("完成程度") for each in measures} == {"已完成"}
        mine = {name, *(each["措施编号"] for each in measures if "措施编号" in each)}
        seals = [
            (each["文件或文号"], each["SHA-256"])
            for each in rows(self.raw, "佐证材料")
            if mine.intersection(str(each["问题/措施编号"]).split("、"))
        ]
        assert seals
        assert all(self.files.get(str(source)) == seal for source, seal in seals)
        row = next(
            each
            for each in rows(self.raw, HISTORY)
            if each["问题编号"] == name and each.get("结论") == "通过" and each["类型"] == "销号"
        )
        wanted = {"申请日期", "申请人", "验收意见", *SIGNATURES[: 4 if self.superior else 3], "日期"}
        assert wanted <= set(row)
        days = [date.fromisoformat(str(row["申请日期"]))]
        days += [date.fromisoformat(str(row[column])[-10:]) for column in SIGNATURES if column in row]
        days.append(date.fromisoformat(str(row["日期"])))
        assert row["验收意见"] != "不同意"
        assert all(
            date.fromisoformat(str(each["完成日期"])) <= days[0] for each in (problem, *measures) if "完成日期" in each
        )
        if self.superior:
            assert str(row["上级复核"])[:-11] not in {str(row[column])[:-11] for column in SIGNATURES[:3]}
        dated = [each["日期"] for each in rows(self.raw, "佐证材料") if "日期" in each]
        assert all(date.fromisoformat(str(each)) <= self.today for each in dated)
        assert days == sorted(days)
        assert max(finished, date(2025, 3, 18)) <= days[-1] <= self.today

    @rule(name=ids, reason=texts, back=offsets)
    def relapse(self, name: str, reason: str, back: int) -> None:
        before = rows(self.raw, PROBLEMS)
        result = register_relapse(self.ledger, name, reason, self.today + timedelta(back), self.today)
        if isinstance(result, Refusal):
            return
        history = rows(self.raw, HISTORY)
        self.put(result.changes)
        after = rows(self.raw, PROBLEMS)
        assert after[:-1] == before
        assert after[-1]["关联编号"] == {"Ｐ００２": "P002"}.get(name, name.upper())
        assert after[-1]["编号"] not in {each["编号"] for each in before}
        assert rows(self.raw, HISTORY) == history

    @invariant()
    def signatures_stand_in_order(self) -> None:
        """No signature stands to the right of an empty place, in any row that closes."""
        for each in rows(self.raw, HISTORY):
            if each["类型"] == "销号":
                signed = [column in each for column in SIGNATURES]
                assert signed == sorted(signed, reverse=True)
                assert "结论" not in each or each["结论"] == "退回" or all(signed[:3])

    @invariant()
    def extensions_stay_below_the_cap(self) -> None:
        granted = [each for each in rows(self.raw, HISTORY) if (each["类型"], each.get("结论")) == ("延期", "通过")]
        for name in {each["问题编号"] for each in granted}:
            assert sum(each["问题编号"] == name for each in granted) <= self.cap

    @invariant()
    def checks_agree(self) -> None:
        """What `close` wrote gives no finding about closures."""
        found = checks.run(self.ledger, checks.profile("公开"), self.today)
        closed = self.closed_ids()
        assert [
            each for each in found if each.code in FORMALITIES and (each.sheet == HISTORY or each.row_id in closed)
        ] == []


TestClosing = Closing.TestCase
TestClosing.settings = settings(
    max_examples=100, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
