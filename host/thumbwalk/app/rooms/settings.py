"""The settings: what can be changed on the left, as it will look on the right; every change is kept at once."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLocale, Qt

from thumbwalk.app import theme as themes
from thumbwalk.app.actions import Act, Offer
from thumbwalk.app.desk import Desk
from thumbwalk.app.panes.choice_list import ChoiceList
from thumbwalk.app.panes.field import Line
from thumbwalk.app.panes.status import CoachPane
from thumbwalk.app.panes.text_page import PagePane
from thumbwalk.app.resting import Grid, RestingRoom, field_style
from thumbwalk.app.theme import LIGHT, Theme
from thumbwalk.app.words.choices import CHOICES, language_choice, sound_said
from thumbwalk.app.words.doors import SETTINGS, Go
from thumbwalk.app.words.moment import CoachText
from thumbwalk.app.words.pieces import Block
from thumbwalk.coach.feedback.amounts import force_span, shown_force
from thumbwalk.language import _, capital

_EDGES = (0.25, 0.68)


class SettingsRoom(RestingRoom):
    """What is remembered."""

    name = SETTINGS

    def __init__(self, desk: Desk, go: Go) -> None:
        super().__init__(desk, go)
        self.who = PagePane(self.widget, LIGHT)
        self.about = PagePane(self.widget, LIGHT)
        self.learner = Line(desk.preferences.learner, self.widget)
        self.learner.setAccessibleName(_("Learner's name"))
        self.learner.setMaxLength(40)
        self.learner.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.learner.editingFinished.connect(self._named)
        codes = tuple(dict.fromkeys((*desk.tongues.codes(), desk.preferences.language)))
        self.rows = (*CHOICES, language_choice(codes, tuple(map(_called, codes))))
        self.choices = ChoiceList(self.widget, LIGHT, self.rows, self._set)
        self.sample = CoachPane(self.widget, LIGHT)
        self.looks = PagePane(self.widget, LIGHT)
        self.panes += [self.who, self.about, self.choices, self.sample, self.looks]

    def offers(self) -> tuple[Offer, ...]:
        """Choose and change."""
        return (Offer("↑ ↓", _("choose"), None), Offer("← →", _("change"), None), *super().offers())

    def keys(self) -> Mapping[Qt.Key, Act]:
        """The arrows."""
        return {
            Qt.Key.Key_Up: lambda: self.choices.step(-1),
            Qt.Key.Key_Down: lambda: self.choices.step(1),
            Qt.Key.Key_Left: lambda: self._change(-1),
            Qt.Key.Key_Right: lambda: self._change(1),
        }

    def restyle(self, theme: Theme, unit: float) -> None:
        """Colour the name's field, which Qt draws itself, as well."""
        super().restyle(theme, unit)
        self.learner.setFont(themes.font(16 * unit))
        self.learner.setStyleSheet(field_style(theme, unit))

    def tell(self) -> None:
        """Show what is in force, and how it looks."""
        now = self.desk.preferences
        self.choices.show_values(now)
        aim = _("aim {force}").format(force=_(force_span((8.0, 20.0), now.unit)))
        force = f"{shown_force(6.4, now.unit)} {now.unit}"
        self.sample.show_text(CoachText(_("Deeper"), "up", "caution", force, aim, _("Knead the heel")))
        trouble = (Block("warning", _(self.desk.trouble)),) if self.desk.trouble else ()
        self.who.show_text((Block("heading", _("Learner")),))
        said = sound_said(now, self.desk.why_silent())
        sound = (Block("heading", _("Sound")), Block("muted", said)) if said else ()
        about = (
            Block("muted", _("Whose hands they are: scores and bests are kept by this name.")),
            Block("rule"),
            Block("body", _("Every change is kept at once, in settings.toml.")),
        )
        self.about.show_text((*about, *trouble, *sound))
        self.looks.show_text((Block("heading", _("As it will look")),))

    def lay(self, wide: int, high: int) -> None:
        """Learner, choices, sample."""
        grid, unit = Grid.of(wide, high, self.unit, _EDGES), self.unit
        field = round(44 * unit)
        left = grid.left
        head = round(30 * unit)
        self.who.setGeometry(left.left(), left.top(), left.width(), head)
        self.learner.setGeometry(left.left(), left.top() + head, left.width(), field)
        self.about.setGeometry(left.adjusted(0, head + field + round(12 * unit), 0, 0))
        self.choices.setGeometry(grid.middle)
        right = grid.right
        self.looks.setGeometry(right.left(), right.top(), right.width(), head)
        self.sample.setGeometry(right.left(), right.top() + head, right.width(), right.height() - head)

    def _change(self, by: int) -> None:
        choice = self.rows[self.choices.chosen]
        self._set(self.choices.chosen, choice.at(self.desk.preferences) + by)

    def _set(self, row: int, value: int) -> None:
        choice = self.rows[row]
        value = min(max(value, 0), len(choice.values) - 1)
        self.choices.chosen = row
        self.desk.change(**{choice.key: choice.values[value]})
        self.tell()

    def _named(self) -> None:
        name = self.learner.text().strip()
        if name:
            self.desk.change(learner=name)
        else:
            self.learner.setText(self.desk.preferences.learner)


def _called(code: str) -> str:
    """What a language calls itself, in few letters; its code where nobody knows it, or it is one of a country's."""
    locale = QLocale(code)
    name = locale.nativeLanguageName()
    known = locale.language() not in (QLocale.Language.C, QLocale.Language.AnyLanguage) and "-" not in code
    return capital("English" if code == "en" else name) if known and name else code
