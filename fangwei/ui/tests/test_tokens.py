"""The tokens keep their promises: contrast in every theme, shapes' colours apart for every eye, two dark sets alike."""

import re
from itertools import combinations
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[1] / "static" / "ui"
TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
DARK_BY_DEVICE = ':root:not([data-theme="light"])'
DARK_BY_CHOICE = ':root[data-theme="dark"]'
SUNLIGHT = ':root[data-contrast="more"]'
RISKS = ("red", "orange", "yellow", "blue")

# Machado, Oliveira and Fernandes 2009, full severity, on linear RGB.
BLINDNESS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def block(selector: str) -> dict[str, str]:
    found = re.search(re.escape(selector) + r"\s*\{([^}]*)\}", TOKENS)
    assert found, selector
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", found[1]))


LIGHT = block(":root")
THEMES = {
    "light": LIGHT,
    "dark": LIGHT | block(DARK_BY_CHOICE),
    "sunlight": LIGHT | block(SUNLIGHT),
}


def linear(colour: str) -> tuple[float, ...]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, part)) for part in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


TEXT_PAIRS = [
    *[(ink, ground) for ink in ("ink", "ink-soft") for ground in ("page", "surface", "sunk", "hover", "accent-tint")],
    *[(ink, ground) for ink in ("accent", "accent-hover") for ground in ("page", "surface", "hover", "accent-tint")],
    ("accent-ink", "accent"),
    ("accent-ink", "accent-hover"),
    ("solid-ink", "solid"),
    *[(f"{risk}-ink", ground) for risk in RISKS for ground in ("page", "surface", "hover", "accent-tint")],
    *[(f"{risk}-ink", f"{risk}-tint") for risk in RISKS],
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_reaches_aa_contrast(theme: str, ink: str, ground: str) -> None:
    values = THEMES[theme]
    wanted = 7 if theme == "sunlight" and ink in ("ink", "ink-soft") else 4.5
    assert contrast(values[ink], values[ground]) >= wanted


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["page", "surface"])
def test_edges_of_boxes_can_be_seen(theme: str, ground: str) -> None:
    assert contrast(THEMES[theme]["line-strong"], THEMES[theme][ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_risk_shapes_have_a_visible_outline(theme: str) -> None:
    for risk in RISKS:
        assert contrast(THEMES[theme][f"{risk}-ink"], THEMES[theme]["surface"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", BLINDNESS)
def test_risk_colours_stay_apart_for_every_eye(theme: str, eye: str) -> None:
    matrix = BLINDNESS[eye]
    for one, other in combinations(RISKS, 2):
        seen = [
            lab(tuple(sum(row[n] * part for n, part in enumerate(linear(THEMES[theme][risk]))) for row in matrix))
            for risk in (one, other)
        ]
        distance = sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5
        assert distance >= 15, f"{one} and {other} look alike ({distance:.0f}) to a {eye} eye in the {theme} theme"


def test_both_dark_sets_are_the_same() -> None:
    assert block(DARK_BY_DEVICE) == block(DARK_BY_CHOICE)


def test_colours_are_given_a_value_in_one_file_only() -> None:
    for sheet in STATIC.glob("*.css"):
        if sheet.name not in ("tokens.css", "print.css"):
            assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", sheet.read_text(encoding="utf-8")), sheet.name


def test_every_token_used_is_given_a_value() -> None:
    given = set(re.findall(r"--([\w-]+):", TOKENS)) | {"cut"}
    for sheet in STATIC.glob("*.css"):
        used = set(re.findall(r"var\(--([\w-]+)", sheet.read_text(encoding="utf-8")))
        assert used <= given, f"{sheet.name}: {sorted(used - given)}"


def test_chinese_is_neither_spaced_out_nor_slanted() -> None:
    for sheet in STATIC.glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert "letter-spacing" not in text
        assert "italic" not in text
