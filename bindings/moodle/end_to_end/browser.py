"""Headless Chromium, through chromedriver's own protocol."""
import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PATIENCE = 60
RENAME = """
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        for (const [place, name] of Object.entries(arguments[0])) {
            texts.currentNode.data = texts.currentNode.data.replaceAll(place, name);
        }
    }"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Browser:
    @staticmethod
    def is_there():
        return bool(shutil.which("chromium") and shutil.which("chromedriver"))

    def __init__(self, screenshots=None):
        self.screenshots = screenshots
        # What a picture shows instead of the places of this machine.
        self.instead = {}
        self.downloads = tempfile.mkdtemp()
        self.base = f"http://127.0.0.1:{free_port()}"
        self.driver = subprocess.Popen(["chromedriver", "--port=" + self.base.rsplit(":", 1)[1]], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,1600"],
                   "prefs": {"download.default_directory": self.downloads}}
        capabilities = {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}
        self.session = ""
        self.session = "/session/" + until(lambda: self.call("POST", "/session", {"capabilities": capabilities}))["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + self.session + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"].splitlines()[0]) from None

    def open(self, address):
        self.call("POST", "/url", {"url": address})

    def address(self):
        return self.call("GET", "/url")

    def find(self, xpath):
        """Waits for such an element, and returns it."""
        return until(lambda: self.call("POST", "/element", {"using": "xpath", "value": xpath}))[ELEMENT]

    def has(self, xpath):
        return bool(self.call("POST", "/elements", {"using": "xpath", "value": xpath}))

    def click(self, xpath):
        """Clicks the first such element that can be seen."""
        def attempt():
            for found in self.call("POST", "/elements", {"using": "xpath", "value": xpath}):
                element = found[ELEMENT]
                if self.call("GET", f"/element/{element}/displayed"):
                    self.execute("arguments[0].scrollIntoView({block: 'center'})", found)
                    self.call("POST", f"/element/{element}/click", {})
                    return True
            return False
        until(attempt, lambda: f"{xpath} cannot be seen")

    def press(self, words, within="body"):
        """Clicks the button or link of these words."""
        self.click(f"//{within}//*[self::button or self::a or self::input[@type='submit']]"
                   f"[normalize-space(.)='{words}' or @value='{words}' or @title='{words}']")

    def type(self, xpath, text):
        def attempt():
            element = self.find(xpath)
            if not os.path.isabs(text):
                self.call("POST", f"/element/{element}/clear", {})
            self.call("POST", f"/element/{element}/value", {"text": text})
            return True
        until(attempt)

    def key(self, *keys):
        """Presses keys, as a person does who uses no mouse."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ["keyDown", "keyUp"]]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def execute(self, script, *arguments):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def text(self):
        return self.execute("return document.body.innerText")

    def wait_for(self, words):
        return until(lambda: words in self.text() and self.text(), lambda: f"{words!r} does not appear in:\n{self.text()}")

    def screenshot(self, name, width=1280):
        """The whole page."""
        if not self.screenshots:
            return
        os.makedirs(self.screenshots, exist_ok=True)
        self.execute(RENAME, self.instead)
        self.resize(width, 900)
        height = self.execute("return Math.max(...['page', 'region-main', 'page-wrapper'].map(id => document.getElementById(id))"
                              ".filter(x => x).map(x => x.scrollHeight), document.documentElement.scrollHeight)")
        self.resize(width, min(height + 150, 6000))
        time.sleep(0.5)
        with open(f"{self.screenshots}/{name}.png", "wb") as file:
            file.write(base64.b64decode(self.call("GET", "/screenshot")))

    def resize(self, width, height):
        """The page alone: a window cannot be as narrow as a phone."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("POST", "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics})

    def log_in(self, site, user="admin", password="Admin-1234"):
        self.call("DELETE", "/cookie")

        def attempt():
            self.open(site.wwwroot + "/login/index.php")
            if self.has("//input[@id='username']"):
                self.type("//input[@id='username']", user)
                self.type("//input[@id='password']", password)
                self.click("//button[@id='loginbtn']")
            return not self.has("//input[@id='username']")
        # A session that ran out while the caches were being built asks once more.
        until(attempt)

    def end(self):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()
            shutil.rmtree(self.downloads)


def until(question, otherwise=lambda: "it has not come"):
    """Asks until the answer is true, and returns it."""
    end = time.monotonic() + PATIENCE
    while True:
        failure = None
        try:
            answer = question()
            if answer:
                return answer
        except (RuntimeError, OSError) as error:
            failure = error
        if time.monotonic() > end:
            raise AssertionError(f"{otherwise()}: {failure}")
        time.sleep(0.1)
