"""Where Qt draws is decided, and missing libraries are named, before Qt is loaded."""

from __future__ import annotations

import pytest

from thumbwalk.app.platform import choose_platform
from thumbwalk.errors import RigError


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
    assert choose_platform(environment, "linux", everything) == chosen


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_choose_for_themselves(system: str) -> None:
    assert choose_platform({}, system, lambda library: False) is None


def test_missing_libraries_are_named_as_packages() -> None:
    with pytest.raises(RigError, match=r"apt-get install libegl1$"):
        choose_platform({}, "linux", lambda library: "EGL" not in library)


def test_a_display_needs_its_own_libraries() -> None:
    def without_cursor(library: str) -> bool:
        return "xcb-cursor" not in library

    assert choose_platform({}, "linux", without_cursor) == "offscreen"
    with pytest.raises(RigError, match="libxcb-cursor0"):
        choose_platform({"DISPLAY": ":0"}, "linux", without_cursor)
    assert choose_platform({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", without_cursor) is None
