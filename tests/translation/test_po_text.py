"""A .po file is read as translators' tools write it, and refused by its line where it is none."""

from __future__ import annotations

import io

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from hypothesis import given, settings
from hypothesis import strategies as st

from thumbwalk.errors import LanguageError
from thumbwalk.translation.po_text import read_po_text

WRITTEN = r"""# A translator's remark
msgid ""
msgstr "Language: de\n"

#: thumbwalk/app/words/moment.py
#, fuzzy
msgid "Rest"
msgstr "Pause?"

msgid ""
"Say \"when\"\t"
"and stop."
msgstr "Sag \\ \"wann\"."

msgid "{n} set"
msgid_plural "{n} sets"
msgstr[0] "{n} Satz"
msgstr[1] "{n} Sätze"
#~ msgid "gone"
#~ msgstr "weg"
"""


def test_what_tools_write_is_read() -> None:
    po = read_po_text(WRITTEN, "de.po")
    rest, said, sets = po.messages
    assert po.header == {"Language": "de"}
    assert (rest.english, rest.is_done, rest.line) == ("Rest", False, 7)
    assert (said.english, said.forms[0]) == ('Say "when"\tand stop.', 'Sag \\ "wann".')
    assert (sets.english, sets.many, sets.forms) == ("{n} set", "{n} sets", {0: "{n} Satz", 1: "{n} Sätze"})
    assert [one.is_done for one in (said, sets)] == [True, True]


@pytest.mark.parametrize("line", ["msgstr Pause", "hello", 'msgid "open', '"nobody asked"', "\x00", 'msgstr "a"'])
def test_a_line_that_is_none_is_told_by_its_number(line: str) -> None:
    with pytest.raises(LanguageError, match=r"de\.po:1: .* is no line of a \.po file"):
        read_po_text(f"{line}\n", "de.po")


@settings(max_examples=25)
@given(st.dictionaries(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40), max_size=5))
def test_whatever_babel_writes_comes_back(sentences: dict[str, str]) -> None:
    sentences = {key: value for key, value in sentences.items() if key.isprintable() and value.isprintable()}
    catalog, out = Catalog(), io.BytesIO()
    for english, said in sentences.items():
        catalog.add(english, said)
    write_po(out, catalog, omit_header=True)
    found = {one.english: one.forms[0] for one in read_po_text(out.getvalue().decode("utf-8"), "any.po").messages}
    assert found == sentences
