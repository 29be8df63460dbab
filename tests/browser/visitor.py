"""A person at a browser, and what their browser complains about."""

from types import TracebackType
from typing import Any, Literal, Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.web.office import Office

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK, PHONE = (1440, 900), (360, 740)
Theme = Literal["light", "dark"]


class Visitor:
    """Opens pages; `complaints` are errors of the console, of scripts, and breaches of the policy."""

    def __init__(self, browser: Browser, address: str, office: Office) -> None:
        self.browser, self.address, self.office = browser, address, office
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for context in self.contexts:
            context.close()

    def context(
        self, role: str = "", size: tuple[int, int] = DESK, theme: Theme = "light", scripts: bool = True, language: str = "en-GB"
    ) -> BrowserContext:
        """A fresh browser of the owner, member or viewer; of nobody without a role."""
        width, height = size
        made = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, java_script_enabled=scripts, locale=language
        )
        self.contexts.append(made)
        if role:
            kept = self.office.signed_in(role).client.get_cookie("licorne_session")
            assert kept is not None
            made.add_cookies([{"name": "licorne_session", "value": kept.value, "url": self.address}])
        return made

    def open(self, context: BrowserContext, path: str) -> Page:
        """A page, listened to."""
        page = context.new_page()
        page.on("console", lambda message: self._hear(path, message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(f"{path}: {error}"))
        page.goto(self.address + path)
        return page

    def _hear(self, path: str, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(f"{path}: {text}")


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds: the rule, and where."""
    found: list[dict[str, Any]] = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found]


def width(page: Page) -> int:
    """How wide the page is, with what hangs out of the window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide
