"""Which silicone the layer may be poured of: by how far a thumb sinks into it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from making.errors import GeometryError
from making.foot import Sole
from making.layer import centre_indentation_mm, indentation_mm
from making.measures import GEOMETRY, read_measures
from making.polygon import area_mm2


@dataclass(frozen=True)
class Silicone:
    """A silicone under the press of ``silicone.toml``; ``part`` is its mean sinking by the layer's thickness."""

    name: str
    maker: str
    shore: str
    use: str
    modulus_mpa: float
    density_g_cm3: float
    sinks_mm: float
    deepest_mm: float
    part: float


def silicones(layer_mm: float, folder: Path = GEOMETRY) -> list[Silicone]:
    """Every silicone of the table under its press.

    Raises
    ------
    GeometryError
        When one that is chosen or allowed sinks too far, or one that is refused would do.
    """
    table = read_measures("silicone", folder)
    force, radius, most = (table["press", key] for key in ("force_n", "radius_mm", "most_part"))
    found = []
    for row in table.raw["silicone"]:
        modulus = 3.0 * row["stress_100_mpa"] / 1.75
        sinks = indentation_mm(force, radius, layer_mm, modulus)
        deepest = centre_indentation_mm(force, radius, layer_mm, modulus)
        one = Silicone(
            row["name"], row["maker"], row["shore"], row["use"], modulus, row["density_g_cm3"], sinks, deepest,
            sinks / layer_mm,
        )  # fmt: skip
        if (one.part > most) != (one.use == "refused"):
            raise GeometryError(
                f"silicone.toml: {one.name} is '{one.use}', and sinks by {100 * one.part:.0f} % of {layer_mm:g} mm "
                f"under {force:g} N, the limit is {100 * most:.0f} %; choose a Shore A 10 to 20, or mend its use"
            )
        found.append(one)
    return found


def chosen(layer_mm: float) -> Silicone:
    """The silicone of the parts list."""
    return next(one for one in silicones(layer_mm) if one.use == "chosen")


def pour_g(sole: Sole, layer_mm: float) -> float:
    """Grams that a layer of a sole needs, without what stays in the cup."""
    return area_mm2(sole.outline()) * layer_mm * chosen(layer_mm).density_g_cm3 / 1000.0
