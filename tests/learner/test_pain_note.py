"""A note of pain is found again by whoever asks for the day."""

from __future__ import annotations

from datetime import UTC, datetime

from thumbwalk.learner.entry import Entry
from thumbwalk.learner.history import History
from thumbwalk.learner.pain_note import SITES, pain_facts

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_every_site_is_said_on_its_day_and_on_no_other() -> None:
    for site in SITES:
        history = History((Entry("pain", NOON, pain_facts(site, "tingling", "left", 3)),))
        assert history.pain_said(NOON.date()) == f"tingling in the {site}"
        assert history.pain_said(NOON.replace(day=2).date()) == ""
