"""Damage is counted by kind and said in one line, which names no kind that did not happen."""

from __future__ import annotations

from thumbwalk.sketch.damage import Damage


def test_nothing_wrong_is_nothing_to_say() -> None:
    damage = Damage()
    damage.rows = 10
    assert damage.said() is None
    assert set(damage.to_json().values()) == {0}


def test_each_kind_is_counted_and_named() -> None:
    damage = Damage()
    damage.rows = 7
    for kind in ("torn", "torn", "garbage"):
        damage.count(kind)
    said = damage.said()
    assert said is not None
    assert said.startswith("3 lines were not used of 10: 2 torn (a part is missing), 1 with bytes that are no text; ")
    assert "finite" not in said
    assert damage.to_json()["torn"] == 2
