"""The design study as a page with plots: ``hardware/study.md`` and its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from making.bom import MOST_USD
from making.measures import HARDWARE
from making.study import APART_MM, FORCE_N, GAIN_ERROR, NOISE_N, Design, Result
from thumbwalk.validate.svg import BLACK, BLUE, GREEN, GREY, ORANGE, PALE, Picture

_HEAD = """# Design study

Which rig for whom, and why: every design below is pressed with {force:g} N at 240 places, and with two thumbs.
**Everything on this page is simulated**; nothing has been built. `make hardware-study` renews it.

- Tiles have a gain error of {gain:g} % and noise of {noise:g} N. plate4's cells drift by 0.05 N and are calibrated with
  one weight at five places.
- *Boussinesq* is a half-space, the model that the host's fit begins with; *bonded* is an incompressible layer that
  sticks to its tiles, which is what is built.
- *Place, host* is by the host's own fit by a half-space's law, as of a rig whose layout does not say better; it is
  told {effective:g} % of a bonded layer's thickness, which comes nearest. *Place* and *force* are by a fit that knows
  the layer as built.
- *Tipping* lets a tile's rim take the part of the force that its lever gives it: a worst case, without the skin that
  holds. *Flexures* let no rim land.
- Two thumbs of {force:g} N each, {near:g} and {far:g} mm apart: how often the second is *seen*, and how often both
  are *right* within 10 mm, by the host's touch stage. plate4 has one centre of pressure, and never sees two.
- Prices are of the parts list, unverified.

| design | place, host, RMS | place RMS | place p90 | force RMS | seen | right | price |
|---|---|---|---|---|---|---|---|
"""


def table(results: Sequence[Result]) -> str:
    """The rows of the page."""
    rows = []
    for r in results:
        two = ("never", "never") if not r.design.tiles else (_shares(r.seen), _shares(r.right))
        rows.append(
            f"| {r.design.name} | {r.host_rms_mm:.1f} mm | {r.place_rms_mm:.1f} mm | {r.place_p90_mm:.1f} mm | "
            f"{r.force_rms_percent:.1f} % | {two[0]} | {two[1]} | {r.price_usd:.0f} dollars |"
        )
    return "\n".join(rows) + "\n"


def _shares(pair: tuple[float, float]) -> str:
    return " / ".join(f"{100 * one:.0f} %" for one in pair)


def choice(results: Sequence[Result]) -> str:
    """What follows: worked out from the figures, not written beside them."""
    by = {result.design: result for result in results}
    plate4 = results[0]
    built = by[Design(16, 10.0, bonded=True, tips=False)]
    tipping = by[Design(16, 10.0, bonded=True, tips=True)]
    thick = by[Design(16, 15.0, bonded=True, tips=False)]
    more = by[Design(25, 10.0, bonded=True, tips=False)]
    return f"""
## What follows

- **Begin with plate4.** It finds one thumb to {plate4.place_rms_mm:.1f} mm and its force to
  {plate4.force_rms_percent:.1f} %, for {plate4.price_usd:.0f} dollars, calibrated in minutes. It sees one contact.
- **Build the mosaic for two hands and a map.** As built (bonded, 10 mm, flexures) it finds a thumb to
  {built.place_rms_mm:.1f} mm and its force to {built.force_rms_percent:.1f} %, and sees a second thumb
  {APART_MM[1]:g} mm away {100 * built.seen[1]:.0f} times of 100.
- **Tiles need flexures.** In the worst case a tile that tips costs {tipping.place_rms_mm:.0f} mm and
  {tipping.force_rms_percent:.0f} % of the force.
- **A layout of your own has to say that the layer is bonded** (`layer_law`): by a half-space's law the fit finds
  that thumb to {built.host_rms_mm:.1f} mm only. Of a rig on the built-in layout the host knows it.
- **A layer of 10 mm for now, 15 mm next**: 15 mm would find the thumb to {thick.place_rms_mm:.1f} mm and its force to
  {thick.force_rms_percent:.1f} %, for half as much silicone more. The layout says 10 mm, and host and virtual rig were
  judged with that; `layer_mm` in the layout is the one number to change, and mould and guide follow.
- **16 tiles, not 25**: 25 are better in everything ({more.place_rms_mm:.1f} mm, two thumbs {APART_MM[0]:g} mm apart
  seen {100 * more.seen[0]:.0f} times of 100 in place of {100 * built.seen[0]:.0f}), but cost
  {more.price_usd:.0f} dollars where a mosaic may cost {MOST_USD["mosaic"]:.0f}, and need a second multiplexer.
- **Both together** is for whoever wants the map and the truth: the plate gives the whole force and its place, the
  tiles say how it is shared out.

![Place](pictures/study_place.svg)

![Force](pictures/study_force.svg)

![Two thumbs](pictures/study_two.svg)

![Price](pictures/study_price.svg)
"""


def page(results: Sequence[Result], effective: float) -> str:
    """The whole page."""
    head = _HEAD.format(
        force=FORCE_N,
        gain=100 * GAIN_ERROR,
        noise=NOISE_N,
        effective=100 * effective,
        near=APART_MM[0],
        far=APART_MM[1],
    )
    return head + table(results) + choice(results)


def bars(results: Sequence[Result], title: str, unit: str, values: Sequence[float], most: float) -> str:
    """A picture of one figure: a bar a design; what goes beyond the scale says its value."""
    row, left, width = 22.0, 250.0, 380.0
    picture = Picture(left + width + 90, 64 + row * len(results), title)
    picture.text(12, 22, title, bold=True, size=14)
    picture.text(12, 40, unit if "dollars" in unit else f"{unit}; simulated", colour=GREY, size=11)
    for index, (result, value) in enumerate(zip(results, values, strict=True)):
        y = 54 + row * index
        colour = GREEN if not result.design.tiles else ORANGE if result.design.tips else BLUE
        long = width * min(value / most, 1.0)
        picture.text(left - 8, y + 13, result.design.name, anchor="end", size=11)
        picture.rect(left, y + 2, max(long, 0.5), row - 6, fill=colour)
        picture.text(left + long + 6, y + 13, f"{value:.1f}" + (" (beyond)" if value > most else ""), size=11)
    picture.line(left, 50, left, 54 + row * len(results), colour=BLACK)
    picture.line(left + width, 50, left + width, 54 + row * len(results), colour=PALE)
    return picture.to_text()


def write_report(results: Sequence[Result], effective: float, folder: Path = HARDWARE) -> None:
    """Write page and pictures."""
    (folder / "study.md").write_text(page(results, effective), encoding="utf-8")
    pictures = folder / "pictures"
    tiles = [result for result in results if result.design.tiles]
    drawn = {
        "study_place": bars(results, "Place of one thumb", "mm RMS", [r.place_rms_mm for r in results], 8.0),
        "study_force": bars(results, "Force of one thumb", "% RMS", [r.force_rms_percent for r in results], 25.0),
        "study_price": bars(results, "Price", "dollars, unverified", [r.price_usd for r in results], 130.0),
        "study_two": bars(
            tiles, f"Two thumbs {APART_MM[0]:g} mm apart", "% seen", [100 * r.seen[0] for r in tiles], 100.0
        ),
    }
    for name, text in drawn.items():
        (pictures / f"{name}.svg").write_text(text, encoding="utf-8")
