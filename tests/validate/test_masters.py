"""Masters followed: the same hand again, and hands of other styles, told apart on one of them."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from thumbwalk.validate.findings import Findings
from thumbwalk.validate.masters import OTHER_AT_MOST, SAME_AT_LEAST, STYLES, MasterFollowed, master_scores
from thumbwalk.validate.report import page_of
from thumbwalk.validate.report_sweeps import masters_section


def test_the_same_hand_fits_a_masters_drill_and_other_styles_do_not() -> None:
    scores = master_scores("knead", 3)
    assert scores is not None
    assert scores["same"] >= SAME_AT_LEAST
    assert max(scores[style] for style in STYLES if style != "same") <= OTHER_AT_MOST


def test_masters_are_put_together_by_style_and_those_without_a_drill_are_counted() -> None:
    row = dict.fromkeys(STYLES, 50.0)
    same, force, *_ = MasterFollowed.of("knead", [row | {"same": 90.0}, row, None])
    assert (same.style, same.scores, same.none, same.right) == ("same", (90.0, 50.0), 1, 0.5)
    assert (force.right, force.met, same.met) == (1.0, True, False)
    assert not MasterFollowed("knead", "same", (), 3).met


def test_nine_of_ten_are_enough_and_eight_are_not() -> None:
    assert MasterFollowed("tap", "place", (60.0,) * 9 + (61.0,), 0).met
    assert not MasterFollowed("tap", "place", (60.0,) * 8 + (61.0,) * 2, 0).met
    assert MasterFollowed("tap", "same", (85.0,) * 9 + (84.0,), 0).met


def test_the_page_and_the_document_tell_of_masters(small_findings: Findings) -> None:
    missed = MasterFollowed("tap", "same", (40.0, 90.0), 1)
    rows = tuple(MasterFollowed("tap", style, (30.0, 30.0), 1) for style in STYLES[1:])
    found = replace(small_findings, masters=(missed, *rows))
    assert masters_section(found) in page_of(found)
    assert "| tap | 1 | 50 % (40) **no** | 100 % (30) |" in masters_section(found)
    assert "a master's tap: same" in found.not_met
    assert found.to_json()["masters"][0] == asdict(missed) | {"right": pytest.approx(0.5), "met": False}
    assert masters_section(small_findings) == ""
