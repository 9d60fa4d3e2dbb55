"""What a practice came to, as the document that is kept, shown and exported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.enough import NOT_ENOUGH
from thumbwalk.link.losses import Losses, LostPart


def scores_document(scores: Sequence[DrillScore], losses: Losses | None = None) -> dict[str, Any]:
    """The document of a practice: that of its drill; of several, all of them in order under ``drills``.

    What the stream lost stands under ``losses``, where it lost anything.
    """
    lost = lost_part_of(scores, losses if losses is not None else Losses()).to_json()
    if len(scores) == 1:
        return scores[0].to_json() | lost
    return {"version": 1, "drills": [one.to_json() for one in scores]} | lost


def lost_part_of(scores: Sequence[DrillScore], losses: Losses) -> LostPart:
    """Whether drills' scores can be believed after what their stream lost: each set was judged by that."""
    sets = [one for score in scores for one in score.sets]
    share = max((one.lost_share for one in sets), default=0.0)
    return LostPart(losses, share, believed=not any(one.reason.startswith(NOT_ENOUGH) for one in sets))
