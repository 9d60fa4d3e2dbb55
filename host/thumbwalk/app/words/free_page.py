"""Free practice beside the foot: that it is recorded, or what was done in it, without Qt."""

from __future__ import annotations

from thumbwalk.app.words.free_card import free_card
from thumbwalk.app.words.pieces import Block, Page
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.free.said import found
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.language import _


def free_page(done: FreeSummary | None, *, practising: bool) -> Page:
    """The left column below the technique: what is going on, or what was done."""
    if practising:
        return (Block("body", _("It is recorded. Space ends it and sums it up.")),)
    if done is None:
        return (Block("muted", _("Nothing is scored. Start records it, names what you do and sums it up.")),)
    card = free_card(done)
    fits = (
        ()
        if done.drill is None
        else (Block("body", _("Next: {name} ({why}).").format(name=_title(done.drill.name), why=_(done.drill.why))),)
    )
    return (
        Block("heading", _("What you did")),
        Block("muted", card.title),
        *(
            Block(
                "pair",
                one.name,
                "" if one.evenness is None else _("evenness {evenness:.0f}").format(evenness=one.evenness),
            )
            for one in card.rows
        ),
        Block("rule"),
        *(Block("muted", _(one)) for one in found(done)),
        *fits,
    )


def _title(name: str) -> str:
    """What a drill is called in the window; one of the learner's own, which is not at hand here, by its name."""
    known = packaged_drills().get(name)
    return name if known is None else _(known.title)
