"""The colours are readable, also with colour blindness and in grey."""

from __future__ import annotations

import numpy as np
import pytest
from tests.app.contrasts import channels, contrast, luminance

from thumbwalk.app.theme import DARK, LIGHT, Theme, theme_named

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


@pytest.mark.usefixtures("qapp")
def test_a_theme_is_found_by_its_name() -> None:
    assert theme_named("light") is LIGHT
    assert theme_named("dark") is DARK
    assert theme_named("system") in (LIGHT, DARK)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


PAIRS = (
    ("ink", "surface"), ("ink", "band"), ("ink", "foot"), ("ink", "off"), ("on_aim", "aim"), ("muted", "surface"),
)  # fmt: skip
"""Texts and what they stand on, beside the ground."""


@THEMES
@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_words_stand_out_from_whatever_they_stand_on(theme: Theme, words: str, ground: str) -> None:
    assert contrast(getattr(theme, words), getattr(theme, ground)) >= 4.5


@THEMES
@pytest.mark.parametrize("role", ["edge", "guide"])
def test_lines_that_mean_something_stand_out_from_the_ground(theme: Theme, role: str) -> None:
    assert contrast(getattr(theme, role), theme.background) >= 3.0


BLIND = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""What is seen with a kind of colour blindness, severity 1, of linear sRGB (Machado, Oliveira and Fernandes 2009)."""


def lightness(rgb: np.ndarray[tuple[int, ...], np.dtype[np.float64]], kind: str) -> float:
    """CIE lightness L*, 0 to 100, of an sRGB colour (3,) 0..1 as it is seen with a kind of colour blindness."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(BLIND[kind]) @ linear, 0.0, 1.0)
    luminous = float(seen @ (0.2126, 0.7152, 0.0722))
    return 116.0 * luminous ** (1 / 3) - 16.0 if luminous > 0.008856 else 903.3 * luminous


@THEMES
@pytest.mark.parametrize("kind", BLIND)
def test_more_force_goes_one_way_in_lightness_with_every_colour_blindness(theme: Theme, kind: str) -> None:
    places, colors = zip(*theme.map_stops, strict=True)
    stops = np.array([channels(color) for color in colors])
    where = np.linspace(0.0, 1.0, 33)
    seen = [lightness(np.array([np.interp(one, places, stops[:, k]) for k in range(3)]), kind) for one in where]
    step = np.diff(seen)
    assert np.all(step < 0.5) if theme is LIGHT else np.all(step > -0.5)
    assert abs(seen[-1] - seen[0]) > 50.0


@THEMES
@pytest.mark.parametrize("kind", BLIND)
def test_good_and_caution_differ_with_every_colour_blindness(theme: Theme, kind: str) -> None:
    """By far; caution and alert do not, so that an alert is a plate and a sentence as well."""
    matrix = np.array(BLIND[kind])

    def lab(color: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        rgb = np.array(channels(color))
        linear = np.clip(matrix @ np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4), 0.0, 1.0)
        xyz = np.array(((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))) @ linear
        f = np.cbrt(xyz / (0.9505, 1.0, 1.089))
        return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])

    for role in ("caution", "alert"):
        assert np.linalg.norm(lab(theme.aim) - lab(getattr(theme, role))) > 30.0


LINES = (("aim", "foot"), ("caution", "surface"), ("thumb_edge", "background"), ("edge", "surface"), ("aim", "surface"))
"""Lines and signs that mean something, and what they are drawn on, beside the ground."""


@THEMES
@pytest.mark.parametrize(("line", "ground"), LINES)
def test_lines_that_mean_something_stand_out_from_whatever_they_are_drawn_on(
    theme: Theme, line: str, ground: str
) -> None:
    assert contrast(getattr(theme, line), getattr(theme, ground)) >= 3.0


@THEMES
def test_what_lies_over_the_force_map_is_seen_on_its_casing_whatever_the_force(theme: Theme) -> None:
    """A ring's colour may be near a colour of the map: then its pale casing is not, and the other way round."""
    for _, color in theme.map_stops:
        assert max(contrast(theme.aim, color), contrast(theme.background, color)) >= 2.0
    assert contrast(theme.aim, theme.background) >= 4.5
