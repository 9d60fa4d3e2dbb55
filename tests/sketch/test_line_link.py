"""Lines as frames: what a rig's reader makes of them, what it counts as lost, and that a restart is one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sketch.ports import ScriptedPort, even

from thumbwalk.errors import ProtocolMismatch, RigError, RigSilent
from thumbwalk.link.ports import RigLink
from thumbwalk.link.wire import BoardError, BoardLog, Break, Event, Hello, Scans, Tally, WireDecoder
from thumbwalk.sketch.first_lines import Asked
from thumbwalk.sketch.line_link import LineLink

ASKED = Asked("lines-x")
START_S = 2.5
"""When the tests' streams are started: what is printed before is what the board is told by."""


def rows(n: int, *, timed: bool = True, start: int = 0) -> list[str]:
    return [(f"{10 * k}," if timed else "") + f"{7 * k % 1000},{(k // 4) % 1000}" for k in range(start, start + n)]


def opened(lines: list[str], asked: Asked = ASKED) -> tuple[LineLink, ScriptedPort]:
    port = ScriptedPort(even(lines))
    return LineLink(port, asked, now=port.now), port  # type: ignore[arg-type]


def streamed(link: LineLink, port: ScriptedPort, seconds: float) -> tuple[list[Event], Tally]:
    while port.now_s < 100.0 + START_S:
        port.read()
    decoder = WireDecoder(in_order=True)
    link.send("hello\nstart")
    events: list[Event] = []
    until = port.now_s + seconds
    while port.now_s < until:
        events += decoder.feed(link.read())
    return events + decoder.rest(), decoder.tally


def heard(
    change: Callable[[list[str]], None], n: int = 800, *, timed: bool = True, seconds: float = 4.0
) -> tuple[list[Event], Tally, LineLink]:
    lines = rows(n, timed=timed)
    change(lines)
    link, port = opened(lines)
    events, tally = streamed(link, port, seconds)
    return events, tally, link


def counts(events: list[Event]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint16]]:
    return np.concatenate([one.counts for one in events if isinstance(one, Scans)])


def times_s(events: list[Event]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.concatenate([one.time_us for one in events if isinstance(one, Scans)]) * 1e-6


def nothing(lines: list[str]) -> None:
    """Change nothing."""


@pytest.mark.parametrize("timed", [True, False])
def test_every_line_is_a_scan_with_its_values_and_its_time(timed: bool) -> None:
    events, tally, link = heard(nothing, timed=timed)
    found = counts(events)
    assert tally.lost_frames == tally.bad_frames == 0
    assert np.all(np.diff(found[:, 0].astype(int)) % 1000 == 7)
    assert len(found) == pytest.approx(400, abs=8)
    assert np.diff(times_s(events)) == pytest.approx(0.01, abs=1e-6 if timed else 2e-3)
    assert link.damage.rows == len(found)


def test_the_greeting_says_what_was_told() -> None:
    (hello,) = (one for one in heard(nothing)[0] if isinstance(one, Hello))
    assert (hello.board, hello.board_id, hello.channels) == ("lines", "lines-x", ("c0", "c1"))
    assert (hello.rate_hz, hello.bits, hello.layout) == (100.0, 10, "lines")


@pytest.mark.parametrize("timed", [True, False])
def test_damaged_lines_are_counted_by_kind_and_lost_where_they_were(timed: bool) -> None:
    def harm(lines: list[str]) -> None:
        lines[300] = "30"
        lines[320] += ",7"
        lines[340] = "\xff\xfe\x01"
        lines[360] = lines[360].rpartition(",")[0] + ",nan"
        lines[380] = lines[380].rpartition(",")[0] + ",99999"

    events, tally, link = heard(harm, timed=timed)
    assert tally.lost_frames == 5
    found = {kind: n for kind, n in link.damage.to_json().items() if n}
    assert found == {"torn": 1, "columns": 1, "garbage": 1, "not_finite": 1, "absurd": 1}
    breaks = [one for one in events if isinstance(one, Break)]
    assert [(one.kind, one.frames) for one in breaks] == [("lost", 1)] * 5
    assert np.diff(times_s(events)).max() == pytest.approx(0.02, abs=2e-3)


def test_times_that_repeat_or_fall_back_are_counted_and_not_used() -> None:
    def harm(lines: list[str]) -> None:
        lines[300] = "2990,7,7"
        lines[320] = "11,7,7"

    events, tally, link = heard(harm)
    damage = link.damage.to_json()
    assert (damage["time_repeated"], damage["time_back"], tally.restarts) == (1, 1, 0)
    assert not (counts(events) == [7, 7]).all(axis=1).any()


@pytest.mark.parametrize("timed", [True, False])
def test_a_reset_with_its_banner_is_one_restart_and_the_stream_goes_on(timed: bool) -> None:
    boots_s = 1.5
    port = ScriptedPort(
        even(rows(400, timed=timed))
        + even(["", "My insole v1.2", "sensors ok"], 50.0, 4.0 + boots_s)
        + even(rows(400, timed=timed), start_s=4.1 + boots_s)
    )
    link = LineLink(port, ASKED, now=port.now)  # type: ignore[arg-type]
    events, tally = streamed(link, port, 6.0)
    assert tally.restarts == 1
    assert tally.lost_frames == 0
    assert link.damage.resets == 1
    assert [one.text for one in events if isinstance(one, BoardLog)] == ["My insole v1.2", "sensors ok"]
    steps = np.diff(times_s(events))
    assert steps.max() == pytest.approx(1.0, abs=0.02)
    assert np.sort(steps)[-2] == pytest.approx(0.01, abs=3e-3)


def test_values_beyond_the_range_end_the_stream_with_the_option_that_mends_it() -> None:
    def harm(lines: list[str]) -> None:
        lines[400:] = [f"{10 * k},{k % 7},{1500 + k}" for k in range(400, 800)]

    with pytest.raises(ProtocolMismatch) as refused:
        heard(harm)
    assert "'c1' reads 19" in str(refused.value)
    assert "not 0 to 1023" in str(refused.value)
    assert "taken for those of 10 bits; say the converter's with --bits" in str(refused.value)
    link, port = opened([f"{10 * k},{k % 7},{1500 + k}" for k in range(800)], Asked("lines-x", bits=12))
    assert streamed(link, port, 2.0)[1].lost_frames == 0


def test_what_only_a_rig_can_do_is_refused_and_nothing_is_sent_to_the_board() -> None:
    link, port = opened(rows(800))
    rig = RigLink(link)
    assert rig.settings() is None
    assert rig.self_test() is None
    link.send("ping 7")
    link.wake()
    assert not hasattr(port, "sent")
    link.send("dance")
    (event,) = WireDecoder().feed(link.read())
    assert isinstance(event, BoardError)
    assert event.text == "a board that prints lines knows no dance"


def test_a_board_whose_lines_can_not_be_used_is_closed_again() -> None:
    port = ScriptedPort([])
    with pytest.raises(ProtocolMismatch):
        LineLink(port, ASKED, now=port.now)  # type: ignore[arg-type]
    assert port.closed


def test_a_lost_board_is_the_same_again_if_it_prints_the_same() -> None:
    link, port = opened(rows(800))
    streamed(link, port, 1.0)
    link.damage.count("torn")
    new = ScriptedPort(even(rows(300)))
    again = link.again(new)  # type: ignore[arg-type]
    assert RigLink(again).hello == RigLink(link).hello
    assert again.damage is link.damage
    silent = ScriptedPort(even(["1,2,3,4,5"] * 300))
    link._now = silent.now
    with pytest.raises(RigSilent, match="no line as before"):
        link.again(silent)  # type: ignore[arg-type]
    assert silent.closed


HARM = st.tuples(
    st.floats(0.0, 0.999),
    st.sampled_from(["cut", "junk", "flip", "again", "text"]),
    st.integers(1, 60),
)


@settings(max_examples=40)
@given(harm=st.lists(HARM, max_size=25), timed=st.booleans(), size=st.integers(1, 300), seed=st.integers(0, 999))
def test_whatever_happens_to_the_bytes_times_rise_and_nothing_but_one_line_is_raised(
    harm: list[tuple[float, str, int]], timed: bool, size: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    data = bytearray("".join(line + "\r\n" for line in rows(600, timed=timed)).encode())
    for share, what, n in harm:
        at = int(share * len(data))
        if what == "cut":
            del data[at : at + n]
        elif what == "flip":
            data[at] ^= n
        else:
            junk = {
                "junk": rng.bytes(n),
                "again": bytes(data[max(0, at - 5 * n) : at]),
                "text": b"1e999\r\nnan,-\r\nhi\r\n",
            }
            data[at:at] = junk[what]
    port = ScriptedPort([(at * 6.0 / len(data), bytes(data[at : at + size])) for at in range(0, len(data), size)])
    said = ""
    try:
        link = LineLink(port, ASKED, now=port.now)  # type: ignore[arg-type]
        events, tally = streamed(link, port, 4.0)
    except RigError as refused:
        said = str(refused)
    if said:
        assert "\n" not in said
        return
    assert tally.bad_frames == 0
    unused = sum(link.damage.to_json()[kind] for kind in ("time_repeated", "time_back"))
    assert 0 <= link.damage.rows - unused - tally.scans <= 1  # one may be held at the end
    if tally.scans:
        assert np.diff(times_s(events)).min(initial=1.0) > 0.0
