"""A served office, answered by a real Chromium. Skipped by name where there is none (`chromium` fixture)."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from licorne.adapters.pdf.pool import PdfRenderer
from licorne.config import Settings
from tests.browser.visitor import Visitor
from tests.servers.databases import Databases
from tests.services.fixtures import renderer
from tests.web.office import Office

__all__ = ["renderer"]

#: The pages that a window loads for its own bars cost more than ours do. A second list of features replaces the first, so that
#: what Playwright's own switches off stands here again.
FEATURES = [
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "PreloadTopChromeWebUI"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable"),
    *("LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "OptimizationHints", "AimEnabled"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
]
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"),
    f"--disable-features={','.join(FEATURES)}",
]


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory, sqlite_databases: Databases, renderer: PdfRenderer
) -> Iterator[Office]:
    """An office that a customer has written to and whose workers are done."""
    url = sqlite_databases.create()
    settings = Settings.from_environment({"LICORNE_DATABASE_URL": url}, data=tmp_path_factory.mktemp("office"))
    made = Office(settings, renderer)
    made.browser().submit()
    made.work()
    yield made
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
