"""A headless Chromium, driven through selenium. Needs Debian's chromium and chromium-driver; nothing is downloaded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 20
"""Seconds after which something that should happen counts as not happening."""


@dataclass
class Browser:
    """One browser; every page that it opens begins without memories."""

    driver: Chrome
    downloads: Path

    def open(self, file: Path, *, width: int = 1280, dark: bool = False, fragment: str = "", before: str = "") -> None:
        """Open a page and wait until its script is done. `before`: a script that runs first."""
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self.cdp("Emulation.setEmulatedMedia", features=scheme)
        self.cdp("Emulation.setDeviceMetricsOverride", **size)
        added = self.cdp("Page.addScriptToEvaluateOnNewDocument", source=before)
        self.driver.get("about:blank")
        self.driver.get(f"{file.as_uri()}{fragment}")
        self.cdp("Page.removeScriptToEvaluateOnNewDocument", **added)
        self.wait_until_ready()

    def reload(self) -> None:
        """Open the same page again."""
        self.driver.refresh()
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Until the page's script came to its end."""
        self.wait("return document.documentElement.dataset.ready === 'yes'")

    def cdp(self, command: str, **arguments: Any) -> dict[str, Any]:
        """A command of the browser's own protocol."""
        found: dict[str, Any] = self.driver.execute_cdp_cmd(command, arguments)
        return found

    def js(self, script: str, *arguments: Any) -> Any:
        """What a script returns."""
        return self.driver.execute_script(script, *arguments)

    def wait(self, script: str) -> None:
        """Until a script returns something true."""
        WebDriverWait(self.driver, PATIENCE, poll_frequency=0.02).until(lambda _: self.js(script))

    def one(self, css: str) -> WebElement:
        """The first element of a selector."""
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def texts(self, css: str) -> list[str]:
        """What the elements of a selector say."""
        found: list[str] = self.js(
            "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText)", css
        )
        return found

    def press(self, *keys: str) -> None:
        """Keys where the focus is."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def type(self, css: str, text: str) -> None:
        """Replace the text of a field."""
        field = self.one(css)
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(text or Keys.DELETE)

    def choose(self, css: str, value: str) -> None:
        """Choose a value of a list."""
        script = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change'))"
        self.js(script, self.one(css), value)

    @property
    def complaints(self) -> list[str]:
        """What stands in the console since it was last looked at."""
        return [one["message"] for one in self.driver.get_log("browser")]

    @property
    def requests(self) -> list[str]:
        """Addresses that were asked for since it was last looked at."""
        log = self.driver.get_log("performance")
        events = [json.loads(one["message"])["message"] for one in log]
        return [one["params"]["request"]["url"] for one in events if one["method"] == "Network.requestWillBeSent"]


def start(profile: Path, downloads: Path) -> Browser:
    """A new browser with a profile of its own, which saves files where it is told."""
    options = ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = Browser(Chrome(options=options, service=Service(DRIVER)), downloads)
    browser.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
    return browser
