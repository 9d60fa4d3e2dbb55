"""The mouse as the hand of the virtual foot that is open, and of no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thumbwalk.app.foot.mouse import FootMouse
from thumbwalk.session.screen.snapshot import MouseHand

if TYPE_CHECKING:
    from thumbwalk.app.foot.sole_view import SoleView
    from thumbwalk.app.foot.tile_view import TileView


def moved_by(mouse: FootMouse | None, foot: SoleView | TileView, hand: MouseHand | None) -> FootMouse | None:
    """Give the mouse that moves a hand on a drawn foot; the one that moved another hand lets go."""
    if mouse is not None and mouse.hand is not hand:
        mouse.let_go()
        mouse = None
    return FootMouse(foot, hand, lambda: None) if mouse is None and hand is not None else mouse
