"""Who uses the page without a mouse, or listens to it: nothing runs unasked, nothing ends in silence."""

from __future__ import annotations

from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.doors.service.conftest import Posting
from tests.doors.service.in_browser import (
    browser,
    button,
    choose_variant,
    dialog_text,
    dialogs,
    door,
    entries,
    faults,
    opened,
    opener,
    ready,
    wait,
    wait_for,
)
from tests.workbook.live import ledgers

__all__ = ["browser", "door"]


def focused(driver: webdriver.Chrome) -> str:
    """Return what the focus is on, as who listens hears it."""
    return driver.switch_to.active_element.accessible_name


def press(driver: webdriver.Chrome, key: str) -> None:
    driver.switch_to.active_element.send_keys(key)


def test_a_menu_opens_and_nothing_runs_before_an_entry_is_taken(
    browser: webdriver.Chrome, door: Posting, tmp_path: Path
) -> None:
    """Arrows go through all entries and around; Escape goes back; Enter takes one."""
    opened(browser, door, ledgers.small(tmp_path))
    name = "销号审批的其他做法"
    more = opener(browser, "销号审批")
    assert (more.aria_role, more.get_attribute("aria-haspopup"), more.accessible_name) == ("button", "menu", name)
    for key in (Keys.ARROW_DOWN, Keys.ENTER, Keys.SPACE):
        more.send_keys(key)
        texts = [entry.text for entry in entries(browser)]
        assert more.get_attribute("aria-expanded") == "true"
        assert (focused(browser), len(texts) > 2, dialogs(browser)) == (texts[0], True, [])
        for text in (*texts[1:], texts[0], texts[1]):
            press(browser, Keys.ARROW_DOWN)
            assert focused(browser) == text
        press(browser, Keys.ESCAPE)
        assert (focused(browser), entries(browser), more.get_attribute("aria-expanded")) == (name, [], "false")
    more.send_keys(Keys.ARROW_UP)
    assert focused(browser) == texts[-1]
    press(browser, Keys.TAB)
    assert entries(browser) == []
    assert focused(browser) != name
    assert browser.find_element(By.ID, "status").text == ""
    more.send_keys(Keys.ARROW_DOWN)
    for _ in range(texts.index("申请")):
        press(browser, Keys.ARROW_DOWN)
    press(browser, Keys.ENTER)
    assert "问题编号" in dialog_text(browser)
    press(browser, Keys.ESCAPE)
    wait_for(browser, lambda: ready(browser, "销号审批"))
    assert focused(browser) == name
    assert faults(browser) == []


def test_after_a_click_the_focus_is_where_it_was(browser: webdriver.Chrome, door: Posting, tmp_path: Path) -> None:
    """By mouse, by keyboard, and where a dialog came between."""
    opened(browser, door, ledgers.small(tmp_path))
    for hand in ("mouse", "keyboard"):
        if hand == "mouse":
            button(browser, "预警研判").click()
        else:
            button(browser, "预警研判").send_keys(Keys.ENTER)
        dialog_text(browser)
        press(browser, Keys.ENTER)
        wait_for(browser, lambda: ready(browser, "预警研判"))
        assert focused(browser) == "预警研判"
    browser.find_element(By.ID, "choose").click()
    wait(browser, "#dialog-list button")
    press(browser, Keys.ESCAPE)
    assert focused(browser) == "选台账…"


def test_the_field_has_a_name_and_bears_its_complaint(browser: webdriver.Chrome, door: Posting, tmp_path: Path) -> None:
    """A question that is asked again says what was wrong beside the field, aloud."""
    opened(browser, door, ledgers.small(tmp_path))
    choose_variant(browser, "销号审批", "申请")
    question = dialog_text(browser)
    field = browser.find_element(By.ID, "dialog-input")
    assert (field.accessible_name, field.get_attribute("aria-describedby")) == (question, None)
    field.send_keys("P999", Keys.ENTER)
    error = browser.find_element(By.ID, "dialog-error")
    wait_for(browser, lambda: error.text)
    assert "P999" in error.text
    assert (error.aria_role, field.get_attribute("aria-describedby")) == ("alert", "dialog-error")
    assert (field.accessible_name, field.get_attribute("aria-invalid")) == (question, "true")
    press(browser, Keys.ESCAPE)
    wait_for(browser, lambda: ready(browser, "销号审批"))


def test_a_long_text_is_scrolled_with_the_keyboard(browser: webdriver.Chrome, door: Posting, tmp_path: Path) -> None:
    """Where it does not fit; a short one is no stop of Tab."""
    opened(browser, door, ledgers.small(tmp_path))
    size = browser.get_window_size()
    button(browser, "校验台账").click()
    dialog_text(browser)
    text = browser.find_element(By.ID, "dialog-text")
    assert text.get_attribute("tabindex") is None
    browser.set_window_size(500, 300)
    wait_for(browser, lambda: text.get_attribute("tabindex") == "0")
    browser.set_window_size(size["width"], size["height"])
    wait_for(browser, lambda: text.get_attribute("tabindex") is None)
    press(browser, Keys.ENTER)
    wait_for(browser, lambda: ready(browser, "校验台账"))
