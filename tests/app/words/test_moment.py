"""What the screen says at each moment of a real practice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.app import scenes
from tests.app.scenes import with_drill, with_stream, with_touch

from thumbwalk.app.words.moment import (
    Sign,
    Tone,
    coach_text,
    header_text,
    notices,
    pulse_text,
    task_text,
    tone_of,
    turn,
)
from thumbwalk.coach.feedback.amounts import ForceUnit
from thumbwalk.coach.feedback.reasons import Reason
from thumbwalk.coach.feedback.verdict import NOTHING, Verdict, said
from thumbwalk.session.guesses import Guess


def test_the_count_in_announces_the_first_set() -> None:
    text = task_text(scenes.in_drill(1.4))
    assert (text.heading, text.title, text.how) == ("Set 1 of 3", "Hold the solar plexus point", "about 9 N")
    assert (text.seconds, text.caption) == (2, "seconds to start")


def test_a_set_counts_down() -> None:
    text = task_text(scenes.in_drill(20.6))
    assert (text.heading, text.how) == ("Set 2 of 3", "about 14 N · 45 a minute")
    assert (text.seconds, text.caption) == (6, "seconds left")
    assert text.left == pytest.approx(5.4 / 12.0, abs=0.02)


def test_a_rest_names_what_comes() -> None:
    text = task_text(scenes.in_drill(12.2))
    assert (text.heading, text.title) == ("Rest, then set 2 of 3", "Knead the heel")


def test_one_second_is_singular() -> None:
    assert task_text(scenes.in_drill(25.5)).caption == "second left"


def test_the_end_and_free_practice_count_nothing_down() -> None:
    assert task_text(scenes.finished()).seconds is None
    assert task_text(scenes.quiet()).seconds is None


def test_free_practice_says_what_is_done_as_soon_as_it_has_a_name() -> None:
    nobody = scenes.quiet()
    assert task_text(nobody).title == "Press anywhere on the sole"
    named = replace(nobody, technique="knead")
    assert task_text(named).title == "Knead: petrissage, kneading"
    assert turn(named) != turn(nobody)


def test_the_ring_is_never_more_than_full() -> None:
    scenes.in_drill(26.5)
    for one in scenes.followed("expert").seen:
        text = task_text(one)
        assert 0.0 <= text.left <= 1.0
        assert text.seconds is not None
        assert 0 <= text.seconds <= 12


@pytest.mark.parametrize(
    ("reason", "shown", "sign", "tone"),
    [
        ("good", "Good", "tick", "good"),
        ("too_hard", "Lighter", "down", "caution"),
        ("too_light", "Deeper", "up", "caution"),
        ("too_fast", "Slower", "slow", "caution"),
        ("too_slow", "Faster", "fast", "caution"),
        ("uneven", "More even", "", "caution"),
        ("press", "Press", "press", "plain"),
        ("rest", "Rest", "", "plain"),
    ],
)
def test_each_coaching_word_has_a_sign_and_a_tone(reason: Reason, shown: str, sign: Sign, tone: Tone) -> None:
    text = coach_text(with_drill(scenes.in_drill(8.4), verdict=said(reason)))
    assert (text.word, text.sign, text.tone) == (shown, sign, tone)


def test_what_was_done_instead_stands_below_the_word() -> None:
    astray = Verdict("To the heel", "place", "Asked kidney, pressed stomach.")
    text = coach_text(with_drill(scenes.in_drill(8.4), verdict=astray))
    assert (text.word, text.detail) == ("To the heel", "Asked kidney, pressed stomach.")


def test_over_pressure_says_so_and_by_how_much_it_is_allowed() -> None:
    text = coach_text(scenes.over_pressure())
    assert (text.word, text.sign, text.tone) == ("Ease off", "down", "alert")
    assert text.detail == "over 12 N, the comfort limit here"


def test_an_alert_ends_with_the_over_pressure() -> None:
    """The moment after, and when the thumb is gone: the word may stay, the alarm does not."""
    hand = scenes.followed("heavy")
    pressed = scenes.over_pressure()
    after = hand.first(lambda one: one.time_s > pressed.time_s and not one.touch.over_cap)
    lifted = hand.first(lambda one: one.time_s > pressed.time_s and not one.touch.touching)
    assert tone_of(pressed) == "alert"
    assert [tone_of(one) for one in (after, lifted)] == ["caution", "plain"]
    assert "comfort limit" not in coach_text(after).detail + coach_text(lifted).detail
    assert not lifted.touch.over_cap
    gone = hand.first(lambda one: one.time_s > lifted.time_s + 0.2 and not one.touch.touching)
    assert gone.touch.cap_n is None


@pytest.mark.parametrize(("time_s", "word"), [(1.0, "Get ready"), (12.2, "Rest"), (4.6, "Press"), (3.3, "")])
def test_where_the_coach_is_silent_the_screen_says_what_to_do(time_s: float, word: str) -> None:
    assert coach_text(scenes.followed(None).at(time_s)).word == word


def test_deeper_is_said_between_two_presses_that_were_too_light() -> None:
    light = scenes.too_light()
    assert coach_text(light).word == "Deeper"
    assert coach_text(with_touch(light, touching=False)).word == "Deeper"


def test_a_lost_link_pauses_and_says_why() -> None:
    text = coach_text(scenes.link_lost(drill=False))
    why = "The rig went away; plug it in again, it is waited for"
    assert (text.word, text.sign, text.detail, text.force) == ("Paused", "pause", why, "")
    assert header_text(scenes.link_lost(drill=False)).rig == "Virtual rig · not connected"
    lost = scenes.with_stream(scenes.quiet(), connected=False, message="/dev/ttyACM0: the rig went away; plug it in")
    assert coach_text(lost).detail == "The rig went away; plug it in", "the port's name helps nobody"


@pytest.mark.parametrize(("force_n", "shown"), [(0.62, "0.6 N"), (9.94, "9.9 N"), (9.97, "10 N"), (12.4, "12 N")])
def test_force_is_no_finer_than_a_hand_can_tell(force_n: float, shown: str) -> None:
    assert coach_text(with_touch(scenes.in_drill(8.4), contact_n=force_n)).force == shown


def test_an_untouched_foot_has_no_force() -> None:
    assert coach_text(with_touch(scenes.quiet(), contact_n=0.3)).force == "0 N"


def test_the_header_shows_the_step_and_only_losses_that_there_are() -> None:
    text = header_text(scenes.in_drill(20.6))
    assert (text.title, text.sets, text.current) == ("First steps", ("Hold", "Knead", "Knead"), 1)
    assert (text.rig, text.losses) == ("Virtual rig · 100 Hz", "")
    lossy = with_stream(scenes.in_drill(20.6), lost_frames=3, bad_frames=1, overruns=2, dropped=5)
    assert header_text(lossy).losses == "3 frames lost · 1 frame damaged · 5 frames dropped · 2 scans missed"


def test_at_the_end_every_step_is_done() -> None:
    assert header_text(scenes.finished()).current == 3
    assert header_text(scenes.link_lost()).current == 3
    assert header_text(scenes.quiet()).title == "Free practice"


@pytest.mark.parametrize(
    ("pace", "shown", "tone"),
    [(None, "press with the pulse", "plain"), (44.4, "you 44", "good"), (71.0, "you 71", "caution")],
)
def test_the_pace_beside_the_pulse(pace: float | None, shown: str, tone: Tone) -> None:
    text = pulse_text(with_drill(scenes.in_drill(20.6), cadence_per_min=pace))
    assert text is not None
    assert (text.beat.rate_per_min, text.pace, text.tone) == (45.0, shown, tone)
    assert text.elapsed_s == pytest.approx(20.61 - 14.0)


@pytest.mark.parametrize("time_s", [1.4, 8.4, 12.2], ids=["count-in", "a hold", "rest"])
def test_there_is_no_pulse_where_no_pace_is_to_be_kept(time_s: float) -> None:
    assert pulse_text(scenes.in_drill(time_s)) is None


def test_a_pace_goes_with_the_hand() -> None:
    """A hand that kneads and then stops has no pace any more, well before its set is over."""
    stops = scenes.Following("expert")
    stops.at(19.0)
    assert scenes.drill_of(stops.seen[-1]).cadence_per_min == pytest.approx(45.0, abs=4.0)
    stops.release()
    text = pulse_text(stops.at(24.0))
    assert text is not None
    assert text.pace == "press with the pulse"


def test_the_map_notice_stands_below_a_reflexology_point_only() -> None:
    assert "does not diagnose" in notices(scenes.in_drill(8.4))[1]
    assert notices(scenes.in_drill(20.6))[1] == ""
    assert "not a medical device" in notices(None)[0]


def test_a_set_done_blind_or_to_be_guessed_shows_no_force_but_a_limit() -> None:
    snapshot = scenes.in_drill(8.4)
    state = scenes.drill_of(snapshot)
    assert state.set is not None
    assert not snapshot.hides_force
    for hidden in (replace(state.set, feedback="blind"), replace(state.set, guess=True)):
        unseen = replace(snapshot, drill=replace(state, set=hidden, verdict=NOTHING))
        assert unseen.hides_force
        assert coach_text(unseen).force == ""
    over = scenes.over_pressure()
    state = scenes.drill_of(over)
    assert state.set is not None
    blind = replace(over, drill=replace(state, set=replace(state.set, feedback="blind")))
    assert coach_text(blind).word == "Ease off"


def test_a_drill_that_waits_says_so() -> None:
    snapshot = scenes.in_drill(8.4)
    waiting = replace(snapshot, drill=replace(scenes.drill_of(snapshot), waits=True))
    assert coach_text(waiting).detail == "The drill waits until a bite is right."


def test_a_force_that_was_to_be_guessed_is_asked_for_and_then_told() -> None:
    rest = scenes.in_drill(12.2)
    state = scenes.drill_of(rest)
    early, late = (
        replace(rest, asks_guess=True, drill=replace(state, revealed_n=9.24, phase_left_s=left_s, verdict=NOTHING))
        for left_s in (2.9, 0.4)
    )
    assert coach_text(early).detail == "How hard was that? Guess, then look."
    assert coach_text(late).detail == "It was 9.2 N"
    assert coach_text(rest).detail == ""


@pytest.mark.parametrize(
    ("said_n", "unit", "said"),
    [
        (11.0, "N", "You said 11 N: 19 % too much."),
        (4.62, "kg", "You said 0.47 kg: 50 % too little."),
        (9.3, "g", "You said 950 g: you felt that."),
        (None, "N", ""),
    ],
)
def test_a_guess_is_told_beside_what_it_was(said_n: float | None, unit: ForceUnit, said: str) -> None:
    rest = scenes.in_drill(12.2)
    told = replace(rest, drill=replace(scenes.drill_of(rest), revealed_n=9.24, verdict=NOTHING))
    told = told if said_n is None else replace(told, guesses=(Guess("Hold", said_n, 9.24),))
    text = coach_text(told, unit)
    assert (text.beside, text.force) == ("it was", {"N": "9.2 N", "kg": "0.94 kg", "g": "940 g"}[unit])
    assert text.detail == said


def test_over_the_limit_nothing_is_praised_though_the_drills_verdict_still_is_praise() -> None:
    praised = scenes.in_drill(8.4)
    assert coach_text(praised).word == "Good"
    over = scenes.with_touch(praised, cap_n=12.0, contact_n=12.4)
    text = coach_text(over)
    assert (text.word, text.sign, text.tone) == ("Ease off", "down", "alert")
    assert "over 12 N" in text.detail
    assert turn(over) != turn(praised)
