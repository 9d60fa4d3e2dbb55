"""The design study: its fits find what was pressed, its models differ as they must, its page says what it found."""

from __future__ import annotations

import json

import numpy as np
import pytest

from making.made import MADE
from making.measures import HARDWARE
from making.report import page
from making.study import EFFECTIVE, Board, Design, Result, _matched, designs, judge, knowing_fit, pad_of, price_usd


def kept() -> list[Result]:
    document = json.loads((MADE / "study.json").read_text(encoding="utf-8"))
    rows = []
    for row in document["results"]:
        row["design"] = Design(**row["design"])
        row["seen"], row["right"] = tuple(row["seen"]), tuple(row["right"])
        rows.append(Result(**row))
    return rows


@pytest.fixture(scope="module")
def boards() -> dict[str, Board]:
    built = Design(16, 10.0, bonded=True, tips=False)
    return {"bonded": Board(built), "tipping": Board(Design(16, 10.0, bonded=True, tips=True))}


def test_a_fit_that_knows_the_layer_finds_a_clean_press(boards: dict[str, Board]) -> None:
    at = np.array([[196.0, 30.0], [120.0, 55.0], [35.0, 52.0]])
    found, force_n = knowing_fit(boards["bonded"], boards["bonded"].forces(at, 10.0))
    assert np.linalg.norm(found - at, axis=1) == pytest.approx(0.0, abs=1.01)
    assert force_n == pytest.approx(10.0, rel=0.01)


def test_tiles_that_tip_catch_less_and_only_beside_their_middles(boards: dict[str, Board]) -> None:
    pad = boards["bonded"].pad
    on_middles = np.rint(pad.positions_mm[[1, 9, 12]])
    beside = on_middles + np.array([0.0, 12.0])
    firm, loose = (np.diag(boards[one].forces(on_middles, 1.0)[:, [1, 9, 12]]) for one in ("bonded", "tipping"))
    assert loose == pytest.approx(firm, rel=0.02)
    firm, loose = (boards[one].forces(beside, 1.0).sum(axis=1) for one in ("bonded", "tipping"))
    assert (loose < 0.85 * firm).all()
    assert (firm > 0.9).all()


def test_plate4_finds_a_press_of_10_newtons_within_a_millimetre() -> None:
    result = judge(Design(0, 10.0, bonded=False, tips=False), places=400)
    assert 0.4 < result.place_rms_mm < 1.0
    assert 0.2 < result.force_rms_percent < 1.0


def test_an_even_layout_has_as_many_tiles_as_were_asked_for() -> None:
    pad = pad_of(25, 15.0)
    assert (pad.n_taxels, pad.layer_mm) == (25, 15.0)
    assert pad.contains(pad.positions_mm[:, 0], pad.positions_mm[:, 1]).all()
    assert (
        price_usd(Design(25, 10.0, bonded=True, tips=False)) > price_usd(Design(16, 10.0, bonded=True, tips=False)) + 20
    )


def test_two_thumbs_are_right_only_where_both_are() -> None:
    true = np.array([[0.0, 0.0], [40.0, 0.0]])
    assert _matched(true[::-1] + 3.0, true)
    assert not _matched(true + np.array([[0.0, 0.0], [0.0, 11.0]]), true)


def test_the_page_is_what_the_kept_results_say() -> None:
    results = kept()
    assert [result.design for result in results] == designs()
    assert (HARDWARE / "study.md").read_text(encoding="utf-8") == page(results, EFFECTIVE)


def test_the_choice_follows_from_the_figures() -> None:
    by = {result.design: result for result in kept()}
    plate4 = by[Design(0, 10.0, bonded=False, tips=False)]
    built, tipping = (by[Design(16, 10.0, bonded=True, tips=tips)] for tips in (False, True))
    assert plate4.place_rms_mm < built.place_rms_mm < tipping.place_rms_mm
    assert plate4.price_usd < built.price_usd
    assert built.seen[1] > 0.5
