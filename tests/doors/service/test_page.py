"""The page in a real browser, with mouse and keyboard: for computers on which no add-in may run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from rectify_xl.doors.service import page
from rectify_xl.errors import RectifyError
from tests.doors.service.conftest import Posting
from tests.doors.service.in_browser import (
    SECONDS,
    answered,
    browser,
    button,
    choose_variant,
    dialog_text,
    dialogs,
    door,
    faults,
    opened,
    ready,
    wait,
    wait_for,
)
from tests.workbook.live import ledgers
from tests.workbook.live.hosts import FileHost, cells

__all__ = ["browser", "door"]


def test_a_ledger_is_chosen_and_checked_with_the_keyboard(
    browser: webdriver.Chrome, door: Posting, tmp_path: Path
) -> None:
    """From the folder that is shown to the result in the ledger; nothing is done with a mouse."""
    folder = tmp_path / "台账 & <b>甲 $1"
    folder.mkdir()
    ledger = ledgers.small(folder)
    opened(browser, door, folder / "无.xlsx")
    browser.find_element(By.ID, "choose").send_keys(Keys.ENTER)
    wait(browser, "#dialog-list button")
    assert browser.find_element(By.ID, "dialog-place").text == str(folder)
    entry = next(e for e in browser.find_elements(By.CSS_SELECTOR, "#dialog-list button") if e.text == ledger.name)
    entry.send_keys(Keys.SPACE)
    browser.find_element(By.ID, "dialog-yes").send_keys(Keys.ENTER)
    WebDriverWait(browser, SECONDS).until(lambda driver: driver.find_element(By.ID, "ledger").text == str(ledger))
    button(browser, "校验台账").send_keys(Keys.ENTER)
    assert "已写入《校验结果》" in dialog_text(browser)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    wait(browser, "#history li")
    assert cells(FileHost(ledger).book().read(), "校验结果")[1:]
    assert faults(browser) == []


def test_questions_are_asked_and_a_cancelled_one_changes_nothing(
    browser: webdriver.Chrome, door: Posting, tmp_path: Path
) -> None:
    """Escape is 取消."""
    ledger = ledgers.small(tmp_path)
    opened(browser, door, ledger)
    before = ledger.read_bytes()
    choose_variant(browser, "销号审批", "申请")
    assert "问题编号" in dialog_text(browser)
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    wait_for(browser, lambda: ready(browser, "销号审批"))
    assert ledger.read_bytes() == before


def test_what_an_office_needs_is_done_on_the_page(browser: webdriver.Chrome, door: Posting, tmp_path: Path) -> None:
    """From warnings to the package that goes up, one button after the other; the last step is taken back."""
    ledger = ledgers.small(tmp_path)
    opened(browser, door, ledger)
    assert "已写入《预警清单》" in answered(browser, "预警研判")
    assert "2个方面、2个大项、3个问题：完成1个" in answered(browser, "汇总统计")
    assert "没有申请销号：1个问题中有1个不能办理" in answered(browser, "销号审批", "申请", ("P001", "张卫国"))
    assert "周调度表" in answered(browser, "周调度")
    assert "已生成通报（内部稿）" in answered(browser, "生成通报", "内部稿")
    assert "已打包上报材料" in answered(browser, "打包上报", typed=("上级同意先报",))
    assert "“打包上报”" in answered(browser, "撤销上一步")
    kinds = {path.name.partition("_20")[0] for path in tmp_path.iterdir() if "_20" in path.name}
    assert kinds == {"周调度表", "整改通报（内部稿）", "打包上报"}
    assert faults(browser) == []


def test_a_new_ledger_is_that_of_the_page_and_takes_no_others_place(
    browser: webdriver.Chrome, door: Posting, tmp_path: Path
) -> None:
    """A name that a ledger has is refused where it was typed; the next button works on the new ledger."""
    old = ledgers.small(tmp_path)
    before = old.read_bytes()
    opened(browser, door, old)
    button(browser, "新建台账").click()
    wait(browser, "#dialog-input").clear()
    browser.find_element(By.ID, "dialog-input").send_keys(str(old), Keys.ENTER)
    wait_for(browser, lambda: "是台账，新台账不能盖在上面" in dialog_text(browser))
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    field = wait(browser, "#dialog-input")
    assert field.get_attribute("value") == str(old)
    field.clear()
    field.send_keys("另一本.xlsx", Keys.ENTER)
    wait_for(browser, lambda: f"已新建台账：{tmp_path / '另一本.xlsx'}" in dialog_text(browser))
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    wait_for(browser, lambda: ready(browser, "新建台账"))
    assert browser.find_element(By.ID, "ledger").text == str(tmp_path / "另一本.xlsx")
    assert old.read_bytes() == before
    assert faults(browser) == []


def test_another_tab_changes_no_ledger_of_this_one(browser: webdriver.Chrome, door: Posting, tmp_path: Path) -> None:
    """What is loaded anew stands where it stood; a new tab begins with what was chosen last."""
    opened(browser, door, tmp_path / "甲.xlsx")
    browser.execute_script("localStorage.setItem('rectify_xl.ledger', arguments[0])", str(tmp_path / "乙.xlsx"))
    browser.refresh()
    wait(browser, "#ribbon button")
    assert browser.find_element(By.ID, "ledger").text == str(tmp_path / "甲.xlsx")


def test_a_new_address_in_an_open_tab_opens_it_anew(browser: webdriver.Chrome, door: Posting) -> None:
    """The code is spent at once; an old one leaves the page as it is."""
    opened(browser, door)
    for code in (door.post("/code", {})[1]["code"], "spent"):
        browser.execute_script("window.before = true")
        browser.execute_script("location.hash = arguments[0]", code)
        wait_for(browser, lambda: not browser.execute_script("return window.before || location.hash"))
        assert wait(browser, "#ribbon button").is_enabled()
    assert door.post("/session", {"code": code}, {"X-Token": ""})[0] == 403


def test_a_page_without_a_good_code_does_nothing(browser: webdriver.Chrome, door: Posting) -> None:
    """A code is good once; the page says where to open it anew."""
    code = door.post("/code", {})[1]["code"]
    assert door.post("/session", {"code": code}, {"X-Token": ""})[0] == 200
    assert door.post("/session", {"code": code}, {"X-Token": ""})[0] == 403
    opened(browser, door)
    browser.execute_script("sessionStorage.clear()")
    browser.get("about:blank")
    browser.get(f"http://{door.service.address}/#{code}")
    assert "已经失效" in dialog_text(browser)


def test_the_page_is_shown_to_its_own_address_alone(door: Posting) -> None:
    """A name bent to this address gets nothing, and no other page may hold it in a frame."""
    status, _, headers = door.send("GET", "/health")
    assert status == 200
    connection = door.send("GET", "/", headers={"Host": "example.org"})
    assert connection[0] == 403
    assert door.post("/files", {"folder": ""}, {"Origin": "http://example.org"})[0] == 403
    assert "frame-ancestors 'none'" in page.POLICY
    assert headers["Cache-Control"] == "no-store"


def labels(listed: dict[str, Any], kind: str) -> list[str]:
    return [row["label"] for row in listed[kind]]


def test_folders_are_listed_as_a_person_needs_them(tmp_path: Path) -> None:
    """Folders first, ledgers only, no marks of open files; what cannot be read is told."""
    for name in ("乙", "甲"):
        (tmp_path / name).mkdir()
    for name in ("台账.xlsx", "~$台账.xlsx", ".~台账.xlsx", "说明.docx", "旧.XLSX"):
        (tmp_path / name).touch()
    listed = page.listing(str(tmp_path))
    assert (labels(listed, "folders"), labels(listed, "files")) == (
        [f"乙{os.sep}", f"甲{os.sep}"],
        ["台账.xlsx", "旧.XLSX"],
    )
    assert (listed["more"], listed["others"]) == (0, 1)
    assert labels(page.listing(str(tmp_path), ()), "files") == ["台账.xlsx", "旧.XLSX", "说明.docx"]
    with pytest.raises(RectifyError, match="打不开文件夹"):
        page.listing(str(tmp_path / "无"))
    with pytest.raises(RectifyError, match="没有写全"):
        page.listing("家")


def test_a_code_is_good_for_a_minute() -> None:
    """And once."""
    now = [0.0]
    codes = page.OneTimeCodes(lambda: now[0])
    first, second = codes.make(), codes.make()
    assert codes.take(first)
    assert not codes.take(first)
    now[0] = page.CODE_SECONDS + 1
    assert not codes.take(second)


def test_a_page_does_nothing_that_another_program_wants(browser: webdriver.Chrome, door: Posting) -> None:
    """Where the answer bears another proof than the one that came with the token, its question is not asked."""
    opened(browser, door)
    door.service.proof = "another"
    button(browser, "新建台账").click()
    assert "已经失效" in dialog_text(browser)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    wait_for(browser, lambda: ready(browser, "新建台账"))
    assert not dialogs(browser)
