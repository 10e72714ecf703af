"""The Streamlit page in a real browser: Chromium types, clicks, reads (`streamlit`, `selenium`, Chromium).

在真正的浏览器（Chromium）里操作 Streamlit 页面：输入、点击、读取。

`SCREENSHOT=page.png` keeps a picture of the last state.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from chat_model import with_model
from fresh_store import fresh_store

APP = Path(__file__).with_name("streamlit_app.py")


@contextmanager
def running_app() -> Iterator[str]:
    """The page's address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    settings = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    command = [sys.executable, "-m", "streamlit", "run", str(APP)]
    command += [f"--{name}={value}" for name, value in settings.items()]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as app:
        try:
            _wait_for(address)
            yield address
        finally:
            app.terminate()


def _wait_for(address: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    """Chromium without a window."""
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1000,1100"):
        options.add_argument(argument)
    options.binary_location = _installed("chromium", "chromium-browser", "google-chrome")
    # Where it is told, Selenium neither looks for one in the network nor reports that it did.
    driver = webdriver.Chrome(options=options, service=Service(_installed("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


def _installed(*names: str) -> str:
    for name in names:
        if path := shutil.which(name):
            return path
    raise FileNotFoundError(f"not installed: {names[0]} (Debian's packages: chromium, chromium-driver)")


class Page:
    """The page as a person uses it."""

    def __init__(self, driver: webdriver.Chrome, address: str) -> None:
        self.driver = driver
        driver.get(address)
        self.shows("您的消息")

    def type(self, label: str, text: str) -> None:
        """Type into a field, in place of what stands there."""
        field = self.driver.find_element(By.CSS_SELECTOR, f"input[aria-label='{label}']")
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(text, Keys.TAB)
        # When the field is left, the page is drawn anew; a click must not come before that.
        self._settle()

    def click(self, label: str) -> None:
        """Press a button."""
        self.driver.find_element(By.XPATH, f"//button[contains(., '{label}')]").click()
        self._settle()

    def text(self) -> str:
        """What the page shows."""
        shown: str = self.driver.find_element(By.TAG_NAME, "body").text
        return shown

    def shows(self, text: str, *, not_any_more: bool = False) -> str:
        """What the page shows, once this is there (or gone)."""
        self._wait(lambda: (text in self.text()) is not not_any_more)
        return self.text()

    def _settle(self) -> None:
        time.sleep(0.5)
        idle = "[data-testid='stApp'][data-test-script-state='notRunning']"
        self._wait(lambda: bool(self.driver.find_elements(By.CSS_SELECTOR, idle)))

    def _wait(self, condition: Callable[[], bool]) -> None:
        WebDriverWait(self.driver, 120, ignored_exceptions=[StaleElementReferenceException]).until(
            lambda _: condition(), "the page doesn't come to that"
        )


def main() -> None:
    """A message is answered and remembered; a later one finds it; another user sees nothing."""
    with fresh_store(), with_model(), running_app() as address, browser() as driver:
        page = Page(driver, address)
        page.type("您的消息", "我住在杭州，喜欢喝龙井茶")
        page.click("发送")
        page.shows("助手：")

        page.type("您的消息", "我喜欢喝什么茶？")
        page.click("发送")
        shown = page.shows("相关记忆：")
        assert "得分：" in shown and "龙井茶" in shown.split("助手：")[-1]

        page.click("显示所有记忆")
        page.shows("得分：", not_any_more=True)
        print(page.shows("龙井茶"))
        if picture := os.environ.get("SCREENSHOT"):
            driver.save_screenshot(picture)

        page.type("用户 ID", "somebody_else")
        page.click("显示所有记忆")
        page.shows("龙井茶", not_any_more=True)


if __name__ == "__main__":
    main()
