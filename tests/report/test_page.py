"""The page: one file without script or address, whatever names are in it, that a real browser shows and prints."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.needs import needs
from tests.report.test_period import done
from tests.report.test_told_progress import rows, sets

from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.free.fitting_drill import FittingDrill
from thumbwalk.coach.free.summary import free_summary
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.language import ENGLISH, speak
from thumbwalk.report.page import period_page, session_page
from thumbwalk.report.sole_drawing import pressed_drawing
from thumbwalk.report.told_progress import told_progress
from thumbwalk.report.told_session import ToldSession
from thumbwalk.translation.shelf import language_named

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
EVIL = "<script>document.title='evil'</script><img src=http://example.org/x onerror=alert(1)>\"'&"
EARLIER = {"frozen": [("2 Nov", 61.0), ("9 Nov", 74.0)]}


def page_of(told: ToldSession, **options: object) -> str:
    return session_page(told, drills=packaged_drills(), **options)  # type: ignore[arg-type]


def text_of(page: str) -> str:
    """What is to be read on a page."""
    body = page.partition("<body>")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("&#39;", "'").split())


def test_it_tells_what_was_practised_how_it_went_and_what_to_try(told: ToldSession) -> None:
    (drill,) = told.drills
    text = text_of(page_of(told, learner="Ada", earlier=EARLIER))
    assert drill.drill.title in text
    assert f"{drill.result.score:.0f}" in text
    for one in drill.sets:
        assert one.asked.title in text
        (cap,) = one.score.caps
        assert f"{cap.value:.0f} N under {cap.limit:.0f} N" in text
    assert "Ada" in text
    assert "What to try" in text
    assert "3 times so far. Best before: 74; the last time: 74." in text
    assert "A training aid, not a medical device" in text


def test_many_sets_stand_in_two_columns(told: ToldSession) -> None:
    (drill,) = told.drills
    many = replace(drill, sets=tuple(replace(drill.sets[n % 2], number=n + 1) for n in range(8)))
    page = page_of(replace(told, drills=(many,)))
    assert 'class="columns"' in page
    assert page.count('viewBox="0 0 330.0 110.0"') == 8
    assert 'class="columns"' not in page_of(told)


def test_the_first_time_says_so(told: ToldSession) -> None:
    assert "The first time with this drill that is known of" in text_of(page_of(told))


def test_a_guess_at_newtons_is_told_and_draws_no_band(told: ToldSession) -> None:
    guessed = page_of(replace(told, calibrated=False, warnings=("a.twr: its rig was not calibrated",)))
    assert 'class="band"' in page_of(told)
    assert 'class="band"' not in guessed
    assert "its rig was not calibrated" in guessed


def test_what_was_done_freely_has_its_techniques_and_zones(told: ToldSession) -> None:
    drills = packaged_drills()
    fits = FittingDrill("knead-2", "knead", "kneading was least even")
    free = replace(free_summary(told.touch, told.pad, packaged_targets(), drills), drill=fits)
    text = text_of(page_of(replace(told, drills=()), free=free))
    assert "Free practice" in text
    for one in free.techniques:
        assert one.technique in text
    assert "lateral border" in text
    assert "Kneading was least even. thumbwalk practice --drill knead-2" in text


def test_a_period_has_all_its_sessions_and_each_drill_s_way() -> None:
    text = text_of(period_page(date(2026, 3, 1), date(2026, 3, 31), [done(1, 60.0), done(2, 90.0)], "Ada"))
    assert "Practice since 1 March 2026" in text
    assert "2 times; the first 60, the best 90, the last 90." in text
    assert "sessions on 2 days, 1 min 22 s" in text


def test_progress_and_places_are_drawn_with_what_is_chance_and_what_was_asked(told: ToldSession) -> None:
    curves = told_progress(rows(sets("knead", [50.0, 54.0] * 5 + [80.0, 83.0] * 5, a_day=2)))
    sole = pressed_drawing(told.pad, np.array([[60.0, 50.0]]), np.array([9.0]))
    assert sole is not None
    period = period_page(
        date(2026, 3, 1), date(2026, 3, 31), [done(1, 60.0)], "Ada", progress=curves, soles=[("Right foot", sole)]
    )
    for page in (period, page_of(told, progress=curves)):
        assert "Knead: score" in page
        assert "Knead: evenness of the peaks" in page
        assert page.count('class="chance"') == 1, "the scores alone differ"
        assert page.count('class="band"') >= 2
        assert "Median of the newest 5 cold sets: 80; of the 5 before: 50. Improved" in text_of(page)
    assert period.count('class="sole"') == 1
    assert "Where on the foot Right foot" in text_of(period)


@pytest.mark.parametrize("kind", ["session", "period"])
def test_names_are_text_whatever_is_in_them_and_no_address_leads_outside(told: ToldSession, kind: str) -> None:
    if kind == "session":
        (drill,) = told.drills
        named = replace(drill, drill=replace(drill.drill, title=EVIL, description=EVIL))
        named = replace(named, sets=tuple(replace(one, asked=replace(one.asked, title=EVIL)) for one in drill.sets))
        page = page_of(replace(told, drills=(named,), board=EVIL, warnings=(EVIL,)), learner=EVIL, earlier=EARLIER)
    else:
        curves = told_progress(rows(sets(EVIL, [60.0, 70.0])))
        sole = pressed_drawing(told.pad, np.array([[60.0, 50.0]]), np.array([9.0]))
        assert sole is not None
        some = [done(1, 60.0, title=EVIL, learner=EVIL)] * 2
        page = period_page(*(date(2026, 3, 1), date(2026, 3, 31), some, None), progress=curves, soles=[(EVIL, sole)])
    assert not re.search(r"<(script|img|link|iframe|object|a)\b", page)
    assert not re.findall(r"(?:href|src|url)\s*[=(]", page.replace("src=http://example.org/x", ""))
    assert page.count("http://") == page.count("&lt;img src=http://")
    assert page.count("<!DOCTYPE html>") == 1


@needs(BROWSER, "there is no chromium here that could show the page")
def test_a_real_browser_shows_it_prints_it_and_runs_nothing(told: ToldSession, tmp_path: Path) -> None:
    assert BROWSER is not None
    page, picture, printed = (tmp_path / name for name in ("page.html", "page.png", "page.pdf"))
    page.write_text(page_of(told, learner=EVIL, earlier=EARLIER), encoding="utf-8")
    command = [
        *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"),
        *("--window-size=900,1400", f"--screenshot={picture}", f"--print-to-pdf={printed}", "--dump-dom"),
        page.as_uri(),
    ]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert "<title>Hold and knead" in shown.stdout
    assert "&lt;script&gt;document.title" in shown.stdout
    # 900 x 1400 of an empty page are 10 kB
    assert picture.stat().st_size > 40_000
    pages = len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))
    assert 2 <= pages <= 4


@pytest.fixture
def accented() -> Iterator[None]:
    """English with an accent on every letter that went through a translation."""
    speak(language_named("en-XA", Path("/nowhere")))
    yield
    speak(ENGLISH)


def left_plain(page: str) -> list[str]:
    """The words of a page, of its title and of what a drawing is called, that went through no translation."""
    page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    labels = " ".join(re.findall(r'(?:aria-label|title)="([^"]*)"', page))
    return re.findall(r"[A-Za-z]{2,}", f"{re.sub(r'<[^>]+>', ' ', page)} {labels}".replace("&#39;", "'"))


_GIVEN = {"Thumbwalk", "thumbwalk", "practice", "drill", "twr", "sole", "virtual", "Ada", "mm", "min", "Hz"}
"""What has one name in every language: the program, its commands, files, layouts, boards, learners and units."""


@pytest.mark.usefixtures("accented")
def test_a_session_s_page_speaks_the_language_that_is_spoken(told: ToldSession) -> None:
    page = page_of(told, learner="Ada", earlier={"frozen": [("1", 61.0), ("2", 74.0)]})
    titles = [one.drill.title for one in told.drills] + [one.drill.description for one in told.drills]
    titles += [one.asked.title for drill in told.drills for one in drill.sets] + list(packaged_drills())
    # a drill that was made for these tests is called what it is called
    own = set(re.findall(r"[A-Za-z]{2,}", " ".join(titles)))
    assert [word for word in left_plain(page) if word not in _GIVEN | own] == []
    assert 'lang="en-XA"' in page


@pytest.mark.usefixtures("accented")
def test_what_was_done_freely_and_a_period_speak_it_too(told: ToldSession) -> None:
    free = free_summary(told.touch, told.pad, packaged_targets(), {})
    page = page_of(replace(told, drills=()), free=free)
    assert [word for word in left_plain(page) if word not in _GIVEN] == []
    curves = told_progress(rows(sets("knead", [60.0, 65.0, 70.0])))
    period = period_page(date(2026, 3, 1), date(2026, 3, 31), [done(1, 60.0), done(2, 90.0)], "Ada", progress=curves)
    assert [word for word in left_plain(period) if word not in _GIVEN] == []


def test_from_the_right_the_page_lies_the_other_way_round(told: ToldSession) -> None:
    speak(language_named("ar-XB", Path("/nowhere")))
    try:
        assert '<html lang="ar-XB" dir="rtl">' in page_of(told)
    finally:
        speak(ENGLISH)
