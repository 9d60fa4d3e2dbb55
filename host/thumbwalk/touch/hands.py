"""Which hands are on the foot: one contact or several, which of them work and which rest.

Their number is a matter of evidence: one more is there when it explains much that the others do not, block after block;
one fewer when it has had no force for a while. Which rest shows in time: a hand that stays where it is and presses
evenly while another one moves or presses and lets go. A hand that has worked is not one that rests for merely holding
still.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.beforehand import Beforehand
from thumbwalk.touch.fit import Fit
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.one_enough import OneEnough
from thumbwalk.touch.past import WATCH, Moments, Past, moved_mm, seen_in
from thumbwalk.touch.roles import REMEMBERED, Hand, roles_of
from thumbwalk.touch.search import Found, search_on
from thumbwalk.touch.several import SeveralFit, fit_several

Array = NDArray[np.float64]

BLOCK_S = 0.2
"""Hands are judged by blocks of this length."""
MOST = 3
"""Hands on one foot: two, and one that holds it."""

# Evidence for one more.
_MISFIT, _HOPELESS, _GAIN = 12.0, 18.0, 10.0
_BLIND_MISFIT, _BLIND_HOPELESS, _BLIND_GAIN = 25.0, 60.0, 20.0
_LOST_MISFIT = 60.0
"""A cost that is doubtful, one that no sound fit has, and what one more contact must take off it; the same with tiles
left out, which leave more room for error; and a cost at which the hands are not where they are thought to be.

Of 2457 blocks of single hands on hard feet (10 % of gain error, layers of 12 to 15 mm) none had more than 3.9; with 5 %
of gain error and 6 % of hysteresis, from an independent model, none more than 8."""
_UNEXPLAINED_N, _UNEXPLAINED, _PART = 0.6, 0.05, 0.25
"""Force beyond the fit, two tiles and more from it, in N and in parts of its force; for this part of a block."""
_BETTER, _CLEARLY = 0.5, 0.25
_APART_MM, _NEARER_MM = 35.0, 24.0
"""Two tiles; nearer contacts are told apart only where two explain nearly all that one does not."""
_WIDE, _SOUND = 3.0, 3.0
"""One palm is no two hands: it costs no more than so many times what two contacts do, and than a sound fit's cost does.
Palms of 24 to 34 mm cost 0.4 to 2.3 times as much (5 and 95 % of 115 blocks), two thumbs 40 mm apart 8 times and more.
"""
_LEAST_N = 1.0
"""A new contact has so much force."""
_SAME_MM, _CONFIRM, _SAMPLES = 20.0, 2, 4
"""Found within so many mm in two blocks one after the other it is there; so many moments of a block are searched."""

# Evidence for one fewer.
_GONE_N, _RESTING_GONE, _WORKING_GONE, _LIFTED_GONE = 0.35, 2, 15, 8
"""Blocks without force: of a hand that rests, of one that works beside another, of one whose other is lifted, too."""
_MERGED_MM, _MERGED = 15.0, 3
"""Two working hands nearer than this, for three blocks, are one."""
_LOST = 5
"""Blocks that fit badly on end after which all is looked for anew."""

# What is kept of a hand.
_ENOUGH, _STEPS_RESTING = 8.0, 2
"""A cost at which what rests is enough; half of what 16 tiles' errors make it, as these are rather over-estimated."""
_EASE, _PLACE_EASE = 0.5, 0.3
"""How fast the likely force and place of a hand that rests follow, a block."""
_FIRM_N = 1.0
"""From this force on a moment tells where a hand is."""

# What work is.
_PLACED_MM = 5.0
"""A place less sure than this does not tell that a hand moves."""
_TRAIL, _THERE_MM, _STILL, _STAYS_MM = 15, 25.0, 3, 6.0
"""Blocks that are remembered of where the hand worked, and what is near there; so many within 6 mm are standing still.
"""


class Hands:
    """Follows hands through the blocks of one piece.

    Attributes
    ----------
    several : tuple of Hand
        The hands, those that work first, where there are two or more; empty with one or none.
    """

    def __init__(self, localiser: Localiser) -> None:
        self._localiser = localiser
        self._search = search_on(localiser.pad)
        self._taxels_mm = localiser.pad.positions_mm
        self.restart()

    def restart(self) -> None:
        """Begin a new piece."""
        self.several: tuple[Hand, ...] = ()
        self._pasts: list[Past] = []
        self._beforehand = Beforehand(self._localiser)
        self._alone: deque[Moments] = deque(maxlen=REMEMBERED)
        self._candidate: Found | None = None
        self._confirmed = self._lost = self._merged = 0
        self._one_enough = OneEnough(self._localiser)
        self._worked_mm: tuple[float, float] | None = None
        self._trail: deque[tuple[float, float]] = deque(maxlen=_TRAIL)

    def expect(self, resting: Hand) -> None:
        """Know of a hand that rests from the piece's first moment on."""
        self.several = (Hand(resting.x_mm, resting.y_mm, 0.0, resting.spread, rests=False, idle=_WORKING_GONE), resting)
        self._pasts = [Past(), Past()]

    def fit(self, force_n: Array, left_out: NDArray[np.bool_], spread: float, spread_sigma: float) -> SeveralFit:
        """Fits of moments (n, n_taxels) with all the hands; one that works alone only where what rests is not enough.

        ``spread`` is how widely contacts likely spread, with one standard deviation.
        """
        if not self.stands(left_out):
            self._beforehand.take(self.several, self._pasts)
        guesses = self._beforehand.guesses(self._pasts, force_n, (spread, spread_sigma), near=bool(left_out.any()))
        resting = [guess for guess, hand in zip(guesses, self.several, strict=True) if hand.rests]
        if len(resting) != len(guesses) - 1:
            return fit_several(self._localiser, force_n, left_out, guesses)
        alone = fit_several(self._localiser, force_n, left_out, resting, _STEPS_RESTING)
        more = np.flatnonzero(alone.misfit > _ENOUGH)
        both = fit_several(self._localiser, force_n[more], left_out, [guess.at(more) for guess in guesses])
        return alone.with_none_before(both, more)

    def stands(self, left_out: NDArray[np.bool_]) -> bool:
        """Whether the next moments' fits are told the same of the hands as the last ones were."""
        return self._beforehand.holds(self.several, self._pasts, near=bool(left_out.any()))

    # -- one contact so far

    def observe_one(self, force_n: Array, fit: Fit, left_out: NDArray[np.bool_]) -> bool:
        """Take the fitted moments of a block, tile forces (n, n_taxels) and their fits with one contact.

        Returns whether there are several hands from now on, so that the next moments are to be fitted anew.
        """
        if not len(fit):
            self._candidate, self._worked_mm = None, None
            return False
        if not self._doubtful(force_n, fit, left_out):
            self._candidate = None
            self._worked_mm = (float(fit.x_mm[-1]), float(fit.y_mm[-1]))
            self._trail.append(self._worked_mm)
            self._alone.append(Moments(fit.x_mm, fit.y_mm, fit.force_n))
            return False
        # Where one contact explains least: a hand that taps is seen for a part of the time only.
        rows = np.sort(np.argsort(fit.misfit, kind="stable")[-_SAMPLES:])
        found = self._search.pair(force_n[rows], left_out)
        before = float(fit.misfit[rows].mean())
        if not self._convinces(found, int(np.argmin(found.force_n)), before, left_out) or self._is_wide(
            force_n[rows], left_out, min(before, _WIDE * max(found.cost, _SOUND))
        ):
            self._candidate = None
            return False
        if not self._confirms(found):
            return False
        past = Past.of(self._alone)
        first, second = self._told_apart(found, past)
        self.several = (first, second)
        self._pasts = [past, Past()]
        self._alone.clear()
        return True

    def _doubtful(self, force_n: Array, fit: Fit, left_out: NDArray[np.bool_]) -> bool:
        """Whether one contact leaves force unexplained two tiles away from it, or more than it can, for a part."""
        misfit, hopeless = (_BLIND_MISFIT, _BLIND_HOPELESS) if left_out.any() else (_MISFIT, _HOPELESS)
        if float(fit.misfit.max()) <= misfit:
            return False
        away2 = (self._taxels_mm[:, 0] - fit.x_mm[:, None]) ** 2 + (self._taxels_mm[:, 1] - fit.y_mm[:, None]) ** 2
        beyond = np.where((away2 > _APART_MM**2) & ~left_out, np.maximum(force_n - fit.model_n, 0.0), 0.0)
        beyond_n = np.add.accumulate(beyond, axis=1)[:, -1]
        much = (fit.misfit > misfit) & (beyond_n > np.maximum(_UNEXPLAINED_N, _UNEXPLAINED * fit.force_n))
        much |= fit.misfit > hopeless
        return bool(np.count_nonzero(much) >= max(1, _PART * len(fit)))

    def _convinces(self, found: Found, index: int, before: float, left_out: NDArray[np.bool_]) -> bool:
        """Whether contacts, of which ``index`` is the new one, explain so much more that it is there."""
        gain = _BLIND_GAIN if left_out.any() else _GAIN
        if found.force_n[index] < _LEAST_N or found.cost > _BETTER * before or before - found.cost < gain:
            return False
        clear = before > _HOPELESS and found.cost < _CLEARLY * before and not left_out.any()
        return found.gap_mm(index) >= (_NEARER_MM if clear else _APART_MM)

    def _is_wide(self, force_n: Array, left_out: NDArray[np.bool_], most: float) -> bool:
        """Whether one wide contact, such as a palm, explains the moments at no more cost than this."""
        return self._search.wide(force_n, left_out) < most

    def _confirms(self, found: Found) -> bool:
        """Whether the same was found, block after block."""
        before, self._candidate = self._candidate, found
        same = before is not None and len(before.x_mm) == len(found.x_mm)
        if same and before is not None:
            away = np.hypot(found.x_mm[:, None] - before.x_mm, found.y_mm[:, None] - before.y_mm)
            same = bool((away.min(axis=1) < _SAME_MM).any())
        self._confirmed = self._confirmed + 1 if same else 1
        if self._confirmed < _CONFIRM:
            return False
        self._candidate, self._confirmed, self._lost, self._merged = None, 0, 0, 0
        self._one_enough.forget()
        return True

    def _told_apart(self, found: Found, past: Past) -> tuple[Hand, Hand]:
        """The two contacts as the hand of that past and the other, which rests until it works, too."""
        both = [
            Hand(
                float(found.x_mm[i]), float(found.y_mm[i]), float(found.force_n[i]), float(found.spread[i]), rests=False
            )
            for i in range(2)
        ]
        if self._worked_mm is not None:
            both.sort(key=self._strangeness)
            if self._comes_again(both[1], past):
                both.reverse()
        else:
            both.sort(key=lambda hand: -hand.force_n)
        return replace(both[0], worked=past.works > 0), replace(both[1], rests=True)

    def _strangeness(self, hand: Hand) -> tuple[int, float]:
        """How little a contact is the one that was there lately: by how many blocks it was near, then by the last."""
        lately = np.array(self._trail).reshape(-1, 2)[-WATCH:]
        away = np.hypot(*(lately - np.array([hand.x_mm, hand.y_mm])).T)
        return -int(np.count_nonzero(away < _THERE_MM)), float(away[-1]) if len(away) else 0.0

    def _comes_again(self, other: Hand, past: Past) -> bool:
        """Whether the hand that worked here came down again where it had worked, beside one that came meanwhile."""
        if self._worked_mm is None or moved_mm(list(past.seen)[-_STILL:]) > _STAYS_MM:
            return False
        trail = np.array(self._trail).reshape(-1, 2)
        trail = trail[np.hypot(*(trail - np.array(self._worked_mm)).T) > _APART_MM]
        return bool((np.hypot(*(trail - np.array([other.x_mm, other.y_mm])).T) < _THERE_MM).any())

    # -- several

    def observe_several(self, force_n: Array, fit: SeveralFit, left_out: NDArray[np.bool_]) -> None:
        """Take the fitted moments of a block, tile forces (n, n_taxels) and their fits with all the hands."""
        self.several = tuple(self._after(hand, fit, i) for i, hand in enumerate(self.several))
        for i, past in enumerate(self._pasts):
            there = (fit.force_n[:, i] > _LEAST_N) & (fit.sigma_mm[:, i] < _PLACED_MM)
            past.add(seen_in(fit.x_mm[there, i], fit.y_mm[there, i], fit.force_n[:, i] if len(fit) else np.zeros(1)))
        self._lost = self._lost + 1 if len(fit) and float(fit.misfit.mean()) > _LOST_MISFIT else 0
        self.several, self._pasts = roles_of(self.several, self._pasts)
        if self._are_two_that_work(fit):
            self._one_enough.take(force_n, fit, left_out)
        else:
            self._one_enough.forget()
        self._drop()
        if self.several and len(self.several) < MOST and len(fit):
            self._look_for_more(force_n, fit, left_out)

    def _after(self, hand: Hand, fit: SeveralFit, index: int) -> Hand:
        force = fit.force_n[:, index]
        mean_n = float(force.mean()) if len(fit) else 0.0
        if hand.rests:
            idle = hand.idle + 1 if mean_n < _GONE_N else 0
            eased_n = (1.0 - _EASE) * hand.force_n + _EASE * (median(force.tolist()) if len(fit) else 0.0)
            if len(self._pasts[index].seen) < WATCH and not hand.known:
                firm = np.flatnonzero(force > _FIRM_N)
                if len(firm):
                    hand = replace(hand, x_mm=float(fit.x_mm[firm[-1], index]), y_mm=float(fit.y_mm[firm[-1], index]))
                return replace(hand, force_n=eased_n, idle=idle)
            if mean_n < _FIRM_N:
                return replace(hand, force_n=eased_n, idle=idle)
            x, y, spread = (
                (1.0 - _PLACE_EASE) * old + _PLACE_EASE * float(new[:, index].mean())
                for old, new in ((hand.x_mm, fit.x_mm), (hand.y_mm, fit.y_mm), (hand.spread, fit.spread))
            )
            return replace(hand, x_mm=x, y_mm=y, spread=spread, force_n=eased_n, idle=idle)
        firm = np.flatnonzero((force > _FIRM_N) & ~self._is_on_another(fit.x_mm[:, index], fit.y_mm[:, index]))
        if not len(firm):
            return replace(hand, force_n=mean_n, idle=hand.idle + 1)
        x, y = float(fit.x_mm[firm[-1], index]), float(fit.y_mm[firm[-1], index])
        return replace(hand, x_mm=x, y_mm=y, force_n=mean_n, idle=0)

    def _is_on_another(self, x_mm: Array, y_mm: Array) -> NDArray[np.bool_]:
        """Whether places (n,) of a hand that works are one's that rests: of a lifted one a fit has what it leaves."""
        on = np.zeros(len(x_mm), dtype=np.bool_)
        for other in self.several:
            if other.rests:
                on |= np.hypot(x_mm - other.x_mm, y_mm - other.y_mm) < _MERGED_MM
        return on

    def _are_two_that_work(self, fit: SeveralFit) -> bool:
        """Whether there are two hands, as when a block was fitted, and both work."""
        return len(self.several) == fit.x_mm.shape[1] == 2 and not any(hand.rests for hand in self.several)

    def _drop(self) -> None:
        """Forget hands that are gone, or one of two that can't be told apart; with one left it is alone again."""
        working = [hand for hand in self.several if not hand.rests]
        lifted = all(hand.idle >= _LIFTED_GONE for hand in working)
        kept = []
        for i, hand in enumerate(self.several):
            gone = hand.idle >= (_RESTING_GONE if hand.rests else _WORKING_GONE)
            gone |= not hand.rests and lifted and len(working) > 1 and i > 0
            if not gone or (not hand.rests and i == 0 and len(working) == 1):
                kept.append(i)
        if len(working) > 1:
            near = np.hypot(working[0].x_mm - working[1].x_mm, working[0].y_mm - working[1].y_mm) < _MERGED_MM
            self._merged = self._merged + 1 if near else 0
            if (self._merged >= _MERGED or self._one_enough.long) and 1 in kept:
                kept.remove(1)
        if self._lost >= _LOST or len(kept) < 2:
            self.several, self._pasts, self._candidate = (), [], None
            self._lost = self._merged = 0
            self._one_enough.forget()
            return
        self.several = tuple(self.several[i] for i in kept)
        self._pasts = [self._pasts[i] for i in kept]

    def _found_again(self, force_n: Array, fit: SeveralFit, left_out: NDArray[np.bool_]) -> bool:
        """Whether two working hands are merely elsewhere than they were thought to be; then they are taken there."""
        enough = _BLIND_MISFIT if left_out.any() else _HOPELESS
        if not self._are_two_that_work(fit) or float(fit.misfit.max()) <= enough:
            return False
        rows = np.sort(np.argsort(fit.misfit, kind="stable")[-_SAMPLES:])
        before = float(fit.misfit[rows].mean())
        if before <= enough:
            return False
        found = self._search.pair(force_n[rows], left_out)
        if found.cost > _BETTER * before or found.cost > _HOPELESS:
            return False
        x, y = (np.array([getattr(hand, name) for hand in self.several]) for name in ("x_mm", "y_mm"))
        as_found, turned = (np.hypot(x - found.x_mm[at], y - found.y_mm[at]).sum() for at in ([0, 1], [1, 0]))
        for i, at in enumerate((0, 1) if as_found <= turned else (1, 0)):
            there_x, there_y = float(found.x_mm[at]), float(found.y_mm[at])
            moved = replace(self.several[i], x_mm=there_x, y_mm=there_y)
            self.several = tuple(moved if k == i else one for k, one in enumerate(self.several))
        return True

    def _look_for_more(self, force_n: Array, fit: SeveralFit, left_out: NDArray[np.bool_]) -> None:
        if self._found_again(force_n, fit, left_out):
            self._candidate = None
            return
        if len(self.several) != fit.x_mm.shape[1] or np.count_nonzero(fit.misfit > _BLIND_HOPELESS) < max(
            1, _PART * len(fit)
        ):
            self._candidate = None
            return
        rows = np.sort(np.argsort(fit.misfit, kind="stable")[-_SAMPLES:])
        found = self._search.one_more(force_n[rows], left_out, fit.at(rows))
        new = len(self.several)
        if not self._convinces(found, new, float(fit.misfit[rows].mean()), left_out):
            self._candidate = None
            return
        if self._confirms(found):
            x, y, force, spread = (float(v[new]) for v in (found.x_mm, found.y_mm, found.force_n, found.spread))
            if self._has_gone_there(found):
                self.several = (replace(self.several[0], x_mm=x, y_mm=y, force_n=force, idle=0), *self.several[1:])
                return
            self.several = (*self.several, Hand(x, y, force, spread, rests=True))
            self._pasts.append(Past())

    def _has_gone_there(self, found: Found) -> bool:
        """Whether a new contact is the one working hand, which no longer presses where it was thought to be."""
        working = [hand for hand in self.several if not hand.rests]
        return len(working) == 1 and float(found.force_n[0]) < _LEAST_N
