"""Where Qt draws is decided, and missing libraries are named, before Qt is loaded."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from thumbwalk.app.displays import Display
from thumbwalk.app.platform import choose_platform, has_display
from thumbwalk.errors import RigError


def named(environment: Mapping[str, str]) -> list[Display]:
    """Every display that is named answers."""
    names: dict[str, Display] = {"WAYLAND_DISPLAY": "wayland", "DISPLAY": "x11"}
    return [display for name, display in names.items() if environment.get(name)]


def everything(library: str) -> bool:
    return library.startswith("lib")


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [
        ({}, "offscreen"),
        ({"DISPLAY": ":0"}, None),
        ({"WAYLAND_DISPLAY": "wayland-0"}, None),
        ({"QT_QPA_PLATFORM": "minimal"}, None),
        ({"DISPLAY": ""}, "offscreen"),
    ],
)
def test_without_a_display_linux_draws_offscreen(environment: dict[str, str], chosen: str | None) -> None:
    assert choose_platform(environment, "linux", everything, named) == chosen


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_choose_for_themselves(system: str) -> None:
    assert choose_platform({}, system, lambda library: False, named) is None


def test_missing_libraries_are_named_as_packages() -> None:
    with pytest.raises(RigError, match=r"apt-get install libegl1$"):
        choose_platform({}, "linux", lambda library: "EGL" not in library)


def test_a_display_needs_its_own_libraries() -> None:
    def without_cursor(library: str) -> bool:
        return "xcb-cursor" not in library

    assert choose_platform({}, "linux", without_cursor) == "offscreen"
    with pytest.raises(RigError, match="libxcb-cursor0"):
        choose_platform({"DISPLAY": ":0"}, "linux", without_cursor, named)
    assert choose_platform({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", without_cursor) is None


def nobody(_environment: Mapping[str, str]) -> list[Display]:
    return []


@pytest.mark.parametrize("asked", [{}, {"QT_QPA_PLATFORM": "xcb"}, {"QT_QPA_PLATFORM": "wayland-egl"}])
def test_a_display_that_does_not_answer_is_no_display(asked: dict[str, str]) -> None:
    environment = {"DISPLAY": ":77", "WAYLAND_DISPLAY": "wayland-77", **asked}
    assert choose_platform(environment, "linux", everything, nobody) == "offscreen"


def test_of_two_displays_the_one_that_answers_is_asked_for() -> None:
    both = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}
    assert choose_platform(both, "linux", everything, lambda _: ["x11"]) == "xcb"
    assert choose_platform(both, "linux", everything, lambda _: ["wayland"]) == "wayland"
    assert choose_platform(both, "linux", everything, named) is None


def test_nobody_sees_a_window_offscreen_or_on_a_display_that_is_not_there() -> None:
    assert not has_display({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"})
    assert not has_display({"DISPLAY": "no display's name"})
