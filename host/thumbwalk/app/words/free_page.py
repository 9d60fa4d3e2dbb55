"""Free practice summed up, for the window, without Qt."""

from __future__ import annotations

from thumbwalk.app.words.ladder import clock
from thumbwalk.app.words.rows import Block, Page
from thumbwalk.coach.free.summary import FreeSummary, TechniqueDone


def free_page(done: FreeSummary | None, *, practising: bool) -> Page:
    """The left column below the technique: what is going on, or what was done."""
    if practising:
        return (Block("body", "It is recorded. Space ends it and sums it up."),)
    if done is None:
        return (Block("muted", "Nothing is scored. Start records it, names what you do and sums it up."),)
    head = (
        Block("heading", "What you did"),
        Block("pair", "Time", clock(done.duration_s)),
        Block("pair", "In touch", clock(done.touched_s)),
    )
    if not done.techniques:
        what = "Nothing was recognised." if done.touched_s > 0.0 else "Nobody touched the foot."
        return (*head, Block("body", what))
    covered = () if done.covered is None else (Block("pair", "Of the sole", f"{100 * done.covered:.0f} %"),)
    drill = () if done.drill is None else (Block("muted", f"Next: {done.drill.name}, as {done.drill.why}."),)
    return (*head, *covered, Block("rule"), *(_technique(one) for one in done.techniques), Block("rule"), *drill)


def _technique(one: TechniqueDone) -> Block:
    even = "" if one.evenness is None else f", evenness {one.evenness:.0f}"
    force = "" if one.force_n is None else f", {one.force_n:.1f}\u00a0N"
    return Block("pair", f"{one.technique.capitalize()}{force}{even}", clock(one.seconds))
