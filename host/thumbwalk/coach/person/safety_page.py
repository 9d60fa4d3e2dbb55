"""The safety page: what is read once before somebody practises on a person, and the posture before the first hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from thumbwalk.errors import DrillError
from thumbwalk.language import told
from thumbwalk.tomlfile import FileKind, TomlFile

_FILE = FileKind(told("safety page"), DrillError)
_LISTS = ("not_today", "ask_first", "what_it_is", "before")
_TEXTS = ("title", "stop", "hands", "posture")


@dataclass(frozen=True)
class SafetyPage:
    """The words of the page.

    ``not_today`` are reasons to leave it, ``ask_first`` those to ask a clinician about, ``before`` what the receiver is
    asked, ``posture`` what stands before the first hold.
    """

    title: str
    stop: str
    hands: str
    posture: str
    not_today: tuple[str, ...]
    ask_first: tuple[str, ...]
    what_it_is: tuple[str, ...]
    before: tuple[str, ...]

    def lines(self) -> list[str]:
        """The page, a line each."""
        return [
            f"{self.title}",
            told("Not today with: {not_today}.", not_today=", ".join(self.not_today)),
            told("Ask a clinician first: {ask_first}.", ask_first=", ".join(self.ask_first)),
            self.stop,
            self.hands,
            self.posture,
            " ".join(self.what_it_is),
        ]


@cache
def safety_page() -> SafetyPage:
    """The page that comes with the package."""
    file = TomlFile.packaged("safety.toml", _FILE)
    file.known(file.table, (), (*_TEXTS, *_LISTS))
    title, stop, hands, posture = (file.words(file.table, (), key) for key in _TEXTS)
    not_today, ask_first, what_it_is, before = (_texts(file, key) for key in _LISTS)
    file.done()
    return SafetyPage(title, stop, hands, posture, not_today, ask_first, what_it_is, before)


def _texts(file: TomlFile, key: str) -> tuple[str, ...]:
    values = file.table.get(key)
    if not isinstance(values, list) or not values or not all(isinstance(one, str) and one for one in values):
        file.fault((), key, values, told("must be a list of texts"))
        return ()
    return tuple(values)
