"""A display is one that answers and lets us in, not one that is only named."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from thumbwalk.app.displays import displays

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays that may be missing are Linux's")


@pytest.mark.parametrize("name", [":97", "localhost:97", "localhost:99999", "unix:97.0", "nonsense", ":", "/no/such:0"])
def test_an_x_server_that_is_not_there_does_not_answer(name: str) -> None:
    assert displays({"DISPLAY": name}) == []


def test_without_a_name_there_is_none() -> None:
    assert displays({}) == displays({"DISPLAY": "", "WAYLAND_DISPLAY": ""}) == []


def test_a_wayland_server_answers_on_its_socket_and_no_longer_when_it_is_gone(tmp_path: Path) -> None:
    environment = {"WAYLAND_DISPLAY": "wayland-5", "XDG_RUNTIME_DIR": str(tmp_path)}
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-5"))
        server.listen()
        assert displays(environment) == ["wayland"]
        assert displays({"WAYLAND_DISPLAY": str(tmp_path / "wayland-5")}) == ["wayland"]
    assert displays(environment) == []
