"""A real browser for the tests of the site: chromedriver, asked over its HTTP interface (W3C WebDriver). Nothing is installed for it."""

import base64
import contextlib
import json
import re
import shutil
import subprocess
import urllib.request

CHROMIUM, DRIVER = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
MISSING = None if CHROMIUM and DRIVER else "no browser: install chromium and chromedriver (Debian: chromium-driver)"


class Browser:
    """One window. `run` evaluates JavaScript; a value comes back as JSON."""

    def __init__(self, port: int):
        self._root = f"http://127.0.0.1:{port}/session"
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage"]
        options = {"binary": CHROMIUM, "args": arguments}
        self._root += "/" + self._ask("POST", "", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}})["sessionId"]

    def _ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._root + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def open(self, address: str):
        """Load a page and wait until it is there."""
        self._ask("POST", "/url", {"url": address})

    def back(self):
        """The button Back."""
        self._ask("POST", "/back", {})

    def size(self, width: int, height: int):
        """The size of what a page sees, also below the smallest window that the browser makes."""
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)

    def command(self, name: str, **parameters):
        """A command of the DevTools protocol."""
        return self._ask("POST", "/goog/cdp/execute", {"cmd": name, "params": parameters})

    def run(self, script: str, *arguments):
        """The value that a script returns."""
        return self._ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def type(self, selector: str, words: str):
        """Put words into a field as a reader would: the old ones go, the page notices."""
        self.run(
            "const e = document.querySelector(arguments[0]); e.value = arguments[1]; e.dispatchEvent(new Event('input', {bubbles: true}))",
            selector,
            words,
        )

    def picture(self) -> bytes:
        """What is seen, as PNG."""
        return base64.b64decode(self._ask("GET", "/screenshot"))

    def close(self):
        self._ask("DELETE", "")


@contextlib.contextmanager
def browser():
    """A browser while the block runs; its processes end with it."""
    driver = subprocess.Popen([DRIVER, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = next(int(m.group(1)) for line in driver.stdout if (m := re.search(r"on port (\d+)", line)) and m.group(1) != "0")
        window = Browser(port)
        try:
            yield window
        finally:
            window.close()
    finally:
        driver.terminate()
        driver.wait()
