"""Who is seen beside a set that is watched, and what each presses at that moment."""

from __future__ import annotations

from dataclasses import replace

from tests.app import scenes
from tests.drilled import drilled

from thumbwalk.app.words.beside import beside, name_of_asked, name_of_best
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.session.screen.review import reviews_of


def test_the_hand_the_guide_and_the_best_are_told_with_what_they_press_then() -> None:
    hold, best = scenes.finished().reviews[0], scenes.best_of_first_steps()[0]
    rows = beside(hold, best, 4.0, "N")
    assert [one.who for one in rows] == ["you", "asked", "best"]
    you, guide, mine = (one.words for one in rows)
    assert (you.split()[0], guide) == ("you", "guide 9.0 N")
    assert float(you.split()[1]) > 14.0
    assert mine.startswith(f"best {best.score:.0f}: ")
    assert 7.0 < float(mine.split()[2]) < 11.0
    assert [one.who for one in beside(hold, None, 4.0, "N")] == ["you", "asked"]
    assert name_of_best(best) == f"your best, {best.score:.0f}"


def test_before_it_began_nobody_presses_and_a_guess_is_no_guide() -> None:
    hold = scenes.finished().reviews[0]
    late = replace(hold, way_s=hold.way_s + 1.0)
    assert beside(late, None, 0.2, "N")[0].words == "you –"
    guess = replace(hold, calibrated=False)
    assert [one.words for one in beside(guess, None, 4.0, "N")][1] == "guide"
    assert beside(guess, None, 4.0, "N")[0].words.startswith("you ~")


def test_a_masters_trace_is_called_so() -> None:
    run = drilled(packaged_drills()["first-steps"], "expert")
    (one, *_) = reviews_of(run)
    assert (one.follows_master, name_of_asked(one)) == (False, "guide")
    assert one.shape is not None
    taught = replace(run.drill.sets[0], trace_n=((0.0, 6.0), (8.0, 10.0)))
    led = replace(one, shape=type(one.shape).of(taught, run.pad, None))
    assert (led.follows_master, name_of_asked(led)) == (True, "master")
    assert beside(led, None, 4.0, "N")[1].words == "master 8.0 N"
