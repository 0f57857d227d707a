"""A click that is to end before its end: by the button of the page, by closing the page, by the next click."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from rectify_xl.doors.ribbon import run_lock
from rectify_xl.doors.ribbon.progress import StoppedError
from rectify_xl.doors.service.exchange import ClickExchange
from rectify_xl.doors.service.state_file import PROTOCOL
from rectify_xl.system import written_files
from tests.consolidated_units import draw
from tests.doors.service.conftest import Posting
from tests.doors.service.in_browser import (
    SECONDS,
    browser,
    button,
    choose_variant,
    dialog_text,
    dialogs,
    door,
    opened,
    ready,
    wait,
    wait_for,
)
from tests.workbook.live import ledgers

__all__ = ["browser", "door"]


def sent_in(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of ledgers, at which the page begins: so many that they take a while."""
    folder = place / "报送"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return draw(folder, 40)


def consolidate(browser: webdriver.Chrome, folder: Path) -> None:
    """Press 汇总下级 on that folder, without a roster, and let it run."""
    button(browser, "汇总下级").click()
    wait_for(browser, lambda: browser.find_element(By.ID, "dialog-place").text == str(folder))
    browser.find_element(By.ID, "dialog-yes").click()
    wait_for(browser, lambda: "名册" in dialog_text(browser))
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    wait_for(browser, lambda: not dialogs(browser))


def in_view(driver: webdriver.Chrome, element: WebElement) -> bool:
    """Tell whether an element lies within the window, without scrolling to it."""
    script = "const box = arguments[0].getBoundingClientRect(); return 0 <= box.top && box.bottom <= innerHeight;"
    return driver.execute_script(script, element) is True


def test_a_long_run_is_stopped_from_the_page(
    browser: webdriver.Chrome, door: Posting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that works on no ledger; nothing is made, that is told, and the focus goes back to the button."""
    folder = sent_in(tmp_path, monkeypatch)
    size = browser.get_window_size()
    browser.set_window_size(500, 500)
    opened(browser, door)
    stop = browser.find_element(By.ID, "stop")
    assert not stop.is_displayed()
    consolidate(browser, folder)
    wait(browser, "#stop")
    assert in_view(browser, stop), "a narrow page is long: its button must not lie below"
    stop.send_keys(Keys.ENTER)
    assert dialog_text(browser) == "已按您的要求停止，台账没有改动。"
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    wait_for(browser, lambda: ready(browser, "汇总下级"))
    assert not stop.is_displayed()
    assert browser.switch_to.active_element.text == "汇总下级"
    assert "已按您的要求停止" in browser.find_element(By.ID, "history").text
    assert [path.name for path in tmp_path.glob("汇总下级*")] == []
    browser.set_window_size(size["width"], size["height"])


def test_a_page_that_is_closed_stops_what_runs(
    browser: webdriver.Chrome, door: Posting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is left who would hear of it."""
    folder = sent_in(tmp_path, monkeypatch)
    opened(browser, door)
    consolidate(browser, folder)
    wait(browser, "#stop")
    assert door.service.running_clicks == 1
    opened(browser, door)
    WebDriverWait(browser, SECONDS).until(lambda _: not door.service.running_clicks)
    assert [path.name for path in tmp_path.glob("汇总下级*")] == []


def test_a_page_that_is_closed_frees_its_ledger(browser: webdriver.Chrome, door: Posting, tmp_path: Path) -> None:
    """A question was open: the next page is asked nothing about it."""
    ledger = ledgers.small(tmp_path)
    opened(browser, door, ledger)
    choose_variant(browser, "销号审批", "申请")
    dialog_text(browser)
    assert run_lock.other(str(ledger))
    opened(browser, door)
    WebDriverWait(browser, SECONDS).until(lambda _: not run_lock.other(str(ledger)))
    button(browser, "校验台账").click()
    assert "已写入《校验结果》" in dialog_text(browser)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    wait_for(browser, lambda: ready(browser, "校验台账"))


def test_a_click_goes_on_after_it_has_stopped_another(browser: webdriver.Chrome, door: Posting, tmp_path: Path) -> None:
    """The browser of the other was killed: nobody answers its question any more."""
    ledger = ledgers.small(tmp_path)
    wish = {"protocol": PROTOCOL, "command": "close", "variant": "apply", "book": None, "file": str(ledger)}
    assert door.post("/click", wish)[1]["op"] == "input"
    opened(browser, door, ledger)
    button(browser, "校验台账").click()
    assert dialog_text(browser) == "“销号审批”还在处理这本台账。要停止它吗？"
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    wait_for(browser, lambda: dialogs(browser) and "现在接着办“校验台账”吗" in dialog_text(browser))
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    wait_for(browser, lambda: dialogs(browser) and "已写入《校验结果》" in dialog_text(browser))
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    wait_for(browser, lambda: ready(browser, "校验台账"))


def test_a_click_that_cannot_be_stopped_soon_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is being written is written to its end."""
    _ = home
    monkeypatch.setattr(run_lock, "STOP_SECONDS", 0.2)
    with run_lock.mark("甲.xlsx", "预警研判"):
        assert not run_lock.ended("甲.xlsx", 0.2)
    assert run_lock.ended("甲.xlsx", 0.2)


def test_what_an_end_kept_from_being_told_is_told_at_last() -> None:
    """Stopped too late: what was done is said all the same; a question alone is not."""
    exchange = ClickExchange()
    exchange.cancel()
    for text, buttons in (
        ("已写入《校验结果》。\n\n跳到第一处吗？", "yes_no"),
        ("要停止它吗？", "yes_no"),
        ("完。", "ok"),
    ):
        with pytest.raises(StoppedError):
            exchange.wish("alert", text=text, buttons=buttons)
    exchange.finish()
    assert exchange.next_wish().arguments == {"trouble": "已写入《校验结果》。\n\n完。"}


def test_who_stops_too_late_hears_what_is_written() -> None:
    """Never that the ledger is unchanged, once it is not."""
    written_files.forget()
    assert written_files.stopped("停了。") == "停了。"
    written_files.note("台账.xlsx")
    assert written_files.stopped("停了。") == "已按您的要求停止；“台账.xlsx”在停止以前已经写好，请打开核对。"
    written_files.forget()
