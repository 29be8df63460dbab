"""A served office, answered by a real Chromium. Skipped by name where there is none (`chromium` fixture)."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from licorne.config import Settings
from tests.browser.visitor import Visitor
from tests.servers.databases import Databases
from tests.web.office import Office

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, sqlite_databases: Databases) -> Iterator[Office]:
    """An office that a customer has written to and whose workers are done."""
    url = sqlite_databases.create()
    made = Office(Settings.from_environment({"LICORNE_DATABASE_URL": url}, data=tmp_path_factory.mktemp("office")))
    made.browser().submit()
    made.work()
    yield made
    made.app.extensions["licorne"].renderer.close()
    sqlite_databases.drop(url)


@pytest.fixture(scope="module")
def address(office: Office) -> Iterator[str]:
    """Where the office is served, on a free port of the loopback."""
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for the module."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def visitor(browser: Browser, address: str, office: Office) -> Iterator[Visitor]:
    """Opens pages as staff or as nobody, and keeps what the browser complains about."""
    with Visitor(browser, address, office) as made:
        yield made
