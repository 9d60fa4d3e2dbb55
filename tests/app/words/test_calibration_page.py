"""Calibrating in words."""

from __future__ import annotations

from dataclasses import replace

from tests.app.weighed import weighed

from thumbwalk.app.words.calibration_page import ask_page, button_text, rest_line, steps_page


def texts(page: object) -> str:
    return " / ".join(f"{block.text} {block.more}".strip() for block in page)  # type: ignore[attr-defined]


def test_each_step_says_what_to_do_and_its_button_the_same() -> None:
    said = {}
    for answers in (0, 1, 2, 4):
        moment = weighed(answers, quick=True).moment()
        said[moment.doing.kind] = (texts(ask_page(moment)), button_text(moment))
    assert set(said) == {"rest", "press in", "loading", "unloading"}
    assert "Put 500 g on" in said["loading"][0]
    assert said["loading"][1] == "Measure 500 g"
    assert "Down to 500 g" in said["unloading"][0]
    assert "five times" in said["press in"][0]
    assert button_text(weighed(3, quick=True, done=True).moment()) == "Keep"


def test_whose_weights_the_virtual_foot_puts_on_itself_is_told_so() -> None:
    for answers in (0, 1, 2, 4):
        moment = replace(weighed(answers, quick=True).moment(), by_own_hand=True)
        told = texts(ask_page(moment))
        assert "irtual foot" in told
        assert "five times" not in told
        assert ("own hand" in told) == (moment.doing.tile is not None)


def test_what_was_refused_is_said_with_its_remedy_in_a_windows_words() -> None:
    told = ask_page(weighed(5, wrong=True).moment())
    warning = next(block.text for block in told if block.kind == "warning")
    assert warning.startswith("Not accepted yet. ")
    assert "answered, not hallux" in warning
    assert "enter" not in warning
    assert warning.endswith("mend it, and measure again.")


def test_how_far_it_is_and_how_long_it_takes() -> None:
    assert "0 of 3 done · about 2 min left" in texts(steps_page(weighed(0, quick=True).moment(), quick=True))
    assert "2 of 3 done · about 40 s left" in texts(steps_page(weighed(9, quick=True).moment(), quick=True))
    assert "3 of 3 done" in texts(steps_page(weighed(3, quick=True, done=True).moment(), quick=True))


def test_whether_a_tile_rests_is_asked_of_a_weighed_one_only() -> None:
    assert rest_line(weighed(0).moment()) == ("", False)
    assert rest_line(weighed(4).moment()) == ("at rest: measure", True)
