"""The guide as a reader has it: built, on a static host under a sub-path, in Debian's Chromium."""

from __future__ import annotations

import functools
import http.server
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.docs.pages import ROOT, needed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

HERE = Path(__file__).parent
BUILT = ROOT / "docs/assets/try/built"
AXE = HERE / ".cache/node_modules/axe-core/axe.min.js"
SUB_PATH = "some/where"
DESKTOP, PHONE = (1280, 900), (390, 844)
# Names of hosts lead nowhere, so that nothing could be loaded from elsewhere even if a page asked for it.
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class Host(http.server.ThreadingHTTPServer):
    """A static host that knows how many bytes of content it has sent."""

    sent = 0


class Handler(http.server.SimpleHTTPRequestHandler):
    def copyfile(self, source: Any, outputfile: Any) -> None:
        content = source.read()
        if isinstance(self.server, Host):
            self.server.sent += len(content)
        shutil.copyfileobj(io.BytesIO(content), outputfile)

    def log_message(self, *_: Any) -> None:
        pass


class Site:
    """Where the guide is, and how a test opens its pages."""

    def __init__(self, host: Host, browser: Browser) -> None:
        self.host = host
        self.browser = browser
        self.base = f"http://127.0.0.1:{host.server_address[1]}/{SUB_PATH}/"

    def context(self, size: tuple[int, int] = DESKTOP, **options: Any) -> BrowserContext:
        context = self.browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        context.set_default_timeout(20_000)
        return context

    def url(self, page: str) -> str:
        """The address of a page that is named by its Markdown file."""
        return self.base + (page.removesuffix("index.md") if page.endswith("index.md") else page[:-3] + "/")


class Watch:
    """What a page must not do: say errors, fail to load something, or ask for anything from elsewhere."""

    def __init__(self, site: Site, page: Page) -> None:
        self.wrong: list[str] = []
        page.on("console", lambda said: self._note(said.type in {"error", "warning"}, said.text))
        page.on("pageerror", lambda error: self._note(True, str(error)))
        # Aborted is what was under way when the page was left.
        page.context.on(
            "requestfailed",
            lambda request: self._note(
                request.failure != "net::ERR_ABORTED", f"failed, {request.failure}: {request.url}"
            ),
        )
        page.context.on(
            "request",
            lambda request: self._note(not request.url.startswith(site.base), f"asked: {request.url}"),
        )

    def _note(self, wrong: bool, what: str) -> None:
        if wrong:
            self.wrong.append(what)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    needed(importlib.util.find_spec("material"), "mkdocs-material")
    needed(importlib.util.find_spec("playwright"), "playwright")
    chromium = shutil.which("chromium")
    needed(chromium, "chromium")
    from playwright.sync_api import sync_playwright

    root = tmp_path_factory.getbasetemp() / "browser-host"  # built once for all modules
    if not root.exists():
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(root / SUB_PATH)]
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    host = Host(("127.0.0.1", 0), functools.partial(Handler, directory=root))
    threading.Thread(target=host.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield Site(host, browser)
        browser.close()
    host.shutdown()
    host.server_close()


@pytest.fixture(scope="session")
def axe() -> str:
    needed(AXE.exists(), "axe-core, which tests/browser/setup.sh brings,")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def assets() -> Path:
    """What the page "Try it" runs on."""
    needed((BUILT / "manifest.json").exists(), "what docs/assets/try/fetch.sh brings")
    return BUILT
