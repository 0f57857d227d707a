"""The page opens offline in a real browser, finds and sorts units, and runs nothing that a unit wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from rectify_xl.documents.consolidated import dashboard
from rectify_xl.errors import PaperError
from rectify_xl.supervision.consolidation.consolidation import Consolidation, RefusedFile
from rectify_xl.supervision.consolidation.overview import overview
from rectify_xl.supervision.consolidation.unit_result import Rejection, SubmittedFile
from tests.browser import Browser, browsing
from tests.drawn_units import consolidation, counted, drawn, finished, problem, standing

HOSTILE = (
    "<script>document.title='黑'</script>局",
    "</script><img src=x onerror=\"document.title='黑'\">",
    "\"'><svg onload=document.title='黑'>",
    "javascript:document.title='黑'",
    "<!--<script>",
    "${document.title='黑'}",
    "\u202e反写局\ud800\x07",
    "http://evil.example/a.png",
)
NAMES = "[...document.querySelectorAll('#units td.name')].map(cell => cell.textContent)"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all pages."""
    with browsing(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


def write(told: Consolidation, target: Path) -> Path:
    dashboard.write(told, overview(told), target)
    return target


def many(count: int) -> Consolidation:
    """Return units of which one is late, one missing, and what the month before said."""
    parts = drawn(count)
    roster = tuple(
        standing(number, unit.unit, "迟报" if number == 3 else "按时", level=unit.level, superior=unit.superior)
        for number, (unit, _) in enumerate(parts, 1)
    )
    before = [(unit, [finished(one.row - 1) for one in problems]) for unit, problems in parts]
    return consolidation(
        parts,
        earlier=consolidation(before, period="2026-08", as_of=date(2026, 8, 31)),
        roster=(*roster, standing(count + 1, "松河区档案馆", "未报", level="县直部门", superior="松河区")),
    )


def opened(browser: Browser, path: Path) -> Browser:
    browser.complaints.clear()
    browser.requests.clear()
    browser.open(path)
    return browser


def test_twelve_units_are_seen_at_once(browser: Browser, tmp_path: Path) -> None:
    """Names, sums and states stand there; nothing is complained of, and nothing but the file is asked for."""
    told = many(12)
    path = write(told, tmp_path / "看板.html")
    page = opened(browser, path)
    assert sorted(page.value(NAMES)) == sorted([*(unit.unit for unit in told.units), "松河区档案馆"])
    sums = page.value("[...document.querySelectorAll('#sums td')].map(cell => cell.textContent)")
    assert str(told.total.problems) in sums
    assert f"{told.total.rate:.1%}" in sums
    assert page.value("document.querySelectorAll('svg').length") >= 5
    assert page.complaints == []
    assert page.requests == [path.resolve().as_uri()]


def test_on_paper_every_page_has_heads_and_the_sums_stand_once(browser: Browser, tmp_path: Path) -> None:
    """All units stand there, of long lists what is left is told; the sums count the units that 汇总表 counts."""
    told = many(120)
    page = opened(browser, write(told, tmp_path / "看板.html"))
    page.paper(tmp_path / "看板.pdf")
    with pdfium.PdfDocument(tmp_path / "看板.pdf") as document:
        pages = ["".join(one.get_textpage().get_text_range().split()) for one in document]
    head = "完成率继续整改逾期校验错误"
    first = next(number for number, text in enumerate(pages) if head in text)
    last = next(number for number, text in enumerate(pages) if "合计（" in text)
    assert last >= first + 4
    assert all(head in text for text in pages[first : last + 1])
    listed = "".join(pages[first : last + 1])
    assert all(unit.unit in listed for unit in told.units)
    whole = "".join(pages)
    assert whole.count("合计（") == whole.count(f"合计（{len(told.units)}家）") == 1
    assert "条没有印，见汇总表。" in whole
    assert page.value("document.querySelectorAll('#units tr').length") == 100
    assert "（其中没有数字的1家）" in page.value("document.getElementById('count').textContent")


def test_five_hundred_units_are_searched_filtered_and_sorted(browser: Browser, tmp_path: Path) -> None:
    """A hundred rows at first, more on demand; the sums follow what is chosen."""
    told = many(500)
    page = opened(browser, write(told, tmp_path / "看板.html"))
    assert page.value("document.querySelectorAll('#units tr').length") == 100
    assert page.value("document.getElementById('count').textContent") == "共501家（其中没有数字的1家），显示前100家"
    page.value("document.getElementById('more').click()")
    assert page.value("document.querySelectorAll('#units tr').length") == 500

    def choose(name: str, words: str) -> None:
        page.value(
            f"{{const box = document.getElementById('{name}'); box.value = '{words}';"
            "box.dispatchEvent(new Event('input')); 0}"
        )

    choose("search", "青林县 教育")
    assert set(page.value(NAMES)) == {unit.unit for unit in told.units if "青林县教育" in unit.unit}
    choose("search", "")
    choose("level", "学校")
    schools = [unit for unit in told.units if unit.level == "学校"]
    total = sum(unit.counts.problems for unit in schools)
    sums = page.value("[...document.querySelectorAll('#sums td')].map(cell => cell.textContent)")
    assert f"合计（{len(schools)}家）" in sums
    assert str(total) in sums
    choose("level", "")
    choose("which", "missing")
    assert page.value(NAMES) == ["松河区档案馆"]
    choose("which", "")
    page.value("document.querySelector('th[data-key=overdue] button').click()")
    assert page.value("document.querySelector('th[data-key=overdue]').getAttribute('aria-sort')") == "descending"
    worst = max(unit.counts.overdue for unit in told.units)
    assert page.value("document.querySelector('#units td.late').textContent") == str(worst)
    assert page.complaints == []


def test_what_a_unit_wrote_runs_nowhere(browser: Browser, tmp_path: Path) -> None:
    """Names, problems, messages and file names of every kind of attack are seen as they are written, and no more."""
    parts = []
    for place, text in enumerate(HOSTILE):
        problems = [
            problem(number, text, aspect=text, group=text, progress=text, overdue=True, late_days=99)
            for number in (1, 2, 3)
        ]
        parts.append((counted(text, problems, key=str(place), level=text, superior=text), problems))
    before = [(unit, [one._replace(done=True, overdue=False) for one in problems]) for unit, problems in parts]
    refused = tuple(
        RefusedFile(SubmittedFile(text, "0" * 64, 1), text, (Rejection("HZ101", text, text),)) for text in HOSTILE
    )
    told = consolidation(
        parts,
        earlier=consolidation(before, period=HOSTILE[0]),
        refused=refused,
        caveats=HOSTILE,
        sources=HOSTILE,
        roster=tuple(standing(place, text, "未报", level=text) for place, text in enumerate(HOSTILE)),
    )
    path = write(told, tmp_path / "看板.html")
    page = opened(browser, path)
    assert page.value("document.title") == "2026年9月巡察整改汇总"
    assert set(HOSTILE[:6]) <= set(page.value(NAMES))
    assert page.value("document.querySelectorAll('img, iframe, object, embed, form, link, base').length") == 0
    assert page.value("document.scripts.length") == 2
    assert (
        page.value(
            "[...document.querySelectorAll('*')].some(node => [...node.attributes].some(a => a.name.startsWith('on')))"
        )
        is False
    )
    assert page.value("[...document.links].every(link => link.getAttribute('href').startsWith('#'))") is True
    assert page.complaints == []
    assert page.requests == [path.resolve().as_uri()]


def test_the_policy_stops_a_script_that_is_put_in(browser: Browser, tmp_path: Path) -> None:
    """Whoever changes the file by hand gets no script run: its digest is not the one that the page allows."""
    path = write(many(3), tmp_path / "看板.html")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("</header>", "<script>document.title='黑'</script></header>"), encoding="utf-8")
    page = opened(browser, path)
    assert page.value("document.title") == "2026年9月巡察整改汇总"
    assert any("Content Security Policy" in complaint for complaint in page.complaints)


def test_nothing_to_show_is_a_page_too(browser: Browser, tmp_path: Path) -> None:
    """Every list says that it is empty."""
    page = opened(browser, write(consolidation([]), tmp_path / "看板.html"))
    text = page.value("document.body.innerText")
    for words in ("没有预警", "没有两家以上单位共有的问题", "没有退件", "没有更早的一期"):
        assert words in text
    assert page.complaints == []


def test_the_file_names_no_other_place(tmp_path: Path) -> None:
    """No address of the network stands in it, and the same numbers give the same file."""
    told = many(12)
    path = write(told, tmp_path / "看板.html")
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"https?://|//[a-z]|@import|url\(", text) == []
    assert dashboard.page(told, overview(told)) == text


def test_more_units_than_the_page_holds_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says so, and the command does."""
    monkeypatch.setattr(dashboard, "MOST_UNITS", 5)
    told = consolidation(drawn(8))
    target = tmp_path / "看板.html"
    written = dashboard.write(told, overview(told), target)
    assert written.summary == ("看板上的单位只列前5条（共8条），全部见汇总表",)
    assert written.summary[0] in target.read_text(encoding="utf-8")


def test_more_problems_undone_again_than_the_page_holds_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As every list of the page that is cut."""
    monkeypatch.setattr(dashboard, "MOST_LISTED", 1)
    now, then = [problem(1), problem(2)], [finished(1), finished(2)]
    before = consolidation([(counted("甲局", then), then)], period="2026-08", as_of=date(2026, 8, 31))
    told = consolidation([(counted("甲局", now), now)], earlier=before)
    written = dashboard.write(told, overview(told), tmp_path / "看板.html")
    assert written.summary == ("看板上的完成又退回只列前1条（共2条），全部见汇总表",)


def test_a_page_is_written_whole_and_over_nothing_unasked(tmp_path: Path) -> None:
    """As every output is."""
    told = consolidation(drawn(1))
    target = write(told, tmp_path / "看板.html")
    with pytest.raises(PaperError, match="已存在"):
        write(told, target)
    with pytest.raises(PaperError, match="结尾"):
        write(told, tmp_path / "看板.xlsx")
