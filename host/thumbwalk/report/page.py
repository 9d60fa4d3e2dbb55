"""The page: what is told, drawn and said, put into one HTML file that needs no script and no other file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import jinja2

from thumbwalk import __version__
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.feedback.amounts import number
from thumbwalk.coach.feedback.teacher import Lesson, lesson
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.language import _, capital, plural, spoken
from thumbwalk.report import phrases
from thumbwalk.report.force_drawing import HEIGHT, WIDTH, ForceDrawing, force_drawing
from thumbwalk.report.period import Done, days_of, techniques_of, trends_of
from thumbwalk.report.sole_drawing import SoleDrawing, sole_drawing
from thumbwalk.report.told_progress import ToldCurve
from thumbwalk.report.told_session import ToldDrill, ToldSession
from thumbwalk.report.trend_drawing import TrendDrawing, trend_drawing

TEMPLATE, PERIOD_TEMPLATE = "session.html", "period.html"
MOST_ADVICE = 3
"""More than that nobody thinks of in the next try."""
MOST_WIDE = 6
"""Sets that are drawn one below the other; more stand in two columns, or a routine would be a dozen sheets."""
_NARROW = (330.0, 110.0)
MOST_EARLIER = 24
"""Sessions of a drill that are drawn, the newest."""


@dataclass(frozen=True)
class DrillPage:
    """A drill with its drawings: ``forces`` one a set, ``trend`` None where it was done for the first time."""

    told: ToldDrill
    sole: SoleDrawing | None
    forces: tuple[ForceDrawing, ...]
    lesson: Lesson
    trend: TrendDrawing | None
    earlier: tuple[float, ...]


def session_page(
    session: ToldSession,
    *,
    learner: str | None = None,
    earlier: Mapping[str, Sequence[tuple[str, float]]] | None = None,
    progress: Sequence[ToldCurve] = (),
    free: FreeSummary | None = None,
    drills: Mapping[str, Drill] | None = None,
) -> str:
    """Give the page of a session.

    Parameters
    ----------
    session : ToldSession
    learner : str, optional
        Whose it is.
    earlier : mapping, optional
        By a drill's name, (day, score) of the sessions before this one, the oldest first.
    progress : of ToldCurve
        How its techniques, and what cost the most in them, went on up to this session.
    free : FreeSummary, optional
        What was done without a drill.
    drills : mapping
        All drills by name, for the one to do next.
    """
    pages = [
        _drill_page(one, session, list((earlier or {}).get(one.drill.name, ())), drills or {}) for one in session.drills
    ]
    whole = None
    if not session.drills:
        whole = force_drawing(session.touch, session.duration_s)
    return (
        _environment()
        .get_template(TEMPLATE)
        .render(
            session=session,
            learner=learner,
            pages=pages,
            progress=progress,
            free=free,
            whole=whole,
            sole=sole_drawing(session.pad, session.touch, (), tuple(session.left_out)),
            version=__version__,
            steps=_STEP_COLOURS,
            most_advice=MOST_ADVICE,
            most_wide=MOST_WIDE,
        )
    )


def period_page(
    since: date,
    until: date,
    done: Sequence[Done],
    learner: str | None,
    *,
    progress: Sequence[ToldCurve] = (),
    soles: Sequence[tuple[str, SoleDrawing]] = (),
) -> str:
    """Give the page of all sessions from one day to another.

    ``progress`` is of one learner's sets; ``soles`` are where was pressed, each with what it is of in words.
    """
    return (
        _environment()
        .get_template(PERIOD_TEMPLATE)
        .render(
            since=since,
            until=until,
            done=done,
            learner=learner,
            days=days_of(done),
            total_s=sum(one.duration_s for one in done),
            trends=trends_of(done),
            techniques=techniques_of(done),
            progress=progress,
            soles=soles,
            steps=_STEP_COLOURS,
            version=__version__,
        )
    )


_STEP_COLOURS = ("#fbe6c6", "#f5c78b", "#e8965a", "#cf6038", "#96293a", "#561029")
"""From least to most, as the window's map: lightness runs one way, so that it reads in grey as well."""


def _drill_page(
    told: ToldDrill, session: ToldSession, earlier: list[tuple[str, float]], drills: Mapping[str, Drill]
) -> DrillPage:
    touches = [one.touch for one in told.sets]
    wide, high = _NARROW if len(told.sets) > MOST_WIDE else (WIDTH, HEIGHT)
    forces = tuple(
        force_drawing(
            one.touch,
            one.asked.duration_s,
            band_n=one.guide.band_n if session.calibrated else None,
            force=one.force if session.calibrated else None,
            cap_n=one.cap_n if session.calibrated else None,
            width=wide,
            height=high,
        )
        for one in told.sets
    )
    earlier = earlier[-MOST_EARLIER:]
    trend = None
    if earlier and told.result.score is not None:
        trend = trend_drawing([*earlier, (_("this one"), told.result.score)])
    return DrillPage(
        told=told,
        sole=sole_drawing(session.pad, type(session.touch).joined(touches), told.sets, tuple(session.left_out)),
        forces=forces,
        lesson=lesson(told.result, told.drill, drills),
        trend=trend,
        earlier=tuple(score for _, score in earlier),
    )


def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("thumbwalk", "data/report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in (
        "day_in_words",
        "date_in_words",
        "sentence",
        "lasting",
        "stars_in_words",
        "points_lost",
        "costly_rows",
        "costs_together",
        "attempts",
        "foot_in_words",
        "asked_in_words",
    ):
        made.filters[name] = getattr(phrases, name)
    made.filters |= {"amount": number, "said": _, "capital": capital}
    # a page is written in one language, and every text of it is said as the window says it
    made.globals |= {"_": _, "plural": plural, "spoken": spoken}
    return made
