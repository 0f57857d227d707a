"""Make docs/images/page.png and dashboard.png anew: pages of this program in a real Chromium.

Needs Chromium, its driver and Chinese fonts.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rectify_xl.commands import demo  # noqa: E402 - the root has to be found first
from rectify_xl.commands.outcome import Request  # noqa: E402
from rectify_xl.doors.service import state_file  # noqa: E402
from rectify_xl.doors.service.server import Service  # noqa: E402

IMAGES = ROOT / "docs" / "images"
SECONDS = 120
LEDGER_KEY = "rectify_xl.ledger"
"""Under which the page remembers the ledger that was chosen last."""


@contextmanager
def browsing(width: int, height: int, profile: Path) -> Iterator[webdriver.Chrome]:
    """Yield a browser without a window; raises `SystemExit` where there is none."""
    driver, program = shutil.which("chromedriver"), shutil.which("chromium") or shutil.which("google-chrome")
    if driver is None or program is None:
        raise SystemExit("Chromium and its driver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=zh-CN"):
        options.add_argument(word)
    options.add_argument(f"--window-size={width},{height}")
    options.add_argument(f"--user-data-dir={profile}")
    browser = webdriver.Chrome(options, webdriver.ChromeService(driver))
    try:
        yield browser
    finally:
        browser.quit()


@contextmanager
def serving() -> Iterator[Service]:
    """Yield a service of our own."""
    service = Service(state_file.new_token())
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.shutdown()
        thread.join()
        service.server_close()


def wait(browser: webdriver.Chrome, selector: str) -> None:
    """Wait until an element is seen."""
    WebDriverWait(browser, SECONDS).until(
        lambda driver: any(element.is_displayed() for element in driver.find_elements(By.CSS_SELECTOR, selector))
    )


def draw_page(browser: webdriver.Chrome, ledger: Path) -> None:
    """Draw the page after a click on 校验台账, with what came of it."""
    with serving() as service:
        address = f"http://{service.address}/"
        browser.get(f"{address}#{service.codes.make()}")
        wait(browser, "#ribbon button")
        browser.execute_script(f"localStorage.setItem('{LEDGER_KEY}', arguments[0])", str(ledger))
        browser.get("about:blank")
        browser.get(f"{address}#{service.codes.make()}")
        wait(browser, "#ribbon button")
        button = next(one for one in browser.find_elements(By.CSS_SELECTOR, "#ribbon button") if one.text == "校验台账")
        button.click()
        wait(browser, "dialog[open] #dialog-text")
        browser.find_element(By.ID, "dialog-yes").click()
        wait(browser, "#history li")
        browser.save_screenshot(str(IMAGES / "page.png"))


def main() -> None:
    """Draw the pages."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(tempfile.gettempdir(), "巡察整改办")  # the page shows where the ledger lies
        shutil.rmtree(place, ignore_errors=True)
        demo.run(Request(date(2026, 9, 30), options={"output": str(place)}))
        with browsing(1240, 820, Path(folder, "profile")) as browser:
            draw_page(browser, next(place.glob("*台账*.xlsx")))
            browser.set_window_size(1180, 1180)
            browser.get(next(place.rglob("*看板*.html")).as_uri())
            wait(browser, "#all table")
            browser.save_screenshot(str(IMAGES / "dashboard.png"))


if __name__ == "__main__":
    main()
