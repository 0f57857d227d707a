"""Files and folders chosen in the page: whatever lies there, and whatever a hand does."""

from __future__ import annotations

import os
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from rectify_xl.doors.service import page
from tests.doors.service.conftest import Posting
from tests.doors.service.in_browser import (
    browser,
    button,
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


def picking(driver: webdriver.Chrome) -> list[WebElement]:
    """Open the picker and return its rows."""
    driver.find_element(By.ID, "choose").click()
    wait(driver, "#dialog-list button")
    return rows(driver)


def rows(driver: webdriver.Chrome) -> list[WebElement]:
    return driver.find_elements(By.CSS_SELECTOR, "#dialog-list button")


def row(driver: webdriver.Chrome, text: str) -> WebElement:
    return next(element for element in rows(driver) if element.text == text)


def text(driver: webdriver.Chrome, name: str) -> str:
    return driver.find_element(By.ID, name).text


def test_nothing_chosen_is_not_taken_for_an_answer(browser: webdriver.Chrome, door: Posting, tmp_path: Path) -> None:
    """The dialog stays and says so; a folder says what it does not list, and an empty one that it is empty."""
    empty = tmp_path / "空"
    empty.mkdir()
    for name in ("旧台账.xls", "说明.docx"):
        (tmp_path / name).touch()
    ledger = ledgers.small(tmp_path)
    opened(browser, door, ledger)
    picking(browser)
    assert text(browser, "dialog-listed") == "只列出能选的文件（.xlsx）；另有2个别的文件没有列出。"
    browser.find_element(By.ID, "dialog-yes").click()
    assert (len(dialogs(browser)), "还没有选文件" in text(browser, "dialog-error")) == (1, True)
    row(browser, ledger.name).click()
    assert text(browser, "dialog-error") == ""
    row(browser, f"空{os.sep}").click()
    wait_for(browser, lambda: text(browser, "dialog-place") == str(empty))
    assert text(browser, "dialog-listed") == "这个文件夹里没有能选的文件（.xlsx）。"
    browser.find_element(By.ID, "dialog-yes").click()
    assert "还没有选文件" in text(browser, "dialog-error")
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert dialogs(browser) == []
    assert faults(browser) == []


def test_a_double_click_or_enter_twice_chooses_and_confirms(
    browser: webdriver.Chrome, door: Posting, tmp_path: Path
) -> None:
    """A second click keeps what the first chose; a double click on a folder opens that one alone."""
    inner = tmp_path / "甲" / "乙" / "丙"
    inner.mkdir(parents=True)
    names = ("一.xlsx", "二.xlsx", "三.xlsx")
    for name in names:
        (tmp_path / name).touch()
    opened(browser, door, tmp_path / "无.xlsx")
    picking(browser)
    for _ in range(2):
        row(browser, "一.xlsx").click()
    assert row(browser, "一.xlsx").get_attribute("aria-pressed") == "true"
    ActionChains(browser).double_click(row(browser, "二.xlsx")).perform()
    wait_for(browser, lambda: text(browser, "ledger") == str(tmp_path / "二.xlsx"))
    picking(browser)
    browser.switch_to.active_element.send_keys(Keys.END)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert len(dialogs(browser)) == 1
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    wait_for(browser, lambda: text(browser, "ledger") == str(tmp_path / max(names)))
    picking(browser)
    ActionChains(browser).double_click(row(browser, f"甲{os.sep}")).perform()
    wait_for(browser, lambda: text(browser, "dialog-place") == str(tmp_path / "甲"))
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)


def test_a_name_cannot_pose_as_another(browser: webdriver.Chrome, door: Posting, tmp_path: Path) -> None:
    """Signs that turn or hide letters stand there as codes; a long name is broken, and nothing is to be moved aside."""
    turned, lines, long = "台账\u202excod.xlsx", "甲\n乙.xlsx", f"{'长' * 70}.xlsx"
    for name in (turned, lines, long):
        (tmp_path / name).touch()
    opened(browser, door, tmp_path / "无.xlsx")
    size = browser.get_window_size()
    browser.set_window_size(500, 700)
    picking(browser)
    row(browser, "甲〔U+000A〕乙.xlsx")
    width = browser.execute_script(
        "const list = document.getElementById('dialog-list'); return list.scrollWidth - list.clientWidth;"
    )
    assert width == 0
    assert row(browser, long).is_displayed()
    ActionChains(browser).double_click(row(browser, "台账〔U+202E〕xcod.xlsx")).perform()
    wait_for(browser, lambda: text(browser, "ledger") == str(tmp_path / "台账〔U+202E〕xcod.xlsx"))
    opened(browser, door)
    assert text(browser, "ledger") == str(tmp_path / "台账〔U+202E〕xcod.xlsx")
    browser.set_window_size(size["width"], size["height"])


def test_a_link_to_itself_hides_nothing_else(tmp_path: Path) -> None:
    """It is neither a folder nor a file; the rest of the folder is listed."""
    (tmp_path / "圈.xlsx").symlink_to("圈.xlsx")
    (tmp_path / "断.xlsx").symlink_to("没有.xlsx")
    (tmp_path / "台账.xlsx").touch()
    assert [row["label"] for row in page.listing(str(tmp_path))["files"]] == ["台账.xlsx"]


def test_a_ledger_whose_name_is_in_gbk_is_chosen_and_checked(
    browser: webdriver.Chrome, door: Posting, tmp_path: Path
) -> None:
    """As an old archive leaves it on Linux: the name is read as it was meant, and the file works."""
    folder = os.path.join(os.fsencode(tmp_path), "巡察".encode("gbk"))  # noqa: PTH118 - pathlib takes no bytes
    os.mkdir(folder)  # noqa: PTH102 - as above
    ledger = ledgers.small(Path(os.fsdecode(folder)), name=os.fsdecode("整改台账.xlsx".encode("gbk")))
    opened(browser, door, tmp_path / "无.xlsx")
    picking(browser)
    row(browser, f"巡察{os.sep}").click()
    wait_for(browser, lambda: text(browser, "dialog-place") == str(tmp_path / "巡察"))
    ActionChains(browser).double_click(row(browser, "整改台账.xlsx")).perform()
    wait_for(browser, lambda: text(browser, "ledger") == str(tmp_path / "巡察" / "整改台账.xlsx"))
    button(browser, "校验台账").click()
    assert "已写入《校验结果》" in dialog_text(browser)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    wait_for(browser, lambda: ready(browser, "校验台账"))
    assert cells(FileHost(ledger).book().read(), "校验结果")[1:]
    assert faults(browser) == []
