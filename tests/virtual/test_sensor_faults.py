"""Faults that a virtual foot is given."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.errors import LayoutError, RigError
from thumbwalk.pad import builtin_pad
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.sensor_faults import Faults, parse_faults

PAD = builtin_pad("sole16")
TIME_S = np.arange(600) / 1000.0
FAULTY = FootSpec(seed=3, dead=("hallux",), stuck=("mth1",), noisy=("mth2",), swapped=("mth4", "mth5"))


def pressed(spec: FootSpec, name: str, chunk: int = 600) -> np.ndarray:
    foot = spec.build()
    x_mm, y_mm = (float(value) for value in PAD.positions_mm[PAD.names.index(name)])
    foot.press(x_mm, y_mm, 15.0)
    return np.concatenate([foot.counts(TIME_S[at : at + chunk]) for at in range(0, len(TIME_S), chunk)])


def test_a_dead_sensor_shows_its_bleed_and_nothing_of_a_press() -> None:
    counts = pressed(FAULTY, "hallux")[100:, 0]
    assert counts.mean() == pytest.approx(13.5, abs=1.0)
    assert pressed(FootSpec(seed=3), "hallux")[100:, 0].mean() > 1000


def test_a_stuck_one_never_moves_and_a_noisy_one_does() -> None:
    sound, faulty = pressed(FootSpec(seed=3), "mth1"), pressed(FAULTY, "mth1")
    stuck, noisy = PAD.names.index("mth1"), PAD.names.index("mth2")
    assert np.ptp(faulty[:, stuck]) == 0
    assert faulty[200:, noisy].std() > 20 + sound[200:, noisy].std()


def test_swapped_ones_answer_for_each_other_and_all_others_as_ever() -> None:
    sound, faulty = pressed(FootSpec(seed=3), "mth4"), pressed(FAULTY, "mth4")
    one, other = PAD.names.index("mth4"), PAD.names.index("mth5")
    assert (faulty[:, [one, other]] == sound[:, [other, one]]).all()
    rest = [i for i, name in enumerate(PAD.names) if name not in ("hallux", "mth1", "mth2", "mth4", "mth5")]
    assert (faulty[:, rest] == sound[:, rest]).all()


@pytest.mark.parametrize("chunk", [1, 7, 100])
def test_any_chunks_give_the_same_codes(chunk: int) -> None:
    assert (pressed(FAULTY, "mth3", chunk) == pressed(FAULTY, "mth3")).all()


def test_faults_go_to_another_process_and_back() -> None:
    assert FootSpec.from_json(FAULTY.to_json()) == FAULTY


def test_faults_are_read_from_words() -> None:
    assert parse_faults([]) == Faults()
    assert parse_faults(["dead:a", "swapped:b,c", "dead:d"]) == Faults(dead=("a", "d"), swapped=("b", "c"))


@pytest.mark.parametrize("text", ["dead", "dead:", "broken:mth1", "swapped:mth1", "swapped:mth1,", "dead:a,b", ""])
def test_what_is_no_fault_is_refused(text: str) -> None:
    with pytest.raises(RigError, match="not KIND:TAXEL"):
        parse_faults([text])


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        (FootSpec(dead=("nose",)), "no taxel 'nose' to be dead"),
        (FootSpec(swapped=("mth1",)), "in pairs"),
        (FootSpec(swapped=("mth1", "mth2", "mth2", "mth3")), "each once"),
    ],
)
def test_a_foot_has_only_its_own_taxels_to_break(spec: FootSpec, reason: str) -> None:
    with pytest.raises(LayoutError, match=reason):
        spec.build()
