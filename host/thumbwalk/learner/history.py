"""What a learner's documents add up to: their days, own peaks, hand load, pain, and what each receiver can bear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from thumbwalk.learner.entry import Entry, Kind

_MOST_PEAK_N = 500.0
"""More than any thumb presses: a peak above it is a damaged document."""
_MOST_FIGURE = 1e6
"""More than any force, time or rate of a thumb."""
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
class History:
    """All that is kept of a learner, in the order in which it happened.

    What was done on the virtual rig was no hand's: it counts nowhere but where ``virtual`` is asked for.
    """

    entries: tuple[Entry, ...] = ()

    def of(self, kind: Kind) -> list[Entry]:
        """The entries of one kind."""
        return [entry for entry in self.entries if entry.kind == kind]

    def days(self) -> list[date]:
        """The days on which a rig was practised on, in order."""
        real = (entry for kind in ("practice", "strength") for entry in self.entries if entry.kind == kind)
        return sorted({entry.day for entry in real if not entry.switch("virtual")})

    def pain_on(self, day: date) -> Entry | None:
        """The last note of a day that pain, tingling or numbness was felt; None if there is none."""
        notes = [entry for entry in self.of("pain") if entry.day == day]
        return notes[-1] if notes else None

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

    def matched(self, receiver: str) -> dict[str, Matched]:
        """What a receiver said last of each zone."""
        found: dict[str, Matched] = {}
        for entry in self.of("match"):
            if entry.text("receiver") != receiver or entry.switch("virtual"):
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


def _load_s(entry: Entry) -> float:
    load_s = entry.number("load_s", 0.0, _MOST_LOAD_S)
    return 0.0 if load_s is None or entry.switch("virtual") else load_s
