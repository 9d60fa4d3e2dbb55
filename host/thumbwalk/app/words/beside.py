"""What stands beside a set that is watched: what was asked, a master or a guide, and the learner's best, without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from thumbwalk.app.best_before import BestSet
from thumbwalk.coach.feedback.amounts import ForceUnit, shown_force
from thumbwalk.language import _
from thumbwalk.session.screen.review import SetReview

Who = Literal["you", "asked", "best"]


@dataclass(frozen=True)
class Beside:
    """One of those that are seen in step: who it is, and in words what is pressed at this moment."""

    who: Who
    words: str


def name_of_asked(review: SetReview) -> str:
    """What was to be done is called."""
    return _("master") if review.follows_master else _("guide")


def name_of_best(best: BestSet) -> str:
    """What the learner's best is called under the trace."""
    return _("your best, {score}").format(score=f"{best.score:.0f}")


def beside(review: SetReview, best: BestSet | None, at_s: float, unit: ForceUnit) -> tuple[Beside, ...]:
    """All that there is to see at a time of the set, with the force of each; who has nothing to show is left out."""
    rows = [Beside("you", _("you {force}").format(force=_force(review, review.moment(at_s)[1], unit)))]
    asked_n = review.asked_n(np.array([at_s]))
    if asked_n is not None or review.asked_mm(at_s) is not None:
        figure = "" if asked_n is None else f" {_force(review, float(asked_n[0]), unit)}"
        rows.append(Beside("asked", f"{name_of_asked(review)}{figure}"))
    if best is not None:
        force = _force(best.review, best.review.moment(at_s)[1], unit)
        rows.append(Beside("best", _("best {score}: {force}").format(score=f"{best.score:.0f}", force=force)))
    return tuple(rows)


def _force(review: SetReview, force_n: float | None, unit: ForceUnit) -> str:
    if force_n is None or not np.isfinite(force_n):
        return "–"
    return f"{'' if review.calibrated else '~'}{shown_force(force_n, unit)} {unit}"
