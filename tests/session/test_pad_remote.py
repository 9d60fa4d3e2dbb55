"""The foot as a remote, by scripted hands: what starts and what repeats, and all that a hand may do without a wish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from tests.app.scenes import Following
from tests.drilled import sole_of
from tests.played import HANDS, PAD, part

from thumbwalk.pad import builtin_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.session.pad_remote import FREE_S, HELD_S, PadRemote, Wish
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.play import Thumb, felt, perform

HEEL, TOES, ARCH = (0.17, 0.5), (0.9, 0.35), (0.46, 0.3)
STEP_S = 0.01
Press = tuple[float, float, tuple[float, float], float]
"""From when and for how long, seconds; where, along the foot and across it; how hard, newtons."""


def felt_by(*presses: Press, lasts_s: float = 8.0, radius_mm: float = 7.0) -> list[TouchBlock]:
    """What the chain makes of presses, several at a time where their times say so."""
    pad, sole = sole_of("right")
    time_s = np.arange(0.0, lasts_s, STEP_S)
    tiles_n = np.zeros((len(time_s), pad.n_taxels))
    for start_s, held_s, place, force_n in presses:
        x_mm, y_mm = pad.place(*place)
        now = (time_s >= start_s) & (time_s < start_s + held_s)
        # a thumb comes and goes within some hundredths of a second
        ends = np.minimum(time_s[now] - start_s, start_s + held_s - time_s[now])
        force = force_n * np.clip(ends / 0.06, 0.05, 1.0)
        tiles_n[now] += sole.tile_forces(
            np.full(len(force), x_mm), np.full(len(force), y_mm), force, np.full(len(force), radius_mm)
        )
    pipeline = Pipeline.of_table(pad, time_s, tiles_n)
    return [*pipeline.feed(time_s, tiles_n), *pipeline.finish()]


def wished(blocks: Sequence[TouchBlock], *, rows: int = 0) -> list[Wish]:
    """Each wish that is heard, blocks cut to so many rows."""
    remote, found = PadRemote(builtin_pad()), list[Wish]()
    for block in blocks:
        step = rows or max(len(block), 1)
        for first in range(0, len(block), step):
            remote.hear(block.cut(first, first + step))
            if wish := remote.asked():
                found.append(wish)
    return found


def hold(lasts_s: float = 1.0, place: tuple[float, float] = HEEL, start_s: float = 2.0) -> Press:
    return start_s, lasts_s, place, 8.0


def taps(*starts_s: float, place: tuple[float, float] = TOES, lasts_s: float = 0.15) -> tuple[Press, ...]:
    return tuple((start_s, lasts_s, place, 5.0) for start_s in starts_s)


@pytest.mark.parametrize("rows", [1, 7, 40])
def test_the_heel_held_starts_and_two_taps_on_the_toes_repeat(rows: int) -> None:
    assert wished(felt_by(hold()), rows=rows) == ["start"]
    assert wished(felt_by(*taps(2.0, 2.4)), rows=rows) == ["again"]
    assert wished(felt_by(hold(), *taps(5.0, 5.4)), rows=rows) == ["start", "again"]


@pytest.mark.parametrize(
    "presses",
    [
        pytest.param((hold(HELD_S[0] - 0.2),), id="too short"),
        pytest.param((hold(HELD_S[1] + 0.5),), id="a hand that stays"),
        pytest.param((hold(place=ARCH),), id="held elsewhere"),
        pytest.param((hold(place=TOES),), id="toes held"),
        pytest.param((hold(start_s=0.0),), id="on the foot before"),
        pytest.param((hold(start_s=2.0), hold(start_s=3.0 + 0.5 * FREE_S)), id="stroke upon stroke"),
        pytest.param((hold(), (2.0, 1.0, ARCH, 8.0)), id="two contacts: a grip"),
        pytest.param((hold(), (1.5, 4.0, ARCH, 4.0)), id="beside a hand that rests"),
        pytest.param(((2.0, 1.0, HEEL, 0.8),), id="a sleeve"),
        pytest.param(taps(2.0), id="one tap"),
        pytest.param(taps(2.0, 2.4, 2.8), id="three taps"),
        pytest.param(taps(2.0, 2.9), id="too far apart in time"),
        pytest.param((*taps(2.0), *taps(2.4, place=HEEL)), id="toes and heel"),
        pytest.param((*taps(2.0, place=(0.86, 0.15)), *taps(2.4, place=(0.86, 0.85))), id="too far apart in place"),
        pytest.param(taps(2.0, 2.8, lasts_s=0.6), id="two presses"),
    ],
)
def test_all_else_is_no_wish(presses: tuple[Press, ...]) -> None:
    assert wished(felt_by(*presses)) == []


@pytest.mark.parametrize("practised", [False, True])
@pytest.mark.parametrize("force_n", [5.0, 10.0])
@pytest.mark.parametrize("lasts_s", [0.12, 0.24, 0.36])
def test_sensors_that_go_on_after_a_tap_do_not_hide_it(lasts_s: float, force_n: float, *, practised: bool) -> None:
    """By the virtual foot's sensors, with their memory: behind a drill they let go of a tap later."""
    remote, foot, found = PadRemote(PAD), Following(None, drill=False), list[Wish]()

    def let(pass_s: float) -> None:
        for _ in range(round(pass_s / 0.03)):
            for block in foot.fed(3):
                remote.hear(block)
            if wish := remote.asked():
                found.append(wish)

    def press(place: tuple[float, float], with_n: float, for_s: float) -> None:
        foot.press(*PAD.place(*place), with_n)
        let(for_s)
        foot.release()

    let(1.5)
    if practised:
        press((0.46, 0.5), 14.0, 8.0)
        let(1.5)
    for _ in range(2):
        press(TOES, force_n, lasts_s)
        let(0.24)
    let(1.2)
    assert found == ["again"]


def test_a_hand_that_comes_to_rest_and_leaves_after_a_while_is_no_wish() -> None:
    """A palm on heel and arch, as whoever turns the foot puts it there: broad, and in more than one place."""
    palm = [(2.0, 1.2, place, 3.0) for place in ((0.14, 0.3), (0.14, 0.7), (0.3, 0.5), (0.42, 0.3), (0.42, 0.7))]
    assert wished(felt_by(*palm, radius_mm=12.0)) == []


@pytest.mark.parametrize(("technique", "rate"), [("knead", 45.0), ("knead", 30.0), ("circles", 60.0), ("tap", 120.0)])
def test_practising_on_the_heel_or_the_toes_is_no_wish(technique: str, rate: float) -> None:
    for place in (HEEL, TOES):
        work = (part(technique, 6.0, 8.0, place, rate),)
        tiles_n = felt(PAD, perform(work, Thumb(), 3)).tiles_n[::5]
        time_s = np.arange(len(tiles_n)) * 5 / 1000.0
        pipeline = Pipeline.of_table(PAD, time_s, tiles_n)
        assert wished([*pipeline.feed(time_s, tiles_n), *pipeline.finish()]) == []
    assert HANDS.aim_mm > 0.0


def test_what_began_before_it_was_forgotten_is_no_wish_and_a_later_one_is() -> None:
    remote, blocks = PadRemote(builtin_pad()), felt_by(hold(), hold(start_s=5.0))
    whole = TouchBlock.joined(blocks)
    remote.feed(whole.between(0.0, 2.5))
    remote.forget()
    remote.feed(whole.between(2.5, 4.5))
    assert remote.asked() == ""
    remote.feed(whole.between(4.5, 9.0))
    assert (remote.asked(), remote.asked()) == ("start", "")


def test_on_a_pad_without_places_a_press_that_is_held_starts_wherever_it_is() -> None:
    pad = builtin_pad()
    nowhere = replace(pad, outline=None)
    remote = PadRemote(nowhere)
    for block in felt_by(hold(place=ARCH), *taps(5.0, 5.4)):
        remote.feed(block)
    assert [remote.asked(), remote.asked()] == ["start", ""]
