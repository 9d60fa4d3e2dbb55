"""Free practice in sentences."""

from __future__ import annotations

from dataclasses import replace

from tests.app import scenes

from thumbwalk.coach.free.said import clock, sentences, title_of


def test_places_minutes_and_the_next_drill_are_said_and_what_is_not_known_is_left_out() -> None:
    done = scenes.free_summary()
    assert sentences(done) == [
        "Not recognised: 0:03",
        "Touched 20 % of the sole: heel 40 %",
        "Best minute: from 0:00, knead, evenness 92",
        "Next: thumbwalk practice --drill knead-3 (all was even; knead was done most)",
    ]
    unknown = replace(done, unsure_s=0.4, calibrated=False, covered=None, minutes=(), drill=None)
    assert sentences(unknown) == ["Force is not told: it is no newtons, or a guess."]


def test_of_nothing_that_is_said() -> None:
    done = replace(scenes.free_summary(), techniques=())
    assert sentences(done) == ["Nothing was recognised."]
    assert sentences(replace(done, touched_s=0.0)) == ["Nobody touched the foot."]
    assert title_of(replace(done, duration_s=61.0)).startswith("Free practice: 1:01 minutes")
    assert clock(599.6) == "10:00"
