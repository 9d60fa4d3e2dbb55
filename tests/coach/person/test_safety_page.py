"""The safety page says what technique's rules ask it to, and no more."""

from __future__ import annotations

import pytest

from thumbwalk.coach.person.safety_page import safety_page

PAGE = " ".join(safety_page().lines())


@pytest.mark.parametrize(
    "reason",
    [
        "blood clot",
        "fracture",
        "open wound",
        "gout",
        "skin infection",
        "pitted",
        "loss of feeling",
        "diabetes",
        "fever",
    ],
)
def test_every_reason_to_leave_it_is_named(reason: str) -> None:
    assert reason in " ".join(safety_page().not_today)


@pytest.mark.parametrize("reason", ["pregnancy", "blood vessel", "arthritis", "surgery"])
def test_what_a_clinician_is_asked_about_is_named(reason: str) -> None:
    assert reason in " ".join(safety_page().ask_first)


def test_it_says_when_to_stop_what_it_is_and_where_everything_stays() -> None:
    assert "Pain means stop, theirs or yours; so do tingling and numbness." in PAGE
    assert "not a medical device" in PAGE
    assert "Traditional" in PAGE
    assert "stays on this machine" in PAGE
    assert "index finger behind its end joint" in safety_page().posture
