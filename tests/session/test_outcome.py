"""The document of a practice has its drills' scores in order, and what the stream lost beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.session.streams import FIRST_STEPS, HELLO, PAD, SAGS, streamed

from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.enough import NOT_ENOUGH
from thumbwalk.link.losses import Losses
from thumbwalk.link.wire import Break, WireDecoder
from thumbwalk.session.outcome import lost_part_of, scores_document
from thumbwalk.session.practice import Practice
from thumbwalk.signal.calibration import Calibration


@pytest.fixture(scope="module")
def score() -> DrillScore:
    practice = Practice(PAD, Calibration.generic(PAD.n_taxels), stored=True)
    practice.take(HELLO)
    practice.begin(FIRST_STEPS)
    for event in WireDecoder().feed(streamed(SAGS, 20_000)):
        practice.take(event)
    practice.finish()
    result = practice.result()
    assert result is not None
    return result


def test_one_drill_is_its_own_document_and_several_stand_in_order(score: DrillScore) -> None:
    other = replace(score, drill="another")
    alone, both = scores_document([score]), scores_document([score, other])
    assert alone == score.to_json()
    assert both["drills"] == [score.to_json(), other.to_json()]
    assert [one["drill"] for one in both["drills"]] == [score.drill, "another"]


def test_what_was_lost_stands_beside_them(score: DrillScore) -> None:
    losses = Losses()
    losses.take(Break("lost", 3_000_000, 0.5, frames=20), 0)
    assert "losses" not in scores_document([score])
    assert scores_document([score], losses)["losses"] == lost_part_of([score], losses).to_json()["losses"]


def test_a_set_of_which_too_much_is_lost_makes_the_whole_not_believed(score: DrillScore) -> None:
    first = replace(score.sets[0], reason=f"{NOT_ENOUGH}: a fifth was lost", lost_share=0.2)
    harmed = replace(score, sets=(first, *score.sets[1:]))
    part = lost_part_of([score, harmed], Losses())
    assert (part.share, part.believed) == (0.2, False)
    assert lost_part_of([score], Losses()).believed
