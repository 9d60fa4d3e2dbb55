"""Draws every scene of every room, light, dark and in languages: ``python -m tests.app.screenshots FOLDER``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from thumbwalk.language import ENGLISH, speak
from thumbwalk.translation.made_up import MADE_UP
from thumbwalk.translation.shelf import language_named

SIZES = ((800, 520), (1280, 800))
LARGE = (3840, 2160)
ON_LARGE = ("today", "practice-walk", "practice-result", "calibrate-weights", "settings")
"""Scenes that are drawn on a large screen as well."""


def main() -> None:
    """Write a PNG a scene, size and theme; and a light one a scene, size and made-up language."""
    if os.environ.get("QT_QPA_PLATFORM", "") == "":
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from tests.app.room_scenes import SCENES, shown  # noqa: PLC0415  Qt reads its platform when it is loaded

    from thumbwalk.app.icons import load  # noqa: PLC0415
    from thumbwalk.app.window import application, png_of  # noqa: PLC0415

    application()
    load()
    folder, only = Path(sys.argv[1]), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCENES:
        if only and name not in only:
            continue
        for looks in ("light", "dark"):
            for wide, high in (*SIZES, LARGE) if name in ON_LARGE else SIZES:
                with shown(name, wide, high, looks=looks) as front:
                    (folder / f"{name}-{looks}-{wide}x{high}.png").write_bytes(png_of(front.window))
        for code in MADE_UP:
            # a scene begins in the language that is spoken when it is made
            speak(language_named(code, folder))
            for wide, high in SIZES:
                with shown(name, wide, high) as front:
                    (folder / f"{name}-{code}-{wide}x{high}.png").write_bytes(png_of(front.window))
            speak(ENGLISH)


if __name__ == "__main__":
    main()
