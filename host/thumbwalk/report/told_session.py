"""What a report tells of a session: its recording through the chain again, cut into the sets of its drills."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.guide import Guide
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.score import Score
from thumbwalk.coach.targets.timeline import Timeline
from thumbwalk.errors import RecordingError
from thumbwalk.language import told
from thumbwalk.link.losses import LostPart
from thumbwalk.pad import Pad
from thumbwalk.session.outcome import lost_part_of
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import GUESSED, followed
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZoneMap


@dataclass(frozen=True)
class ToldSet:
    """One set of a drill as it was done.

    ``touch`` is what the hand did in it, from 0 on; ``guide`` what was asked for, ``force`` its force over that time
    where it changes, ``cap_n`` the lowest comfort cap where it was asked.
    """

    number: int
    asked: DrillSet
    score: Score
    touch: TouchBlock
    guide: Guide
    force: Timeline | None
    cap_n: float | None


@dataclass(frozen=True)
class ToldDrill:
    """A drill as it was done."""

    drill: Drill
    result: DrillScore
    sets: tuple[ToldSet, ...]


@dataclass(frozen=True)
class ToldSession:
    """A session: its pad with the foot that was practised on, what the hand did from its first scan on, its drills."""

    path: Path
    created: str | None
    pad: Pad
    board: str
    calibrated: bool
    touch: TouchBlock
    drills: tuple[ToldDrill, ...]
    left_out: dict[str, tuple[str, ...]]
    lost: LostPart
    warnings: tuple[str, ...]

    @property
    def duration_s(self) -> float:
        """How long it was, seconds."""
        return float(self.touch.time_s[-1]) if len(self.touch) else 0.0


def told_session(path: Path) -> ToldSession:
    """Follow a recording to its end, and give what there is to tell of it.

    Raises
    ------
    RecordingError
        When it can't be read, or nothing is in it.
    """
    recording = open_recording(path)
    practice, touch = followed(recording)
    if not len(touch) or practice.hello is None:
        raise RecordingError(
            told("{path}: no scan is in it, so that there is nothing to report; name another recording", path=path)
        )
    drills = tuple(_told_drill(run, practice, touch) for run in practice.runs)
    guessed = () if practice.calibrated else (told("{path}: {why}", path=path, why=told(GUESSED)),)
    return ToldSession(
        path=path,
        created=recording.created,
        pad=practice.pad,
        board=practice.hello.name or practice.hello.board_id,
        calibrated=practice.calibrated,
        touch=touch,
        drills=drills,
        left_out={} if practice.pipeline is None else practice.pipeline.left_out,
        lost=lost_part_of([one.result for one in drills], practice.losses),
        warnings=(*recording.warnings, *guessed),
    )


def _told_drill(run: DrillRun, practice: Practice, touch: TouchBlock) -> ToldDrill:
    zones, caps = ZoneMap(practice.pad), run.document.caps
    played, result = run.clock.played(touch), run.result()
    sets = []
    for phase in run.drill.phases():
        if phase.kind != "set" or phase.set_index is None:
            continue
        index = phase.set_index
        asked = run.drill.sets[index]
        line = asked.force_line()
        limits = [caps.cap_n[zone] for zone in asked.cap_zones(zones)]
        sets.append(
            ToldSet(
                number=index + 1,
                asked=asked,
                score=result.sets[index],
                touch=_from(played.between(phase.start_s, phase.end_s), phase.start_s),
                guide=Guide.of(asked, zones, caps),
                force=None if line is None or line.is_flat else line,
                cap_n=min(limits, default=None),
            )
        )
    return ToldDrill(run.drill, result, tuple(sets))


def _from(touch: TouchBlock, start_s: float) -> TouchBlock:
    return replace(touch, time_s=touch.time_s - start_s)
