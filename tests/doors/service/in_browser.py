"""The page in a real browser: what a hand does there, and what an eye sees."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.doors.service.conftest import Posting

Start = Callable[..., Posting]
SECONDS = 60


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Return a browser without a window."""
    driver, program = shutil.which("chromedriver"), shutil.which("chromium") or shutil.which("google-chrome")
    if driver is None or program is None:
        pytest.skip("Chromium and its driver are not installed: the page cannot be used here")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    profile = tmp_path_factory.mktemp("profile")
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1200,900"):
        options.add_argument(word)
    options.add_argument(f"--user-data-dir={profile}")
    chrome = webdriver.Chrome(options, webdriver.ChromeService(driver))
    yield chrome
    chrome.quit()


@pytest.fixture
def door(serving: Start, home: Path) -> Posting:
    _ = home
    return serving()


def opened(browser: webdriver.Chrome, door: Posting, ledger: Path | None = None) -> None:
    """Open the page as the start menu does; with a `ledger`, as a page that had it before."""
    if ledger is not None:
        opened(browser, door)
        for storage in ("localStorage", "sessionStorage"):
            browser.execute_script(f"{storage}.setItem('rectify_xl.ledger', arguments[0])", str(ledger))
    code = door.post("/code", {})[1]["code"]
    browser.get("about:blank")
    browser.get(f"http://{door.service.address}/#{code}")
    wait(browser, "#ribbon button")


def wait(browser: webdriver.Chrome, selector: str) -> WebElement:
    """Return an element once it is seen."""

    def seen(driver: WebDriver) -> list[WebElement]:
        return [element for element in driver.find_elements(By.CSS_SELECTOR, selector) if element.is_displayed()]

    elements: list[WebElement] = WebDriverWait(browser, SECONDS).until(seen)
    return elements[0]


def button(browser: webdriver.Chrome, label: str) -> WebElement:
    return next(b for b in browser.find_elements(By.CSS_SELECTOR, "#ribbon button") if b.text == label)


def dialog_text(browser: webdriver.Chrome) -> str:
    return wait(browser, "dialog[open] #dialog-text").text


def faults(browser: webdriver.Chrome) -> list[str]:
    log: list[dict[str, str]] = browser.get_log("browser")  # type: ignore[no-untyped-call]
    return [entry["message"] for entry in log if entry["level"] == "SEVERE" and "favicon" not in entry["message"]]


def answered(browser: webdriver.Chrome, label: str, variant: str = "", typed: Sequence[str] = ()) -> str:
    """Press a button, type where words are asked for, and answer all with Enter; return what was said."""
    texts, rest = list[str](), list(typed)
    if variant:
        choose_variant(browser, label, variant)
    else:
        button(browser, label).click()
    while True:
        wait_for(browser, lambda: dialogs(browser) or ready(browser, label))
        if not dialogs(browser):
            return "\n".join(texts)
        texts.append(browser.find_element(By.ID, "dialog-text").text)
        field = browser.find_element(By.ID, "dialog-input")
        if field.is_displayed() and rest:
            field.send_keys(rest.pop(0))
        browser.switch_to.active_element.send_keys(Keys.ESCAPE if "现在打开" in texts[-1] else Keys.ENTER)
        last = texts[-1]
        wait_for(
            browser,
            lambda: not dialogs(browser) or browser.find_element(By.ID, "dialog-text").text != last,  # noqa: B023
        )


def choose_variant(browser: webdriver.Chrome, label: str, variant: str) -> None:
    """Choose an entry of the menu beside a button, with the mouse."""
    opener(browser, label).click()
    next(entry for entry in entries(browser) if entry.text == variant).click()


def opener(browser: webdriver.Chrome, label: str) -> WebElement:
    return browser.find_element(By.CSS_SELECTOR, f"button[aria-label='{label}的其他做法']")


def entries(browser: webdriver.Chrome) -> list[WebElement]:
    """Return the entries of the menu that is open."""
    return [e for e in browser.find_elements(By.CSS_SELECTOR, "[role=menuitem]") if e.is_displayed()]


def ready(browser: webdriver.Chrome, label: str) -> bool:
    return button(browser, label).get_attribute("aria-disabled") != "true"


def dialogs(browser: webdriver.Chrome) -> list[WebElement]:
    return browser.find_elements(By.CSS_SELECTOR, "dialog[open]")


def wait_for(browser: webdriver.Chrome, seen: Callable[[], object]) -> None:
    WebDriverWait(browser, SECONDS).until(lambda _: seen())
