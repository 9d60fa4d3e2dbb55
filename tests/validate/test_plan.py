"""The machinery of a validation, on one session and on findings made by hand."""

from __future__ import annotations

import json
import math
import time
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from thumbwalk.errors import OptionError
from thumbwalk.validate import plan as running
from thumbwalk.validate.at_work import AtWork
from thumbwalk.validate.classic_faults import TELLTALES, FaultTold, fault_told
from thumbwalk.validate.findings import Findings, KindFindings, SizeFindings
from thumbwalk.validate.grown_faults import FaultGrowth
from thumbwalk.validate.limits import LIMITS
from thumbwalk.validate.pictures import pictures_of, place_picture
from thumbwalk.validate.plan import Plan, validate
from thumbwalk.validate.recordings import checked_recordings, data_dir
from thumbwalk.validate.repeats import HandsTold
from thumbwalk.validate.report import page_of
from thumbwalk.validate.svg import Axes, Picture
from thumbwalk.validate.unresolvable import PlaceError, Spread, TwoHands, foot_sizes, place_map, size_spread, two_hands
from thumbwalk.validate.words_told import WordTold
from thumbwalk.validate.write import write_report
from thumbwalk.virtual.habits import FAULTS

FULL = {
    "bites": (Spread("designed", 4.0, 3.5, 4.0, 4.6, 0.1, 0.5), Spread("hard", 4.0, 3.0, 5.0, 6.0, math.inf, 1.0)),
    "radii": (Spread("designed", 9.0, 8.5, 9.0, 9.5, 0.03, 1.0), Spread("hard", 9.0, 8.0, 9.0, 11.0, 0.1, 1.0)),
    "places": (PlaceError(20.0, 50.0, 7.0), PlaceError(100.0, 50.0, 0.4), PlaceError(110.0, 50.0, math.nan)),
    "two_hands": (TwoHands(30.0, 0.0, math.inf, 0.3, 20.0), TwoHands(60.0, 1.0, 0.1, 0.02, 1.0)),
    "at_work": (AtWork("pauses", "strokes", "nine of ten", "", 2.0, 1.0, False, 10),),
    "sizes": (SizeFindings(35.0, 218.3, 0.99, 0.02, 0.03, 1.0),),
    "faults": (FaultTold("flat", "circles", "roundness", 0.93, 0.53, 0.52),),
    "words": (WordTold("heavy", "tap", 0.9, 0.7, 0.02, "uneven"), WordTold("expert", "tap", 0.8, 0.0, 0.95, "")),
    "growths": (FaultGrowth("tap", "heavy", "peak_force_n", -0.9, 0.6, (90.0, 91.0)),),
    "hands": (HandsTold("tap", (90.0,), (95.0,), (85.0,), 1.0, 2.0),),
    "x_realtime": 250.0,
}


@pytest.fixture
def full(small_findings: Findings) -> Findings:
    return replace(small_findings, **FULL)  # type: ignore[arg-type]


def test_one_session_goes_all_the_way(small_findings: Findings) -> None:
    (found,) = small_findings.kinds.values()
    assert (found.kind, found.sessions) == ("designed", 1)
    assert [one.name for one in found.verdicts] == ["macro-F1", *(limit.name for limit in LIMITS)]
    assert all(one.n > 0 for one in found.verdicts)
    assert found.delays_s
    assert found.live_same
    assert small_findings.bites == ()
    assert small_findings.x_realtime is None


def test_what_is_missed_is_named(full: Findings) -> None:
    kind = full.kinds["designed"]
    late = replace(kind, delays_s=(1.5,), verdicts=(replace(kind.verdicts[0], met=False), *kind.verdicts[1:]))
    missed = replace(full, kinds={"designed": late}).not_met
    assert "as designed: macro-F1" in missed
    assert "as designed: strokes live" in missed
    assert "speed of the whole chain" in missed
    assert "the word names a fault" in missed
    assert "pauses: strokes" in missed


def test_workers_give_what_one_process_gives_in_the_same_order() -> None:
    jobs: list[running.Job] = [("a", math.sqrt, (4.0,)), ("b", math.sqrt, (9.0,)), ("a", math.sqrt, (16.0,))]
    told: list[tuple[int, int]] = []
    alone = running._worked_off(jobs, 1, lambda done, of: told.append((done, of)))
    assert alone == {"a": [2.0, 4.0], "b": [3.0]}
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert running._worked_off(jobs, 2, lambda _done, _of: None) == alone


@pytest.mark.parametrize("workers", [1, 2])
def test_a_job_that_fails_ends_the_others(workers: int, tmp_path: Path) -> None:
    jobs: list[running.Job] = [("bad", int, ("x",)), *[("wait", time.sleep, (0.05,))] * 40]
    jobs += [("late", Path.touch, (tmp_path / str(index),)) for index in range(10)]
    with pytest.raises(ValueError, match="invalid literal"):
        running._worked_off(jobs, workers, lambda _done, _of: None)
    assert not list(tmp_path.glob("[0-9]"))


def test_seeds_of_a_plan_are_held_out_and_do_not_meet() -> None:
    plans = [Plan(sessions=40, seed=seed) for seed in (0, 1)]
    seeds = [set(plan.seeds(0, 40)) for plan in plans]
    assert min(map(min, seeds)) >= 1_000_000
    assert not seeds[0] & seeds[1]
    sweeps = {
        seed
        for _, _, arguments in running._sweeps(plans[0])
        for one in arguments
        if isinstance(one, range)
        for seed in one
    }
    assert sweeps
    assert not sweeps & seeds[0]


def test_a_plan_for_everything_sweeps_everything() -> None:
    names = {name.split()[0] for name, _, _ in running._sweeps(Plan())}
    assert names == {"bite", "radius", "place", "two", "at", "fault", "word", "grown", "hands", "master", "size"}
    assert set(TELLTALES) == set(FAULTS)
    assert [size for size, _ in foot_sizes()] == [35.0, 38.0, 42.0, 45.0, 48.0]
    assert {pad.foot for _, pad in foot_sizes()} == {"left", "right"}


def test_sweeps_measure_what_they_are_about() -> None:
    spread = size_spread("circles", "designed", 12.0, [3])
    assert spread.low == spread.median == spread.high == pytest.approx(12.0, rel=0.1)
    assert spread.error < 0.1
    hands = two_hands(70.0, [3])
    assert 0.0 <= hands.seen <= 1.0
    assert hands.peak_error >= 0.0
    told = fault_told("heavy", [3])
    assert told.measured == pytest.approx(told.true, rel=0.1)
    assert told.true > 1.5 * told.expert


def test_the_map_covers_the_sole_and_is_worst_behind_the_heel() -> None:
    places = place_map([3])
    assert len(places) > 150
    behind, front = (
        np.median([one.rms_mm for one in places if (one.x_mm < 15.0) == back and np.isfinite(one.rms_mm)])
        for back in (True, False)
    )
    assert front < 2.0 < behind


def test_the_page_has_every_figure_and_section(full: Findings) -> None:
    page = page_of(full)
    for limit in LIMITS:
        assert f"| {limit.name} |" in page
    for section in (
        "The hands",
        "Recognition",
        "Live delay",
        "not resolvable",
        "Hands at work",
        "other sizes",
        "Faults",
        "Words",
        "Real recordings",
    ):
        assert section in page
    assert "speed of the whole chain" in page  # 250 x is too slow
    assert "**not met**" in page
    assert "| pauses | strokes | nine of ten | 2 | <= 1 | **no** |" in page
    assert all(len(line) < 400 for line in page.splitlines())
    assert "nan" not in page


def test_a_page_of_one_kind_says_how_it_was_made_and_leaves_the_sweeps_out(small_findings: Findings) -> None:
    page = page_of(small_findings)
    assert "thumbwalk validate --sessions 1 --seed 0 --kind designed --out docs" in page
    assert "not resolvable" not in page


def test_without_a_checkout_the_recordings_are_said_to_be_missing(
    monkeypatch: pytest.MonkeyPatch, small_findings: Findings
) -> None:
    monkeypatch.setattr(running, "data_dir", lambda: None)
    monkeypatch.setattr(running, "_worked_off", lambda *_: {"kind designed": []})
    monkeypatch.setattr(KindFindings, "of", lambda *_: small_findings.kinds["designed"])
    found = validate(Plan(sessions=1, kind="designed"))
    assert found.recordings is None
    assert "are not there" in page_of(found)
    assert found.to_json()["recordings"] is None


def test_the_real_recordings_are_what_is_known_of_them() -> None:
    folder = data_dir()
    assert folder is not None
    checked = checked_recordings(folder)
    assert {one.recording for one in checked} >= {"iscan_finger_presses", "stappone_insole12", "fsr_unloaded_noise"}
    assert [one for one in checked if one.right is False] == []
    assert next(one for one in checked if one.what == "presses").found == "11"


def test_recordings_that_a_folder_lacks_are_left_out(tmp_path: Path) -> None:
    assert checked_recordings(tmp_path) == []


def test_the_document_is_json(full: Findings) -> None:
    document = full.to_json()
    assert document["version"] == 1
    assert document["all_met"] is False
    text = json.dumps(document)
    assert json.loads(text)["kinds"][0]["kind"] == "designed"


def test_pictures_are_small_sheets_of_svg_without_holes(full: Findings) -> None:
    pictures = pictures_of(full)
    assert set(pictures) == {
        f"{n}.svg" for n in ("limits", "confusion", "delay", "bite", "circle", "place", "two-hands")
    }
    for picture in pictures.values():
        text = picture.to_text()
        ET.fromstring(text)  # noqa: S314  our own text
        assert len(text) < 100_000
        assert "nan" not in text
        assert "inf" not in text


def test_the_map_has_each_spot_where_it_lies_on_the_sole() -> None:
    spots = [PlaceError(5.0, 50.0, 7.0), PlaceError(245.0, 50.0, 0.4), PlaceError(165.0, 90.0, 0.4)]
    sheet = ET.fromstring(place_picture(spots).to_text())  # noqa: S314
    heel, toes, lateral = (
        (float(one.attrib["x"]), float(one.attrib["y"]))
        for one in sheet.iter()
        if one.tag.endswith("rect") and float(one.attrib["width"]) == float(one.attrib["height"]) == 24.0
    )
    assert toes[0] - heel[0] == pytest.approx(240.0 * 2.4)
    assert heel[1] == toes[1]
    assert lateral[1] - toes[1] == pytest.approx(40.0 * 2.4)


def test_axes_put_data_where_it_belongs_and_keep_it_in_the_frame() -> None:
    axes = Axes(Picture(200, 100, "a"), (20, 10, 180, 90), (0.0, 8.0), (0.0, 4.0))
    assert (axes.x(0.0), axes.x(8.0), axes.x(99.0)) == (20.0, 180.0, 180.0)
    assert (axes.y(0.0), axes.y(4.0), axes.y(-1.0)) == (90.0, 10.0, 90.0)


def test_words_on_a_picture_are_escaped() -> None:
    picture = Picture(10, 10, "a < b")
    picture.text(1, 1, "x & y")
    assert ET.fromstring(picture.to_text())[0].text == "a < b"  # noqa: S314


def test_a_report_is_written_over_the_last_one_and_a_bad_folder_is_refused(full: Findings, tmp_path: Path) -> None:
    for _ in range(2):
        written = write_report(tmp_path / "docs", full)
    assert (tmp_path / "docs" / "validation.md") in written
    assert sorted(p.name for p in (tmp_path / "docs" / "validation").iterdir()) == sorted(pictures_of(full))
    (tmp_path / "file").write_text("x")
    with pytest.raises(OptionError, match="name another --out"):
        write_report(tmp_path / "file", full)
