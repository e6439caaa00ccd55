"""Colours reach WCAG's AA in both themes, and the style sheet asks nothing of another host."""

from __future__ import annotations

import re
from importlib import resources

import pytest

CSS = resources.files("assistant.web").joinpath("static", "page.css").read_text(encoding="utf-8")
# Ink on ground: what text of ours stands on.
PAIRS = [
    *((ink, ground) for ink in ("ink", "soft", "faint") for ground in ("paper", "ground", "raised", "tint")),
    ("accent", "paper"), ("accent", "accent-soft"), ("accent-ink", "accent"), ("accent", "raised"),
    ("good", "paper"), ("warn", "warn-soft"), ("warn", "paper"), ("bad", "paper"), ("bad", "bad-soft"),
    ("ink", "active"), ("ink", "cited"), ("ink", "context"),
]  # fmt: skip


def read_tokens(selector: str) -> dict[str, str]:
    """Return the colours that a block sets."""
    block = CSS.split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})\b", block))


def luminance(colour: str) -> float:
    """Return WCAG's relative luminance."""
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return WCAG's contrast, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_21_and_a_colour_on_itself_1() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#1d4f8c", "#1d4f8c") == pytest.approx(1)


@pytest.mark.parametrize("selector", [":root {", ':root:not([data-theme="light"]) {', ':root[data-theme="dark"] {'])
def test_text_reaches_aa_on_every_ground(selector: str) -> None:
    tokens = read_tokens(":root {") | read_tokens(selector)
    poor = {pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2) for pair in PAIRS}
    assert {pair: value for pair, value in poor.items() if value < 4.5} == {}


def test_the_two_dark_themes_are_one() -> None:
    assert read_tokens(':root:not([data-theme="light"]) {') == read_tokens(':root[data-theme="dark"] {')


def test_style_and_scripts_name_no_other_host() -> None:
    for file in resources.files("assistant.web").joinpath("static").iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", text), file.name
        assert "@import" not in text
