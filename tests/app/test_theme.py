"""The colours are readable, also with colour blindness and in grey."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.app.theme import DARK, LIGHT, Theme, theme_named


def channels(color: str) -> tuple[float, ...]:
    return tuple(int(color[i : i + 2], 16) / 255.0 for i in (1, 3, 5))


def luminance(color: str) -> float:
    """Relative luminance, 0..1 (WCAG 2.2's definition, sRGB)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1..21 (WCAG 2.2's definition)."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@THEMES
@pytest.mark.parametrize("role", ["ink", "muted", "aim", "caution", "alert"])
def test_words_stand_out_from_the_ground(theme: Theme, role: str) -> None:
    assert contrast(getattr(theme, role), theme.background) >= 4.5


@THEMES
def test_the_warning_is_readable_on_its_own_colour(theme: Theme) -> None:
    assert contrast(theme.on_alert, theme.alert) >= 4.5


@THEMES
def test_the_foot_stands_out_from_the_ground(theme: Theme) -> None:
    assert contrast(theme.foot_line, theme.background) >= 2.0


@THEMES
def test_more_force_is_further_from_the_foots_colour_in_grey_too(theme: Theme) -> None:
    foot = np.array([int(theme.foot[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0
    table = theme.map_table()
    alpha = (table >> 24) / 255.0
    over = [((table >> shift) & 255) / 255.0 + (1 - alpha) * part for shift, part in zip((16, 8, 0), foot, strict=True)]
    grey = [luminance("#" + "".join(f"{round(min(1.0, c[k]) * 255):02x}" for c in over)) for k in range(256)]
    step = np.diff(grey[::8])
    assert np.all(step < 0.004) if theme is LIGHT else np.all(step > -0.004)
    assert abs(grey[-1] - grey[0]) > 0.6


@THEMES
def test_no_force_is_clear(theme: Theme) -> None:
    table = theme.map_table()
    assert table.shape == (256,)
    assert table[0] == 0
    assert table[-1] >> 24 == 255


def test_premultiplied_colours_never_exceed_their_opacity() -> None:
    table = LIGHT.map_table()
    assert all(np.all(((table >> shift) & 255) <= (table >> 24)) for shift in (0, 8, 16))


@pytest.mark.usefixtures("app")
def test_a_theme_is_found_by_its_name() -> None:
    assert theme_named("light") is LIGHT
    assert theme_named("dark") is DARK
    assert theme_named("system") in (LIGHT, DARK)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
