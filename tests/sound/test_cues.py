"""Which sounds a moment gives, and that the screen says the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.sound.moments import BEHIND_S, changed, moment

from thumbwalk.app.words import moment as words
from thumbwalk.coach.drill.drill import Feedback
from thumbwalk.coach.feedback.reasons import Reason
from thumbwalk.coach.feedback.verdict import said
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.sound.cues import Cue, Ear, Heard

EACH_S = 60.0 / 36.0
"""The beats of the drill that is heard here."""
PRESSED: dict[str, Any] = {"touching": True, "contact_n": 12.0, "total_n": 12.0, "x_mm": 53.0, "y_mm": 50.0}


def heard(snapshot: Snapshot) -> Heard:
    return Ear().hear(snapshot)


def times(cues: tuple[Cue, ...], kind: str) -> list[float]:
    return [round(cue.at_s - BEHIND_S, 6) for cue in cues if cue.kind == kind and cue.at_s is not None]


def kinds(ear: Ear, *snapshots: Snapshot) -> list[str]:
    """What is heard at once, of some moments in turn."""
    return [cue.kind for one in snapshots for cue in ear.hear(one).cues if cue.at_s is None]


def test_the_last_seconds_before_a_set_are_counted_and_its_beginning_is_told() -> None:
    assert times(heard(moment(0.5)).cues, "count") == [1.0]
    assert times(heard(moment(2.4)).cues, "go") == [3.0]
    assert words.task_text(moment(1.9)).seconds == 2


def test_beats_come_where_the_guides_presses_begin() -> None:
    found = [times(heard(moment(3.0 + 0.05 * n)).cues, "beat") for n in range(200)]
    told = sorted({at_s for one in found for at_s in one})
    assert told[:5] == pytest.approx([3.0 + EACH_S * n for n in range(5)])
    beat = next(cue for cue in heard(moment(2.5)).cues if cue.kind == "beat")
    assert beat.force_n == pytest.approx(12.0, abs=0.5)
    assert beat.lasts_s == pytest.approx(EACH_S, abs=1e-3)
    assert words.pulse_text(moment(4.0)) is not None


def test_the_same_beat_has_one_key_however_late_it_is_looked_at() -> None:
    keys = {cue.key for n in range(40) for cue in heard(moment(3.8 + 0.01 * n)).cues if cue.kind == "beat"}
    assert len(keys) == 1


def test_nothing_beats_in_a_pause_while_a_drill_waits_and_behind_its_end() -> None:
    for stand in ("paused", "ready"):
        assert heard(changed(moment(5.0), stand=stand)).cues == ()
    assert heard(changed(moment(5.0), waits=True)).cues == ()
    assert heard(changed(moment(5.0), begins_s=None)).cues == ()
    last = moment(0.0).drill
    assert last is not None
    ends_s = last.drill.duration_s
    assert times(heard(moment(ends_s - 0.3)).cues, "beat") == []


@pytest.mark.parametrize(
    ("reason", "kind"),
    [("too_hard", "too_hard"), ("too_light", "too_light"), ("contact_lost", "contact_lost"), ("place", "place")],
)
def test_a_word_is_sounded_when_it_comes_and_again_when_it_stays(reason: Reason, kind: str) -> None:
    ear = Ear()
    assert kinds(ear, moment(4.0), moment(4.1, reason=reason), moment(4.2, reason=reason)) == [kind]
    assert kinds(ear, *(moment(4.3 + 0.1 * n, reason=reason) for n in range(80))) == [kind, kind]


@pytest.mark.parametrize("reason", ["limit", "too_hard", "too_light", "contact_lost"])
def test_what_is_sounded_is_a_word_on_the_screen(reason: Reason) -> None:
    text = words.coach_text(moment(4.0, reason=reason))
    assert text.word == said(reason).word != ""


def test_over_the_limit_it_sounds_at_once_whatever_the_word_says_and_every_second() -> None:
    over: dict[str, Any] = {**PRESSED, "contact_n": 30.0, "cap_n": 25.0}
    ear = Ear()
    found = kinds(ear, moment(4.0), *(moment(4.1 + 0.1 * n, feedback="blind", **over) for n in range(35)))
    assert found == ["limit"] * 4
    assert words.tone_of(moment(4.0, **over)) == "alert"
    assert kinds(ear, moment(9.0)) == []


def test_a_hand_on_the_limits_edge_makes_no_rattle() -> None:
    over: dict[str, Any] = {**PRESSED, "contact_n": 30.0, "cap_n": 25.0}
    found = kinds(Ear(), *(moment(4.0 + 0.02 * n, **(over if n % 2 else PRESSED)) for n in range(24)))
    assert found == ["limit"]


def test_a_press_in_its_band_is_praised_when_its_peak_is_known() -> None:
    ear = Ear()
    first = changed(moment(6.0, **PRESSED), last_peak_n=12.0)
    assert kinds(ear, moment(5.9, **PRESSED), first, changed(moment(6.1), last_peak_n=12.0)) == ["in_band"]
    assert kinds(ear, changed(moment(8.0), last_peak_n=30.0)) == []
    blind = changed(moment(9.0, feedback="blind"), last_peak_n=12.1)
    assert kinds(ear, blind) == []


def test_a_steady_force_in_its_band_has_a_tone_that_fades() -> None:
    def tone(ear: Ear, time_s: float, force_n: float = 10.0, feedback: Feedback = "live", reason: Reason = "") -> float:
        touch = {**PRESSED, "contact_n": force_n}
        return ear.hear(moment(time_s, "hold-1", reason, feedback=feedback, **touch)).tone

    state = moment(4.0, "hold-1").drill
    assert state is not None
    assert state.guide is not None
    low_n, high_n = state.guide.band_n or (None, None)
    assert low_n is not None
    assert high_n is not None
    middle_n = 0.5 * (low_n + high_n)
    ear = Ear()
    at_first, later = tone(ear, 4.0, middle_n), tone(ear, 5.5, middle_n)
    assert 0.8 < at_first <= 1.0
    assert later == pytest.approx(at_first / 2.718, rel=0.15)
    assert tone(ear, 9.5, middle_n) == 0.0
    assert tone(ear, 9.6, 0.5 * low_n) == 0.0
    assert tone(ear, 9.7, middle_n) > 0.3, "out and in again is news"
    assert tone(Ear(), 4.0, 1.2 * high_n) == 0.0
    assert tone(Ear(), 4.0, middle_n, reason="place") == 0.0
    assert tone(Ear(), 4.0, middle_n, feedback="after") == 0.0
    end_s = state.phase.end_s - 0.5
    assert tone(Ear(), end_s, middle_n) < 0.4 * at_first


def test_a_set_that_is_over_and_a_rig_that_is_lost_are_heard_once() -> None:
    ear = Ear()
    drill = moment(0.0).drill
    assert drill is not None
    ends_s = next(phase.end_s for phase in drill.drill.phases() if phase.kind == "set")
    assert kinds(ear, moment(ends_s - 0.1), moment(ends_s + 0.01), moment(ends_s + 0.1)) == ["set_over"]
    lost = moment(5.0)
    lost = replace(lost, stream=replace(lost.stream, connected=False))
    assert kinds(ear, lost, lost) == ["rig_lost"]
    assert words.coach_text(lost).word == "Paused"


def test_a_rig_that_was_never_there_is_not_lost_and_free_practice_hears_of_the_limit_only() -> None:
    ear = Ear()
    gone = moment(5.0)
    assert kinds(ear, replace(gone, stream=replace(gone.stream, connected=False))) == []
    free = replace(moment(5.0, **{**PRESSED, "contact_n": 30.0, "cap_n": 25.0}), drill=None)
    assert kinds(ear, free) == ["limit"]
