"""Feeds every reader of files with mutated documents: none may end in anything but a result or one line of refusal.

    .venv/bin/python benchmarks/fuzz.py [--documents 100000] [--seed 0] [--kind table] [--keep FOLDER]

A document is a sound one with a few changes: bytes, lines, numbers, nesting. Sound ones are a table, layout, targets,
caps, drills, calibration, recording or what is kept of a learner, and what a board says of itself in HELLO, SELFTEST
and CONFIG. Whoever reads it may raise a `RigError` of one line. Anything else is a fault, and so are a warning of
numpy, more than 2 s of processor time and more than 500 MB. Ends with 1 if there was any.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import resource
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from thumbwalk.cli.show_checkup import print_checkup
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import packaged_drills, packaged_names, read_drills
from thumbwalk.coach.score.judge import score_technique
from thumbwalk.coach.targets.bands import Band, bands_in
from thumbwalk.coach.targets.caps import Caps, packaged_caps, read_caps
from thumbwalk.coach.targets.targets_file import packaged_targets, read_targets
from thumbwalk.errors import RigError
from thumbwalk.learner.entry import KINDS, Entry, entry_in
from thumbwalk.learner.history import History
from thumbwalk.link.plain_text import escaped
from thumbwalk.link.ports import understood
from thumbwalk.link.wire import (
    FrameType,
    Hello,
    HostFrame,
    Scans,
    SelfTest,
    Settings,
    WireDecoder,
    encode_frame,
    encode_scans,
    hello_of,
)
from thumbwalk.pad import builtin_pad
from thumbwalk.places import json_text
from thumbwalk.rig.checkup import check_up
from thumbwalk.session.about import About, read_about
from thumbwalk.session.marks import drill_frame, rig_frame
from thumbwalk.session.outcome import scores_document
from thumbwalk.session.recording import RecordingWriter, open_recording, recording_decoder
from thumbwalk.session.replay import read_touch, replayed
from thumbwalk.signal.calibration import Calibration
from thumbwalk.store.documents import rows_of
from thumbwalk.store.models import Learner
from thumbwalk.store.spoken import word_row
from thumbwalk.technique.analysis import analyse
from thumbwalk.technique.catalog import TECHNIQUES

MOST_S, MOST_BYTES, MOST_SAID = 2.0, 500 * 1024 * 1024, 1000
NASTY = (
    *("", "nan", "inf", "-inf", "1e308", "-1e308", "1e-308", "1e999", "0", "-0", "-1", "1e6", "4294967296", "1e9"),
    *(
        "9" * 99,
        "9" * 5000,
        "0x" + "f" * 90,
        "1_0",
        "'",
        '"',
        '""',
        "[",
        "[" * 3000,
        "{",
        "true",
        "[]",
        "{}",
        "\x1b[31m",
    ),
    *("../../evil", "\u00e4", "\u2028", "\x00", "1,5", "1.234.567", "1979-05-27", "a.b", "=", "#", "\n\n", '"""'),
)
LEARNER_FACTS: dict[str, Any] = {
    "test": "peak",
    "side": "right",
    "done": True,
    "peak_n": 41.5,
    "load_s": 12.5,
    "virtual": False,
    "figures": {"best_n": 41.5},
    "receiver": "Mum",
    "zone": "heel",
    "target_n": 9.5,
    "cap_n": 14.0,
    "site": "thumb",
    "techniques": ["hold", "knead"],
}
"""Facts of every kind in one document."""
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:e-?\d+)?")


def _document(drill: Drill) -> DrillDocument:
    return DrillDocument.of(drill, packaged_targets(), packaged_caps())


class Sound:
    """Sound documents of every kind, small ones, made anew from the package."""

    def __init__(self) -> None:
        data = resources.files("thumbwalk") / "data"
        self.layout = builtin_pad().text
        self.caps = "[cap_n]\n" + "".join(f'"{zone}" = {cap_n}\n' for zone, cap_n in packaged_caps().cap_n.items())
        self.targets = (data / "targets.toml").read_text(encoding="utf-8")
        self.drills = "\n".join((data / "drills" / name).read_text(encoding="utf-8") for name in packaged_names())
        self.calibration = Calibration.generic(16).to_text()
        self.table = self._table()
        at = datetime(2026, 3, 1, 18, tzinfo=UTC)
        self.learner = json_text(Entry("strength", at, LEARNER_FACTS).to_json())
        self.session = json_text(About("9f2c41d07be85a36", at, "drill", "Anna", "Mum", "right", number=17).to_json())
        self.said = json_text(Entry("trim", at, {"text": "asleep", "from_s": 3.0, "to_s": 9.5}).to_json())

    @staticmethod
    def _table(n: int = 400) -> str:
        pad, time_s = builtin_pad(), np.arange(n) / 100.0
        force_n = 0.02 * np.random.default_rng(1).standard_normal((n, pad.n_taxels))
        for taxel, most_n in ((9, 9.0), (8, 2.0), (12, 1.5)):
            force_n[:, taxel] += most_n * np.maximum(np.sin(2 * np.pi * time_s), 0.0)
        rows = np.column_stack((time_s, force_n.round(2))).tolist()
        return "\n".join([",".join(("time_s", *pad.names)), *(",".join(f"{value:g}" for value in row) for row in rows)])

    @staticmethod
    def cards() -> dict[FrameType, dict[str, object]]:
        """What a board says of itself."""
        names = list(builtin_pad().names)
        hello: dict[str, object] = {
            "protocol": 1,
            "firmware": "0.1.0",
            "board": "pico",
            "name": "V",
            "layout": "sole16",
            "id": "abcd",
        }
        load_cell: dict[str, object] = {"state": "running", "rate_hz": 80, "readings": 7, "missed": 0}
        test: dict[str, object] = {
            "scans": 200,
            "missed": 1,
            "period_us": 10_000,
            "scan_us": 310,
            "supply_mv": 3290,
            "memory_free": 100,
        }
        test |= {"memory_used": 50, "bleed": 1, "states": ".po?skn" + "." * 9, "load_cell": load_cell}
        test |= {"jitter": [190, 4, 3, 2, 1, 0, 0, 0], "mean": [13.5] * 16, "noise": [0.5] * 16}
        config: dict[str, object] = {
            "name": "V",
            "layout": "sole16",
            "channels": 16,
            "rate_hz": 100,
            "oversampling": 4,
            "state": "file",
        }
        return {
            FrameType.HELLO: hello | {"channels": names, "rate_hz": 100.0, "bits": 12, "divider_ohm": 3300.0},
            FrameType.SELFTEST: test,
            FrameType.CONFIG: config | {"divider_ohm": 3300, "load_cell": True, "watchdog": False, "why": ""},
        }

    @staticmethod
    def recording(path: Path) -> bytes:
        """A short recording of an untouched foot, in whole frames."""
        pad = builtin_pad()
        hello = {
            "protocol": 1,
            "firmware": "0.1.0",
            "board": "virtual",
            "name": "V",
            "layout": pad.name,
            "board_id": "abcd",
            "channels": list(pad.names),
        }
        hello |= {"rate_hz": 100.0, "bits": 12, "divider_ohm": 3300.0}
        counts = np.random.default_rng(1).integers(13, 16, (300, pad.n_taxels)).astype(np.uint16)
        counts[100:140, 9] = 900
        with RecordingWriter(path, pad, Calibration.generic(16), created=None) as writer:
            writer.host(rig_frame(hello_of(hello)))
            writer.host(drill_frame(_document(next(iter(packaged_drills().values()))), pad.foot))
            for at in range(0, len(counts), 4):
                writer.raw(encode_scans(at // 4, np.arange(at, at + 4, dtype=np.int64) * 10_000, counts[at : at + 4]))
        return path.read_bytes()


def mutated(document: bytes, chance: random.Random) -> bytes:
    """A document with one to four changes."""
    for _ in range(chance.randint(1, 4)):
        document = chance.choice((_bytes, _bytes, _number, _number, _number, _line, _repeated, _replaced))(
            document, chance
        )
    return document


def _bytes(document: bytes, chance: random.Random) -> bytes:
    at, n = chance.randint(0, len(document)), chance.choice((0, 0, 1, 1, 7, 300))
    put = bytes(chance.randrange(256) for _ in range(chance.choice((0, 1, 1, 4))))
    return document[:at] + put + document[at + n :]


def _number(document: bytes, chance: random.Random) -> bytes:
    found = [match.span() for match in _NUMBER.finditer(document)]
    if not found:
        return document
    start, stop = chance.choice(found)
    return document[:start] + chance.choice(NASTY).encode() + document[stop:]


def _line(document: bytes, chance: random.Random) -> bytes:
    lines = document.split(b"\n")
    at = chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(chance.randrange(len(lines) + 1), lines[at])
        case 2:
            lines.insert(at, chance.choice(NASTY).encode())
        case 3:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        case _:
            lines = lines[at:] if chance.random() < 0.3 else lines[: at + 1]
    return b"\n".join(lines)


def _repeated(document: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(document) + 1)
    piece = document[at : at + chance.choice((1, 3, 40))]
    return document[:at] + piece * chance.choice((2, 30, 20_000 // (len(piece) + 1))) + document[at:]


def _replaced(document: bytes, chance: random.Random) -> bytes:
    old = chance.choice((b",", b".", b"\n", b"=", b'"', b"0", b"[", b"time_s", b"mm", b"e"))
    new = chance.choice((b";", b",", b"\t", b" ", b"", b"\r\n", b"''", b"9", b"time_ms", b"."))
    return document.replace(old, new, chance.choice((1, -1)))


def reframed(document: bytes, chance: random.Random) -> bytes:
    """A recording with one of its own frames' text mutated, and checksums as they should be."""
    frames = [frame for frame in recording_decoder().feed(document) if isinstance(frame, HostFrame)]
    at = chance.randrange(len(frames))
    texts = [frame.payload.encode() for frame in frames]
    texts[at] = mutated(texts[at], chance)
    whole = [encode_frame(frame.kind, 0, 0, text) for frame, text in zip(frames, texts, strict=True)]
    data = document.split(b"\0")[len(frames) - 1 : -2]  # the board's, between the host's and the end mark
    return b"".join([*whole[:-1], *(frame + b"\0" for frame in data), whole[-1]])


class Readers:
    """Each kind's way through the program, from a file to the last figure."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.sound, self.folder = Sound(), folder
        self.path = folder / "document"
        self._table, self._recording = folder / "table.csv", self.sound.recording(folder / "sound.twr")
        self._table.write_text(self.sound.table)
        counts = np.random.default_rng(1).integers(13, 16, (200, builtin_pad().n_taxels)).astype(np.uint16)
        times = np.arange(200, dtype=np.int64) * 10_000
        self._scans = b"".join(encode_scans(3 + at, times[at : at + 1], counts[at : at + 1]) for at in range(200))
        self._touched = read_touch(self._table)
        cards = {kind: json.dumps(card).encode() for kind, card in self.sound.cards().items()}
        self._cards = cards
        self.kinds: dict[str, tuple[bytes, Callable[[], object]]] = {
            "table": (self.sound.table.encode(), lambda: self._judged(self.path, None)),
            "layout": (self.sound.layout.encode(), lambda: self._judged(self._table, self.path)),
            "targets": (self.sound.targets.encode(), self._targets),
            "caps": (self.sound.caps.encode(), self._caps),
            "drills": (self.sound.drills.encode(), self._drills),
            "calibration": (self.sound.calibration.encode(), self._calibration),
            "learner": (self.sound.learner.encode(), self._learner),
            "session": (self.sound.session.encode(), lambda: json.dumps(read_about(self.path).to_json())),
            "said": (self.sound.said.encode(), self._said),
            "recording": (self._recording, self._replayed),
            **{kind.name.lower(): (card, self._from_a_board(kind)) for kind, card in cards.items()},
        }

    def document(self, kind: str, seed: int) -> bytes:
        """The mutated document of a kind that belongs to a seed."""
        chance = random.Random(f"{kind} {seed}")
        sound = self.kinds[kind][0]
        if kind == "recording" and chance.random() < 0.6:
            return reframed(sound, chance)
        return mutated(sound, chance)

    def fault_of(self, kind: str, seed: int) -> str | None:
        """What was wrong with reading a seed's document; None if it ended as it should."""
        self.path = self.folder / ("document.twr" if kind == "recording" else "document.txt")
        self.path.write_bytes(self.document(kind, seed))
        begun_s = time.process_time()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                self.kinds[kind][1]()
        except RigError as error:
            if len(str(error)) > MOST_SAID:
                return "a refusal that no line holds"
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001  whatever it is, it is what is looked for
            return f"{type(error).__name__}: {error}"
        took_s = time.process_time() - begun_s
        return f"took {took_s:.1f} s" if took_s > MOST_S else None

    def _judged(self, path: Path, layout: Path | None) -> object:
        touched = read_touch(path, layout)
        analysis = analyse(touched.touch, touched.pad, touched.left_out, duration_s=touched.duration_s)
        bands = bands_in(packaged_targets(), "knead")
        score = score_technique(touched.touch, touched.pad, "knead", bands, packaged_caps())
        return json.dumps([analysis.to_json(), score.to_json()])

    def _replayed(self) -> object:
        judged = self._judged(self.path, None)
        practice = replayed(open_recording(self.path))
        return judged, json.dumps(scores_document([score for _, score in practice.results()], practice.losses))

    def _targets(self) -> object:
        targets = read_targets(self.path)
        return [self._scored(technique, bands_in(targets, technique)) for technique in TECHNIQUES]

    def _caps(self) -> object:
        return self._scored("hold", bands_in(packaged_targets(), "hold"), read_caps(self.path))

    def _drills(self) -> object:
        drills = {
            name: drill
            for name, drill in read_drills(self.path, packaged_targets()).items()
            if packaged_drills().get(name) is not drill
        }
        pad = builtin_pad()
        sets = [one for drill in drills.values() if drill.phases() for one in drill.sets[:4]]
        return [(one.target_mm(pad), self._scored(one.technique, one.bands(packaged_targets()))) for one in sets[:12]]

    def _learner(self) -> object:
        """One document, taken for each kind in turn."""
        entry = entry_in(self.path)
        kept = History(tuple(replace(entry, kind=kind) for kind in KINDS))
        kept.matched(entry.text("receiver"))
        kept.last_figure("peak", "right", "best_n")
        note = kept.pain_on(entry.day)
        learner = Learner(id=1, name="Anna")
        rows = []
        for kind in KINDS:
            self.path.write_text(json_text(replace(entry, kind=kind).to_json()), encoding="utf-8")
            rows += rows_of(self.path, learner, None)
        return (
            [rows, kept.wanted(), kept.skipped_on(entry.day)],
            json.dumps([kept.load_s(entry.day), kept.load_since_s(entry.at, 20.0), kept.peaks_n("right")]),
            [kept.has_held(), kept.has_seen_safety(), len(kept.days())],
            None if note is None else escaped(note.text("site")),
        )

    def _said(self) -> object:
        return word_row(self.path.name, entry_in(self.path)).at

    def _scored(self, technique: str, bands: Mapping[str, Band], caps: Caps | None = None) -> str:
        touched = self._touched
        score = score_technique(touched.touch, touched.pad, technique, bands, caps or packaged_caps())
        return json.dumps(score.to_json())

    def _from_a_board(self, mutated_kind: FrameType) -> Callable[[], object]:
        def checked() -> object:
            """What `doctor` says of a board, one of whose cards is the document."""
            cards = self._cards | {mutated_kind: self.path.read_bytes()}
            decoder = WireDecoder()
            found: dict[type, Any] = {}
            wire = b"".join(encode_frame(kind, at, 1000, card) for at, (kind, card) in enumerate(cards.items()))
            for event in decoder.feed(wire + self._scans):
                found[type(event)] = event
            if Hello not in found:
                return None  # a bad frame, which is counted
            hello = understood(found[Hello], "a board")
            report = check_up(hello, [found[Scans]], decoder.tally, found.get(SelfTest), found.get(Settings))
            with redirect_stdout(io.StringIO()) as out:
                print_checkup(report, [])
            if not all(line.isprintable() for line in out.getvalue().splitlines()):
                raise AssertionError("what a terminal obeys is shown as it is")
            return json.dumps(report.to_json())

        return checked

    def _calibration(self) -> object:
        calibration = Calibration.load(self.path)
        return calibration.lookup(), calibration.tare_n(), calibration.to_text()


def _limit_memory() -> None:
    """Let the process have so much more than now; what asks for more gets a MemoryError."""
    if sys.platform == "linux":
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MOST_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))


def main() -> int:
    """Run as many documents as asked for, the kinds in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0, help="the first document's; the others count on")
    parser.add_argument("--kind", help="only this kind")
    parser.add_argument("--keep", type=Path, help="a folder for the documents that were faults")
    options = parser.parse_args()
    faults: Counter[str] = Counter()
    begun_s = time.monotonic()
    with TemporaryDirectory() as folder:
        readers = Readers(Path(folder))
        kinds = [options.kind] if options.kind else list(readers.kinds)
        _limit_memory()
        for number in range(options.documents):
            kind, seed = kinds[number % len(kinds)], options.seed + number
            fault = readers.fault_of(kind, seed)
            if fault is not None:
                if not faults[f"{kind}: {fault}"]:
                    print(f"{kind} {seed}: {fault}", flush=True)
                    if options.keep:
                        options.keep.mkdir(exist_ok=True)
                        (options.keep / f"{kind}-{seed}").write_bytes(readers.document(kind, seed))
                faults[f"{kind}: {fault}"] += 1
    took_s = time.monotonic() - begun_s
    print(f"{options.documents} documents in {took_s:.0f} s, {faults.total()} faults of {len(faults)} sorts")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
