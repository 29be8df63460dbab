"""The look that a form's author chose: judged by contrast (WCAG 2.2, 1.4.3), written as a style sheet for light and dark.

The author gives one accent; everything that must be read on it or in it is computed, so that no choice that is accepted makes a page
that cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rules.expression.problem import Problem

MINIMUM = 4.5
"""The least contrast of text, as a ratio to one."""
_WHITE, _BLACK = "#ffffff", "#000000"
# Of the design tokens: what a form's sheet and its text are made of.
_PAPER, _NIGHT, _INK, _DARK_INK = "#ffffff", "#1b1821", "#1c1626", "#1a0f3a"
_FONTS = {
    "serif": 'Georgia, "Times New Roman", serif',
    "rounded": 'ui-rounded, "SF Pro Rounded", "Hiragino Maru Gothic ProN", Quicksand, system-ui, sans-serif',
    "mono": "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
}
_STEPS = 40


def theme_problems(theme: Mapping[str, Any]) -> Iterator[Problem]:
    """Colours on which or in which text could not be read."""
    accent, background = theme.get("accent"), theme.get("background")
    if accent is not None and contrast(accent, _PAPER) < MINIMUM:
        yield _too_weak("theme.accent", contrast(accent, _PAPER))
    if background is not None and contrast(background, _INK) < MINIMUM:
        yield _too_weak("theme.background", contrast(background, _INK))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb`: 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def theme_css(theme: Mapping[str, Any]) -> str:
    """The style sheet; empty where nothing was chosen. Every value in it was computed or is one of ours."""
    return "".join((*_accent_rules(theme.get("accent")), *_other_rules(theme)))


def _accent_rules(accent: str | None) -> Iterator[str]:
    if accent is None:
        return
    bright = _until(accent, _WHITE, lambda colour: contrast(colour, _NIGHT) >= MINIMUM)
    soft, dark_soft = _mixed(accent, _PAPER, 0.9), _mixed(bright, _NIGHT, 0.82)
    ink = _until(accent, _BLACK, lambda colour: contrast(colour, soft) >= MINIMUM)
    dark_ink = _until(bright, _WHITE, lambda colour: contrast(colour, dark_soft) >= MINIMUM)
    hover, dark_hover = _mixed(accent, _BLACK, 0.14), _mixed(bright, _WHITE, 0.2)
    yield (
        f":root{{--accent:light-dark({accent},{bright});--on-accent:light-dark({_WHITE},{_DARK_INK});"
        f"--accent-hover:light-dark({hover},{dark_hover});--accent-soft:light-dark({soft},{dark_soft});"
        f"--accent-ink:light-dark({ink},{dark_ink})}}"
        f".cover{{background:linear-gradient(100deg,{accent},{_mixed(accent, _WHITE, 0.35)})}}"
    )


def _other_rules(theme: Mapping[str, Any]) -> Iterator[str]:
    if theme.get("background") is not None:
        yield f":root{{--bg:light-dark({theme['background']},#131118)}}"
    if theme.get("font") in _FONTS:
        yield f".public{{font-family:{_FONTS[theme['font']]}}}"
    if theme.get("radius") is not None:
        radius = int(theme["radius"])
        yield f".public .btn,.public .box,.public .opt,.public .alert,.public .row{{border-radius:{radius}px}}"
        yield f".public .form-sheet{{border-radius:{min(32, radius + 6)}px}}"


def _too_weak(place: str, ratio: float) -> Problem:
    # Rounded down: 4.49 must not be told as 4.5.
    return Problem("theme_contrast", place, {"ratio": f"{int(ratio * 10) / 10:.1f}", "minimum": f"{MINIMUM}"})


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mixed(colour: str, other: str, share: float) -> str:
    """The colour with a share of another one in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _until(colour: str, towards: str, good: Callable[[str], bool]) -> str:
    """The first mix on the way to another colour that is good; that colour itself, where none is."""
    mixes = (_mixed(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next((mix for mix in mixes if good(mix)), towards)
