"""What a set asks for, in a line, and in the unit of the settings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.app import scenes

from thumbwalk.app.words.aims import aims_of
from thumbwalk.app.words.ladder import drill_page
from thumbwalk.app.words.moment import task_text
from thumbwalk.app.words.rig_page import load_page, rig_page
from thumbwalk.app.words.steps import how
from thumbwalk.app.words.today import takes_page
from thumbwalk.coach.drill.course import Course
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.feedback.amounts import ForceUnit
from thumbwalk.session.load_ear import LoadMoment
from thumbwalk.session.sitting_state import SittingState
from thumbwalk.signal.load_cell import LoadComparison

UNITS: tuple[tuple[ForceUnit, str], ...] = (("N", "9 N"), ("g", "920 g"), ("kg", "0.92 kg"))
FIRST = packaged_drills()["first-steps"]


@pytest.mark.parametrize(("unit", "shown"), UNITS)
def test_what_a_drill_asks_for_is_said_in_the_unit_of_the_settings_wherever_it_is_said(
    unit: ForceUnit, shown: str
) -> None:
    said = f"about {shown}"
    assert aims_of(FIRST.sets[0], unit, calibrated=True) == said
    assert how(FIRST.sets[0], unit) == f" · {said}"
    assert task_text(scenes.in_drill(8.4), unit).how == said
    for page in (drill_page(FIRST, None, unit), takes_page(FIRST, unit=unit)):
        assert any(said in block.more for block in page)


def test_a_force_that_changes_is_said_by_its_ends_and_a_rig_that_knows_none_asks_for_none() -> None:
    part = replace(FIRST.sets[1], force_n=Course((4.0, 7.0)))
    assert aims_of(part, "N", calibrated=True) == "about 4 to 7 N · 45 a minute"
    assert aims_of(part, "g", calibrated=True) == "about 410 to 710 g · 45 a minute"
    assert aims_of(part, "g", calibrated=False) == "45 a minute"
    assert aims_of(replace(part, feedback="blind"), "N", calibrated=False) == "45 a minute · without help"


@pytest.mark.parametrize(("unit", "tiles", "cell"), [("N", "9.0 N", "10 N"), ("g", "920 g", "1020 g")])
def test_what_the_rig_reads_is_said_in_it_too(unit: ForceUnit, tiles: str, cell: str) -> None:
    checked = load_page(LoadMoment("done", found=LoadComparison(9, 10.0, 9.0, agrees=True)), unit)
    assert checked[-1].text == f"They agree: {cell} by the load cell, {tiles} by the tiles."
    state = SittingState("open", virtual=True, calibrated=True)
    health = {block.text: block.more for block in rig_page(scenes.in_drill(8.4), state, scenes.PAD, unit)}
    assert health["Most on a tile"].endswith(f" {unit}")
