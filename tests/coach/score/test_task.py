"""What a set asked for: its places and ways, one a hand, and whether any are to be covered."""

from __future__ import annotations

import numpy as np

from thumbwalk.coach.score.task import ANYWHERE, Task

WAY = np.array([[60.0, 50.0], [160.0, 50.0]])


def test_each_hand_has_a_place_or_a_way_of_its_own() -> None:
    assert Task(target_mm=(1.0, 2.0)).targets_mm == ((1.0, 2.0),)
    assert Task(target_mm=(1.0, 2.0), second_mm=(3.0, 4.0)).targets_mm == ((1.0, 2.0), (3.0, 4.0))
    both = Task(path_mm=WAY, second_path_mm=WAY[::-1]).paths_mm
    assert [way[0, 0] for way in both] == [60.0, 160.0]
    assert (ANYWHERE.targets_mm, ANYWHERE.paths_mm) == ((), ())


def test_a_zone_or_a_way_is_covered_and_a_point_is_not() -> None:
    assert Task(zone="heel").is_covered
    assert Task(path_mm=WAY).is_covered
    assert not Task(target_mm=(1.0, 2.0)).is_covered
