"""Whether enough is known of a set for a score: what was lost on the way tells of the wire, and not of the hand."""

from __future__ import annotations

from dataclasses import replace

from thumbwalk.coach.score.rules import TODAY, Rules
from thumbwalk.coach.score.score import Score
from thumbwalk.language import marked, told

NOT_ENOUGH = marked("not enough data")
"""How the reason of a set begins of which too little is known."""


def not_enough(technique: str, lost_s: float, of_s: float, rules: Rules = TODAY) -> Score | None:
    """Give the set as not judged, where more of its ``of_s`` seconds was lost than its rules allow; else None."""
    share = lost_share(lost_s, of_s)
    if share <= rules.most_lost_share:
        return None
    none = Score.not_judged(
        technique, told("not enough data: {n} % of its time was lost on the way", n=f"{100 * share:.0f}")
    )
    return replace(none, lost_s=lost_s, lost_share=share, version=rules.version)


def lost_share(lost_s: float, of_s: float) -> float:
    """The part of a time that was lost, 0 to 1; of no time at all, nothing."""
    return min(lost_s / of_s, 1.0) if of_s > 0.0 else 0.0
