"""What receivers said of these hands, in words, without Qt."""

from __future__ import annotations

from thumbwalk.app.words.days import day_said
from thumbwalk.app.words.pieces import Block, Page
from thumbwalk.language import _
from thumbwalk.learner.entry import Entry
from thumbwalk.learner.history import History

_MOST = 20
"""Words of thanks that are shown, the newest."""


def words_said(history: History) -> list[Entry]:
    """The times that somebody said something of these hands, the newest first."""
    return [one for one in reversed(history.of("guide")) if one.text("word") or _scales(one)]


def newest_word(history: History) -> Page:
    """What was said last; nothing where nobody said anything."""
    said = words_said(history)
    return (Block("heading", _("What they said")), *_said(said[0])) if said else ()


def words_page(history: History) -> Page:
    """All that was said, the newest first."""
    said = words_said(history)
    if not said:
        return (
            Block("heading", _("What they said")),
            Block("title", _("Nothing yet")),
            Block("body", _("Behind a routine on a real foot its owner is asked for comfort and a word: room Give.")),
        )
    return (Block("heading", _("What they said")), *(block for one in said[:_MOST] for block in _said(one)))


def _said(one: Entry) -> Page:
    word = one.text("word")
    who = " · ".join(filter(None, (one.text("receiver"), day_said(one.at), _scales(one))))
    return (*((Block("body", f"“{word}”"),) if word else ()), Block("muted", who))


def _scales(one: Entry) -> str:
    scales = ((_("comfort"), "comfort"), (_("relaxed"), "relaxation"))
    told = [(word, one.number(name, 0.0, 10.0)) for word, name in scales]
    said = ", ".join(f"{word} {value:.0f}" for word, value in told if value is not None)
    return _("{said} of 10").format(said=said) if said else ""
