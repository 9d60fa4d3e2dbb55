"""What the screen says at each moment."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.app import scenes

from thumbwalk.app.words import moment as wording
from thumbwalk.app.words.moment import Sign, Tone, coach_text, header_text, number, span, task_text

DRILL = scenes.first_steps()


def test_the_count_in_announces_the_first_set() -> None:
    text = task_text(scenes.in_drill(1.4), DRILL)
    assert (text.heading, text.title, text.how) == ("Set 1 of 3", "Hold the solar plexus point", "about 12 N")
    assert (text.seconds, text.caption) == (2, "seconds to start")


def test_a_set_counts_down() -> None:
    text = task_text(scenes.in_drill(20.6), DRILL)
    assert (text.heading, text.how) == ("Set 2 of 3", "about 14 N · 45 a minute")
    assert (text.seconds, text.caption) == (6, "seconds left")
    assert text.left == pytest.approx(5.4 / 12.0)


def test_a_rest_names_what_comes() -> None:
    text = task_text(scenes.in_drill(12.2), DRILL)
    assert (text.heading, text.title) == ("Rest, then set 2 of 3", "Knead the heel")


def test_one_second_is_singular() -> None:
    assert task_text(scenes.in_drill(25.5), DRILL).caption == "second left"


def test_the_end_and_free_practice_count_nothing_down() -> None:
    assert task_text(scenes.finished(), DRILL).seconds is None
    assert task_text(scenes.quiet(), None).seconds is None


@given(time_s=st.floats(0, 60))
def test_the_ring_is_never_more_than_full(time_s: float) -> None:
    text = task_text(scenes.in_drill(time_s), DRILL)
    assert 0.0 <= text.left <= 1.0
    assert text.seconds is None or 0 <= text.seconds <= 12


@pytest.mark.parametrize(
    ("word", "shown", "sign", "tone"),
    [
        ("good", "Good", "tick", "good"),
        ("lighter", "Lighter", "down", "caution"),
        ("harder", "Harder", "up", "caution"),
        ("slower", "Slower", "slow", "caution"),
        ("faster", "Faster", "fast", "caution"),
        ("move on", "Move on", "", "plain"),
    ],
)
def test_each_coaching_word_has_a_sign_and_a_tone(word: str, shown: str, sign: Sign, tone: Tone) -> None:
    text = coach_text(scenes.in_drill(8.4, word=word))
    assert (text.word, text.sign, text.tone) == (shown, sign, tone)


def test_over_pressure_outweighs_every_other_word() -> None:
    text = coach_text(scenes.in_drill(22.0, contact_n=34.0, word="slower"))
    assert (text.word, text.sign, text.tone) == ("Lighter", "down", "alert")
    assert "30 N" in text.detail


@pytest.mark.parametrize(("time_s", "word"), [(1.0, "Get ready"), (12.0, "Rest"), (3.05, "Press")])
def test_where_the_coach_is_silent_the_screen_says_what_to_do(time_s: float, word: str) -> None:
    assert coach_text(scenes.in_drill(time_s, contact_n=0.0, word="")).word == word


def test_harder_is_not_said_to_a_hand_that_has_not_begun() -> None:
    still = scenes.in_drill(5.0, contact_n=0.0, word="harder")
    assert coach_text(replace(still, strip_n=np.zeros_like(still.strip_n))).word == "Press"


def test_harder_is_said_between_two_presses_that_were_too_light() -> None:
    assert coach_text(scenes.in_drill(20.4, contact_n=4.6, word="harder", touching=False)).word == "Harder"


def test_a_lost_link_pauses_and_says_why() -> None:
    text = coach_text(scenes.in_drill(20.6, connected=False, message="Plug it in again."))
    assert (text.word, text.sign, text.detail, text.force) == ("Paused", "pause", "Plug it in again.", "")
    assert "not connected" in header_text(scenes.in_drill(20.6, connected=False), DRILL).rig


@pytest.mark.parametrize(("force_n", "shown"), [(0.62, "0.6 N"), (9.94, "9.9 N"), (9.97, "10 N"), (12.4, "12 N")])
def test_force_is_no_finer_than_a_hand_can_tell(force_n: float, shown: str) -> None:
    assert coach_text(replace(scenes.in_drill(8.4), contact_n=force_n, touching=True)).force == shown


def test_an_untouched_foot_has_no_force() -> None:
    assert coach_text(replace(scenes.quiet(), contact_n=0.3)).force == "0 N"


def test_the_header_shows_the_step_and_only_losses_that_there_are() -> None:
    text = header_text(scenes.in_drill(20.6), DRILL)
    assert (text.title, text.sets, text.current) == ("First steps", ("Hold", "Knead", "Knead"), 1)
    assert (text.rig, text.losses) == ("Virtual rig · 1000 Hz", "")
    lossy = scenes.in_drill(20.6, lost_frames=3, bad_frames=1, overruns=2, dropped=5)
    assert header_text(lossy, DRILL).losses == "3 frames lost · 1 frame damaged · 5 frames dropped · 2 scans missed"


def test_at_the_end_every_step_is_done() -> None:
    assert header_text(scenes.finished(), DRILL).current == 3
    assert header_text(scenes.quiet(), None).title == "Free practice"


@pytest.mark.parametrize(
    ("band", "unit", "shown"),
    [
        ((8.0, 18.0), "N", "8–18 N"),
        ((None, 0.25), "", "under 0.25"),
        ((4.0, None), "mm", "over 4 mm"),
        ((None, None), "N", ""),
        ((None, 0.10), "", "under 0.10"),
        ((8.0, 13.5), "N", "8–13.5 N"),
    ],
)
def test_bands_in_words(band: tuple[float | None, float | None], unit: str, shown: str) -> None:
    assert span(band, unit) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0"), (0.123, "0.12"), (2.34, "2.3"), (12.6, "13"), (-0.04, "-0.04"), (8.0, "8")]
)
def test_numbers_in_words(value: float, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    ("pace", "shown", "tone"),
    [(None, "press with the pulse", "plain"), (44.4, "you: 44", "good"), (71.0, "you: 71", "caution")],
)
def test_the_pace_beside_the_pulse(pace: float | None, shown: str, tone: Tone) -> None:
    assert wording.cadence_text(scenes.in_drill(20.6, cadence_per_min=pace)) == (shown, tone)
