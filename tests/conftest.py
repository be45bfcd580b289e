"""What whole-system tests share: the repository as text, a served demo county, a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
FANGWEI = str(Path(sys.executable).with_name("fangwei"))
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]


def free_port() -> int:
    """Return a loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    """Tell whether a server gives any answer at `address`."""
    try:
        urllib.request.urlopen(address, timeout=5)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real `fangwei up` on a small demo county, made once for all journeys.

    FANGWEI_SERVED names a demo that is served already: whoever writes a journey need not wait for a new county each time.
    """
    if already := os.environ.get("FANGWEI_SERVED"):
        yield already
        return
    home, port = tmp_path_factory.mktemp("served"), free_port()
    environment = {**os.environ, "FANGWEI_HOME": str(home), "FANGWEI_DEMO": "1"}
    environment.pop("DATABASE_URL", None)
    for command in (["setup"], ["demo", "--sites", "100", "--hazards", "250", "--seed", "7"]):
        subprocess.run([FANGWEI, *command], env=environment, check=True, stdin=subprocess.DEVNULL)
    address, log = f"http://127.0.0.1:{port}", (home / "served.log").open("wb")
    process = subprocess.Popen([FANGWEI, "up", "--port", str(port)], env=environment, stdout=log, stderr=log)
    try:
        for _ in range(150):
            if answers(address + "/"):
                break
            if process.poll() is not None:
                pytest.fail(f"fangwei up ended: {(home / 'served.log').read_text()[-2000:]}")
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()
        # Shown by pytest beside the journey that failed last.
        sys.stderr.write((home / "served.log").read_text()[-4000:])


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium, headless; without it the journey skips, loudly."""
    path = os.environ.get("FANGWEI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("no chromium on this machine: `apt install chromium fonts-wqy-microhei` to run the journeys")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, served: str) -> Iterator[Any]:
    """A fresh page on the served county that fails the test when it asks any other host or logs a script error."""
    context = browser.new_context(base_url=served, locale="zh-CN", viewport={"width": 1280, "height": 800})
    page, strangers, errors = context.new_page(), [], []
    page.on(
        "request",
        lambda request: None if request.url.startswith((served, "data:", "blob:")) else strangers.append(request.url),
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not strangers, f"the page asked other hosts: {strangers}"
    assert not errors, f"scripts failed: {errors}"
