"""The part of the page about rigs that somebody built: what their own checks said, beside the virtual one's."""

from __future__ import annotations

from collections.abc import Sequence

from thumbwalk.trueness.check_bundle import RigCheck
from thumbwalk.validate.markdown import table

_HOW = """Whoever builds one checks it in ten minutes (`thumbwalk check-rig`): three weights on four marks of a printed
grid, a thumb's walk along a line, a hold against a scale. What they share is tabulated here by `thumbwalk validate
--rigs DIR`."""


def rigs_section(checks: Sequence[RigCheck]) -> str:
    """The section; without a single real rig it says so."""
    n_real = sum(one.is_real for one in checks)
    count = f"{n_real} real rig{'' if n_real == 1 else 's'}"
    rows = [
        [
            f"{'a real' if one.is_real else 'the virtual'} {one.layout}",
            "yes" if one.is_calibrated else "no",
            str(one.weights),
            *(_figure(value, unit) for value, unit in _figures(one)),
        ]
        for one in sorted(checks, key=lambda one: (one.layout, one.is_real))
    ]
    header = ["rig", "calibrated", "weights", "force, RMS", "place, RMS", "walk beside its line, RMS", "hold"]
    shown = f"\n\n{table(header, rows)}" if rows else ""
    return f"## Real rigs\n\n{count}. Every rig elsewhere on this page is a virtual one.\n\n{_HOW}{shown}"


def _figures(one: RigCheck) -> tuple[tuple[float | None, str], ...]:
    return (one.force_percent, " %"), (one.place_mm, " mm"), (one.walk_mm, " mm"), (one.hold_percent, " %")


def _figure(value: float | None, unit: str) -> str:
    return "not done" if value is None else f"{value:.1f}{unit}"
