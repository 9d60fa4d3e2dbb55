"""What a learner's documents add up to: their days, own peaks, hand load, pain, and what each receiver can bear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from thumbwalk.language import told
from thumbwalk.learner.entry import Entry, Kind

_MOST_PEAK_N = 500.0
"""More than any thumb presses: a peak above it is a damaged document."""
_MOST_FIGURE = 1e6
"""More than any force, time or rate of a thumb."""
_WORK = ("practice", "strength", "feel", "match", "guide")
"""Kinds in which a hand presses."""
_MOST_LOAD_S = 86_400.0
"""A hand that pressed its peak all day."""
_MOST_BEARABLE_N = 60.0
"""Where a comfort cap may be at most, as in caps.toml."""


@dataclass(frozen=True)
class Matched:
    """What a receiver said of a zone: the force that was just right, and the most that is to be pressed; newtons."""

    zone: str
    target_n: float
    cap_n: float


@dataclass(frozen=True)
class ColdSet:
    """The first set of a day, done without help and without warm-up: its day, drill and technique, and its score."""

    day: date
    drill: str
    technique: str
    score: float


@dataclass(frozen=True)
class History:
    """All that is kept of a learner, in the order in which it happened.

    What was done on the virtual rig was no hand's: it counts nowhere but where ``virtual`` is asked for.
    """

    entries: tuple[Entry, ...] = ()

    def of(self, kind: Kind) -> list[Entry]:
        """The entries of one kind."""
        return [entry for entry in self.entries if entry.kind == kind]

    def days(self, *, virtual: bool = False) -> list[date]:
        """The days on which a rig was practised on, in order."""
        rigs = (entry for entry in self.entries if entry.kind in ("practice", "strength"))
        return sorted({entry.day for entry in rigs if entry.switch("virtual") == virtual})

    def has_worked_on(self, day: date, *, virtual: bool = False) -> bool:
        """Whether the hands have done anything on a day, so that no set of it is cold any more."""
        return any(entry.day == day for entry in self._work(virtual))

    def cold_sets(self, *, virtual: bool = False) -> list[ColdSet]:
        """The cold sets in the order of their days: a day that began otherwise has none."""
        found, days = list[ColdSet](), set[date]()
        for entry in self._work(virtual):
            if entry.day not in days and (cold := _cold_set(entry)) is not None:
                found.append(cold)
            days.add(entry.day)
        return found

    def last_help(self, *, virtual: bool = False) -> int:
        """How many steps less help than its drill's the last practice had whose help nobody chose; 0 without one."""
        for entry in reversed(self.of("practice")):
            if entry.switch("virtual") == virtual and (steps := entry.number("help_steps", -9.0, 9.0)) is not None:
                return round(steps)
        return 0

    def tells_apart(self, *, virtual: bool = False) -> float | None:
        """The difference of forces that this learner's hands just notice, a part; of two hands the larger one."""
        last: dict[str, float] = {}
        for entry in self.of("feel"):
            jnd = entry.number("jnd", 0.0, 10.0)
            if jnd is not None and entry.switch("done") and entry.switch("virtual") == virtual:
                last[entry.text("side")] = jnd
        return max(last.values(), default=None)

    def last_peak_n(self, *, virtual: bool = False) -> float | None:
        """The own peak, newtons: the last one of each hand, and of those the weaker one's; None without any."""
        peaks_n = [self.peaks_n(side, virtual=virtual) for side in ("left", "right")]
        return min((peaks[-1] for peaks in peaks_n if peaks), default=None)

    def pain_on(self, day: date) -> Entry | None:
        """The last note of a day that pain, tingling or numbness was felt; None if there is none."""
        notes = [entry for entry in self.of("pain") if entry.day == day]
        return notes[-1] if notes else None

    def pain_said(self, day: date) -> str:
        """What was felt last on a day, and where; "" without a note."""
        note = self.pain_on(day)
        if note is None:
            return ""
        return told("{pain} in the {site}", pain=told(note.text("what") or "pain"), site=told(note.text("site")))

    def load_s(self, day: date) -> float:
        """Hand load of a day, seconds at the own peak."""
        return sum(_load_s(entry) for entry in self.entries if entry.day == day)

    def load_since_s(self, now: datetime, minutes: float) -> float:
        """Hand load of the last minutes, seconds at the own peak."""
        first = now - timedelta(minutes=minutes)
        return sum(_load_s(entry) for entry in self.entries if first <= entry.at <= now)

    def peaks_n(self, side: str, *, virtual: bool = False) -> list[float]:
        """The own peaks of a hand in the order in which they were pressed, newtons; none from a rig without newtons."""
        pressed = [
            entry.number("peak_n", 0.0, _MOST_PEAK_N)
            for entry in self.of("strength")
            if entry.text("test") == "peak"
            and entry.text("side") == side
            and entry.switch("virtual") == virtual
            and entry.switch("done")
        ]
        return [peak_n for peak_n in pressed if peak_n is not None]

    def last_figure(self, test: str, side: str, name: str, *, virtual: bool = False) -> float | None:
        """A figure of the same test by the same hand, the last time that it had one."""
        for entry in reversed(self.of("strength")):
            same = (entry.text("test"), entry.text("side"), entry.switch("virtual")) == (test, side, virtual)
            value = entry.inside("figures").number(name, 0.0, _MOST_FIGURE) if same else None
            if value is not None:
                return value
        return None

    def matched(self, receiver: str, *, virtual: bool = False) -> dict[str, Matched]:
        """What a receiver said last of each zone; with ``virtual`` also what nobody said to the virtual hand."""
        found: dict[str, Matched] = {}
        for entry in self.of("match"):
            if entry.text("receiver") != receiver or (entry.switch("virtual") and not virtual):
                continue
            zone = entry.text("zone")
            target_n, cap_n = (entry.number(name, 0.0, _MOST_BEARABLE_N) for name in ("target_n", "cap_n"))
            if zone and target_n is not None and cap_n is not None:
                found[zone] = Matched(zone, target_n, cap_n)
        return found

    def wanted(self) -> list[str]:
        """The drills that were chosen and not practised since, the newest choice first."""
        open_: list[str] = []
        for entry in self.entries:
            drill = entry.text("drill")
            if entry.kind in ("choice", "practice"):
                open_ = [one for one in open_ if one != drill]
            if entry.kind == "choice" and entry.text("choice") == "want":
                open_.insert(0, drill)
        return open_

    def skipped_on(self, day: date) -> set[str]:
        """The drills that were not wanted on a day."""
        chosen = {one.text("drill"): one.text("choice") for one in self.of("choice") if one.day == day}
        return {drill for drill, choice in chosen.items() if choice == "skip"}

    def has_seen_safety(self) -> bool:
        """Whether the safety page was read and said yes to."""
        return bool(self.of("safety"))

    def has_held(self) -> bool:
        """Whether a hold was practised before."""
        return any("hold" in entry.texts("techniques") for entry in self.of("practice"))

    def _work(self, virtual: bool) -> list[Entry]:
        """What the hands did, in order: whatever has warmed them."""
        return [entry for entry in self.entries if entry.kind in _WORK and entry.switch("virtual") == virtual]


def _cold_set(entry: Entry) -> ColdSet | None:
    """A practice's first set, if it was done without help and scored."""
    scores, drill = entry.facts.get("sets"), entry.text("drill")
    technique, feedback = entry.texts("techniques")[:1], entry.texts("feedback")[:1]
    if entry.kind != "practice" or feedback != ("blind",) or not technique:
        return None
    first = scores[0] if isinstance(scores, list) and scores else None
    score = Entry(entry.kind, entry.at, {"sets": first}, entry.source).number("sets", 0.0, 100.0)
    return None if score is None else ColdSet(entry.day, drill, technique[0], score)


def _load_s(entry: Entry) -> float:
    load_s = entry.number("load_s", 0.0, _MOST_LOAD_S)
    return 0.0 if load_s is None or entry.switch("virtual") else load_s
