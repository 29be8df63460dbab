"""The drawings of `templates/app/icons.svg`, written into the page: no second request, and a strict CSP has nothing to say."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from markupsafe import Markup

_SVG: Final = "{http://www.w3.org/2000/svg}"


def find_templates() -> Path:
    """The folder of the shipped Jinja files: inside the wheel, or at the root of a checkout."""
    package = Path(str(files("licorne")))
    inside = package / "templates"
    return inside if inside.is_dir() else package.parents[1] / "templates"


@cache
def icon(name: str, classes: str = "") -> Markup:
    """One icon as inline SVG, hidden from screen readers: the word beside it speaks.

    Raises:
        KeyError: no such drawing; a typo in a template fails its test instead of leaving a hole.
    """
    style = f"ic {classes}".strip()
    return Markup('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>').format(style, _drawings()[name])


@cache
def _drawings() -> dict[str, Markup]:
    # Our own file, shipped with the package: nobody else's XML is parsed here.
    root = ElementTree.parse(find_templates() / "app" / "icons.svg").getroot()  # noqa: S314 - own shipped file
    return {symbol.attrib["id"].removeprefix("i-"): _inner(symbol) for symbol in root}


def _inner(symbol: ElementTree.Element) -> Markup:
    return Markup("").join(_shape(shape) for shape in symbol)


def _shape(shape: ElementTree.Element) -> Markup:
    attributes = Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in shape.attrib.items())
    return Markup("<{}{}/>").format(shape.tag.removeprefix(_SVG), attributes)
