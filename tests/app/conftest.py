"""One Qt application for the room, and an ear for what Qt complains about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from thumbwalk.app.run import application


@pytest.fixture(scope="session")
def app() -> QApplication:
    return application()


@pytest.fixture(autouse=True)
def no_complaints_from_qt(app: QApplication) -> Iterator[None]:
    """A painter left open or a bad geometry is only printed by Qt: here it fails the test."""
    said: list[str] = []

    def listen(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        # "This plugin does not support ..." is the offscreen platform's way to decline a request.
        if kind != QtMsgType.QtDebugMsg and "This plugin does not support" not in message:
            said.append(message)

    qInstallMessageHandler(listen)
    yield
    app.processEvents()
    qInstallMessageHandler(None)
    assert said == []
