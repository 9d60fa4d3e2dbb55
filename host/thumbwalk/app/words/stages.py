"""How far a practice is, and what can be asked for then, without Qt: the same on keys, in the footer and on buttons."""

from __future__ import annotations

from functools import partial
from typing import Literal

from thumbwalk.app.actions import Actions, Offer
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.variant import has_bites, has_pace, is_bite_by_bite, is_half
from thumbwalk.language import _
from thumbwalk.session.screen.snapshot import Snapshot

Stage = Literal["free", "freely", "ready", "live", "paused", "lost", "guess", "result"]
"""Without a drill, and that recorded; before a drill, in it, in a pause, with its rig gone, while a
force is asked for that was to be guessed, and behind it."""


def stage_of(snapshot: Snapshot, *, recorded: bool = False, asks: bool = False) -> Stage:
    """The stage of a moment; ``recorded`` is whether what is done without a drill is kept.

    ``asks`` is whether a force is asked for that was to be guessed.
    """
    state = snapshot.drill
    if asks and (snapshot.result is not None or snapshot.stream.connected):
        return "guess"
    if snapshot.result is not None and state is not None:
        return "result"
    if state is None:
        return "freely" if recorded else "free"
    if state.stand == "ready":
        return "ready"
    if not snapshot.stream.connected:
        return "lost"
    return "paused" if state.stand == "paused" else "live"


def offered(
    stage: Stage, ask: Actions, index: int, drill: Drill | None = None, *, flawless: bool = False
) -> tuple[Offer, ...]:
    """What can be asked for, in the order in which it is shown; ``index`` is the set that is done or looked at.

    Before a ``drill`` there are the other ways to do it, as far as it has a pace or bites. Behind a ``flawless`` one
    there is nothing to repeat: it goes on.

    What nobody does is not offered. ``plate`` names a button, of which the ``advised`` one is filled.
    """
    this_set = None if ask.this_set is None else partial(ask.this_set, index)
    leaves = ask.back or ask.close
    away = Offer("Esc", _("back") if ask.back is not None else _("closes"), leaves)
    ends = Offer("Esc", _("end and keep"), ask.end, _("End and keep"), icon="stop")
    again = Offer("S", _("this set again"), this_set)
    rows: dict[Stage, tuple[Offer, ...]] = {
        "free": (Offer("Space", _("start"), ask.start, _("Start"), advised=True, icon="play"), away),
        "freely": (
            Offer("Space", _("end and sum up"), ask.end, _("End and sum up"), icon="stop"),
            ends.without_plate(),
        ),
        "ready": (
            Offer("N", _("next"), ask.next),
            *(() if drill is None else _ways(drill, ask)),
            Offer("Space", _("start"), ask.start, _("Start"), advised=True, icon="play"),
            away,
        ),
        "live": (Offer("Space", _("pause"), ask.pause), again, Offer("N", _("next"), ask.next), ends.without_plate()),
        # in the order of "live": who clicks twice must not hit another thing
        "paused": (
            Offer("Space", _("go on"), ask.resume, _("Go on"), advised=True, icon="play"),
            again,
            Offer("N", _("next"), ask.next),
            ends,
        ),
        "lost": (ends,),
        "guess": (),
        "result": (
            Offer("R", _("again"), ask.repeat, _("Again"), icon="again"),
            Offer("S", _("this set"), this_set, _("This set"), advised=not flawless, icon="set"),
            Offer("N", _("next"), ask.next, _("Next"), advised=flawless, icon="next"),
            Offer("W", _("watch"), ask.watch, _("Watch"), icon="watch"),
            away,
        ),
    }
    shown = [one for one in rows[stage] if one.act is not None]
    if stage in ("freely", "live", "paused", "lost") and ask.end is None:
        shown.append(away)
    return tuple(one for one in (*shown, Offer("?", _("keys"), ask.help)) if one.act is not None)


def _ways(drill: Drill, ask: Actions) -> tuple[Offer, ...]:
    """The other ways to do a drill."""
    tempo = _("full tempo") if is_half(drill) else _("half tempo")
    bites = _("by the clock") if is_bite_by_bite(drill) else _("bite by bite")
    return (
        Offer("D", _("show me"), ask.show),
        *((Offer("B", bites, ask.bites, _capital(bites)),) if has_bites(drill) or is_bite_by_bite(drill) else ()),
        *((Offer("H", tempo, ask.tempo, _capital(tempo)),) if has_pace(drill) else ()),
    )


def _capital(words: str) -> str:
    """Words as a button says them."""
    return words[:1].upper() + words[1:]
