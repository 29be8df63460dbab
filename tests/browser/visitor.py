"""A person at a browser, and what their browser complains about."""

from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Literal, Self

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page

from tests.web.office import Office

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK, PHONE = (1440, 900), (360, 740)
Theme = Literal["light", "dark"]
Look = tuple[Theme, tuple[int, int]]
#: Each theme and each width once; contrast depends on the theme, what fits on the width.
LOOKS: list[Look] = [("light", DESK), ("dark", PHONE)]
Violation = tuple[str, list[str]]
#: A look in which a page is not accessible or hangs out of the window, what axe found, and how wide it is.
Fault = tuple[Look, list[Violation], int]


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

    def page(self, context: BrowserContext) -> Page:
        """An empty page, listened to."""
        page = context.new_page()
        page.on("console", lambda message: self._hear(page, message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return page

    def open(self, context: BrowserContext, path: str) -> Page:
        """A page, listened to."""
        page = self.page(context)
        page.goto(self.address + path)
        return page

    def faults(self, context: BrowserContext, paths: Iterable[str], looks: Sequence[Look] = LOOKS) -> dict[str, list[Fault]]:
        """Address → what is wrong with it. Each is loaded once, in the first look, and then shown in the others."""
        page, wrong = self.page(context), {}
        for path in paths:
            take(page, looks[0])
            page.goto(self.address + path)
            if found := faults(page, looks):
                wrong[path] = found
        page.close()
        return wrong

    def _hear(self, page: Page, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(f"{page.url}: {text}")


def take(page: Page, look: Look) -> None:
    """Shows the page in another theme and in a window of another size, as who turns the phone or waits for the evening."""
    (theme, (width, height)) = look
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("document.getAnimations().forEach(one => one instanceof CSSTransition && one.finish())")


def faults(page: Page, looks: Sequence[Look] = LOOKS) -> list[Fault]:
    """What is wrong with an open page in each look."""
    return [fault for look in looks for fault in _fault(page, look)]


def _fault(page: Page, look: Look) -> list[Fault]:
    take(page, look)
    found, wide = violations(page), width(page)
    return [(look, found, wide)] if found or wide > look[1][0] else []


#: Its package hands everything that axe saw through to Python; what is wrong is enough.
_RUN = "options => axe.run(options).then(seen => seen.violations.map(one => [one.id, one.nodes.slice(0, 3).map(node => node.html)]))"


def violations(page: Page) -> list[Violation]:
    """What axe finds: the rule, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found: list[tuple[str, list[str]]] = page.evaluate(_RUN, options)
    return [(name, [html[:120] for html in places]) for name, places in found]


def width(page: Page) -> int:
    """How wide the page is, with what hangs out of the window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide
