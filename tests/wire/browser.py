"""A headless Chromium, driven over its DevTools pipe with nothing but the standard library."""

import base64
import json
import os
import select
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

CHROMIUM = Path(os.environ.get("MOORING_CHROMIUM", "/usr/bin/chromium"))

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--no-default-browser-check", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--disable-default-apps", "--mute-audio", "--hide-scrollbars",
    # One process for all frames: the frames of a page are then reached through the page.
    "--disable-site-isolation-trials", "--disable-features=IsolateOrigins,site-per-process,Translate,MediaRouter",
    "--autoplay-policy=user-gesture-required", "--remote-debugging-pipe", "about:blank",
]


def require_chromium():
    """Skip the test, with the reason, on a machine without Chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"Chromium is not installed at {CHROMIUM}")


class BrowserError(RuntimeError):
    pass


class Browser:
    """One Chromium with a profile of its own."""

    def __init__(self):
        require_chromium()
        self._profile = tempfile.TemporaryDirectory(prefix="mooring-browser-", ignore_cleanup_errors=True)
        command_read, command_write = os.pipe()
        answer_read, answer_write = os.pipe()
        # Chromium reads commands from descriptor 3 and writes answers to 4; bash puts them there.
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{command_read} 4>&{answer_write}', "bash", str(CHROMIUM),
             f"--user-data-dir={self._profile.name}", *FLAGS],
            pass_fds=(command_read, answer_write), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(command_read)
        os.close(answer_write)
        self._out, self._in = command_write, answer_read
        self._buffer = b""
        self._last_id = 0
        self._answers = {}
        self._pages = {}

    def close(self):
        try:
            self.call("Browser.close", timeout=10)
            self._process.wait(20)
        except (BrowserError, OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        os.close(self._out)
        os.close(self._in)
        self._profile.cleanup()

    def page(self, width=1280, height=900, mobile=False):
        """A fresh tab with cookies and a cache of its own."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, target, context)
        self._pages[session] = page
        page._begin(width, height, mobile)
        return page

    # The protocol: JSON objects, each ended by a zero byte.

    def call(self, method, session=None, timeout=120, **parameters):
        self._last_id += 1
        number = self._last_id
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data):]
        deadline = time.monotonic() + timeout
        while number not in self._answers:
            if not self.pump(deadline - time.monotonic()):
                raise BrowserError(f"{method}: no answer")
        answer = self._answers.pop(number)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error'].get('message')}")
        return answer["result"]

    def pump(self, seconds):
        """Take in what the browser has said; wait at most `seconds`. False when it said nothing."""
        if not select.select([self._in], [], [], max(0, seconds))[0]:
            return False
        block = os.read(self._in, 1 << 20)
        if not block:
            raise BrowserError("Chromium has ended")
        self._buffer += block
        *messages, self._buffer = self._buffer.split(b"\0")
        for message in map(json.loads, messages):
            if "id" in message:
                self._answers[message["id"]] = message
            elif page := self._pages.get(message.get("sessionId")):
                page._event(message["method"], message["params"])
        return True


class Page:
    """A tab: what it shows, what it asked for and what it complained about."""

    def __init__(self, browser, session, target, context):
        self.browser, self._session, self._target, self._context = browser, session, target, context
        self.requests = []    # {"url", "type", "frame"}, in order
        self.violations = []  # of a Content-Security-Policy
        self.errors = []      # uncaught exceptions, and console.error
        self._contexts = {}   # frame id → the script context of the document in it
        self._loaded = False
        self._lifecycle = set()

    def _begin(self, width, height, mobile):
        for domain in ("Page", "Runtime", "Network", "Log", "Audits"):
            self.call(domain + ".enable")
        self.call("Page.setLifecycleEventsEnabled", enabled=True)
        self.resize(width, height, mobile)

    def call(self, method, **parameters):
        return self.browser.call(method, session=self._session, **parameters)

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self._target)
        self.browser.call("Target.disposeBrowserContext", browserContextId=self._context)

    def _event(self, method, parameters):
        if method == "Network.requestWillBeSent":
            self.requests.append({"url": parameters["request"]["url"], "type": parameters.get("type"),
                                  "frame": parameters.get("frameId")})
        elif method == "Page.lifecycleEvent":
            self._lifecycle.add((parameters["loaderId"], parameters["name"]))
        elif method == "Runtime.executionContextCreated":
            context = parameters["context"]
            if context["auxData"].get("isDefault"):
                self._contexts[context["auxData"]["frameId"]] = context["id"]
        elif method == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description") or details["text"])
        elif method == "Runtime.consoleAPICalled" and parameters["type"] == "error":
            self.errors.append(" ".join(str(a.get("value", a.get("description"))) for a in parameters["args"]))
        elif method == "Log.entryAdded" and "Content Security Policy" in parameters["entry"]["text"]:
            self.violations.append(parameters["entry"]["text"])
        elif method == "Audits.issueAdded" and parameters["issue"]["code"] == "ContentSecurityPolicyIssue":
            self.violations.append(json.dumps(parameters["issue"]["details"]))

    # Where it is.

    def resize(self, width, height=900, mobile=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def renew(self):
        """As if freshly opened: another test may use it."""
        self.call("Emulation.setScriptExecutionDisabled", value=False)
        self.call("Emulation.setEmulatedMedia", features=[])
        self.call("Network.clearBrowserCache")
        self.go("about:blank")
        for told in (self.requests, self.violations, self.errors):
            told.clear()

    def disable_scripts(self):
        self.call("Emulation.setScriptExecutionDisabled", value=True)

    def color_scheme(self, name):
        """`light` or `dark`."""
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def go(self, url, timeout=120):
        """Open `url` and wait until the page and all that it loads by itself are there."""
        self._lifecycle.clear()
        answer = self.call("Page.navigate", url=url)
        if answer.get("errorText"):
            raise BrowserError(f"{url}: {answer['errorText']}")
        wanted = (answer["loaderId"], "networkIdle")
        deadline = time.monotonic() + timeout
        while wanted not in self._lifecycle:
            if not self.browser.pump(deadline - time.monotonic()):
                raise BrowserError(f"{url} did not load")

    # What it says.

    def evaluate(self, expression, frame=None):
        """The value of a JavaScript expression, awaited; in the frame whose address holds `frame`, or in the page."""
        more = {"contextId": self._context_of(frame)} if frame else {}
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, **more)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    def _context_of(self, part):
        frames = [self.call("Page.getFrameTree")["frameTree"]]
        while frames:
            tree = frames.pop()
            if part in tree["frame"]["url"]:
                return self._contexts[tree["frame"]["id"]]
            frames += tree.get("childFrames", [])
        raise BrowserError(f"no frame shows {part}")

    def wait_for(self, expression, frame=None, seconds=90):
        """Wait until the expression is true; returns its value."""
        deadline = time.monotonic() + seconds
        while not (value := self.evaluate(expression, frame)):
            if time.monotonic() > deadline:
                raise BrowserError(f"never came true: {expression}")
            self.browser.pump(0.02)
        return value

    def listen(self, seconds):
        """Let time pass for requests and messages that must not come."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self.browser.pump(left)

    def screenshot(self, path, whole=False):
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        Path(path).write_bytes(base64.b64decode(data))

    # What a person does.

    def click(self, selector, dx=None, dy=None):
        """Click the middle of an element of the page, or `dx`, `dy` pixels from its top left corner."""
        box = self.evaluate(f"""(() => {{ const e = document.querySelector({json.dumps(selector)});
            e.scrollIntoView({{block: 'center', behavior: 'instant'}}); const r = e.getBoundingClientRect();
            return {{x: r.x, y: r.y, width: r.width, height: r.height}}; }})()""")
        self.click_at(box["x"] + (box["width"] / 2 if dx is None else dx),
                      box["y"] + (box["height"] / 2 if dy is None else dy))

    def click_at(self, x, y):
        place = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.call("Input.dispatchMouseEvent", type="mousePressed", **place)
        self.call("Input.dispatchMouseEvent", type="mouseReleased", **place)

    def press(self, key):
        """Press a key: one character, or `Tab`, `Enter`, `ArrowRight` and so on."""
        codes = {" ": ("Space", 32), "Tab": ("Tab", 9), "Enter": ("Enter", 13), "Home": ("Home", 36),
                 "ArrowLeft": ("ArrowLeft", 37), "ArrowRight": ("ArrowRight", 39)}
        code, number = codes.get(key, ("Key" + key.upper(), ord(key.upper()[0])))
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else None)
        common = {"key": key, "code": code, "windowsVirtualKeyCode": number}
        self.call("Input.dispatchKeyEvent", type="keyDown", **common, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    # What it asked for.

    def urls(self, prefix="http"):
        return [r["url"] for r in self.requests if r["url"].startswith(prefix)]

    def media_requests(self):
        return [r["url"] for r in self.requests if r["type"] == "Media" or "/media/" in r["url"]]
