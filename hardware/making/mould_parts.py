"""The mould's two parts, the fit coupon to print first, and the one-tile test rig."""

from __future__ import annotations

import numpy as np

from making.foot import Sole
from making.measures import Measures
from making.mosaic_parts import PIN_MM, Mosaic, seat_cuts
from making.pockets import Pocket, flexure_size
from making.polygon import circle, half, offset, rectangle
from making.solid import Solid, block, cone, joined, post, prism, tear_rod, without


def mould(sole: Sole, mould: Measures, prints: Measures, *, toes: bool) -> Solid:
    """One half of the ring: a wall with a foot, a step that marks the layer's face, lugs with tongue and groove."""
    wall, c = mould["wall_mm"], prints["clearance_mm"]
    layer = sole.pad.layer_mm or 0.0
    high, split = layer + mould["spare_mm"], mould["split_x_mm"] * sole.scale
    beyond = 20.0 if not toes else -20.0
    outer, foot = (
        half(sole.outline(wall), split, toes=toes),
        half(sole.outline(wall + mould["foot_mm"]), split, toes=toes),
    )
    inner, step = half(sole.outline(), split + beyond, toes=toes), half(sole.outline(0.8), split + beyond, toes=toes)
    solid = joined(
        [
            prism(outer, 0.0, layer, inner),
            prism(outer, layer, high, step),
            prism(foot, 0.0, mould["foot_height_mm"], inner),
        ]
    )
    sign = 1.0 if toes else -1.0
    lugs, cuts, tongues = [], [], []
    flange, tongue = mould["flange_mm"], mould["tongue_mm"]
    for side in (-1, 1):
        y = _side_y(sole, split, side)
        middle = (split + sign * mould["lug_mm"] / 2, y + side * (wall + flange / 2 - 0.6))
        lugs.append(block(middle, mould["lug_mm"], flange, 0.0, high))
        bolt = (middle[1] + side * 2.5, high / 2)
        cuts.append(
            tear_rod((split - sign, *bolt), (split + sign * 10.0, *bolt), prints["screw_m3", "hole_mm"], up=1.0)
        )
        key = (split, y + side * (wall + 3.0))
        if toes:
            cuts.append(block(key, 2 * tongue + 2 * c, tongue + 2 * c, 0.0, high))
        else:
            tongues.append(block(key, 2 * tongue - 2 * c, tongue, 0.0, high))
    # Lugs grow out of the wall only: nothing of them may stand inside the ring.
    keep_out = prism(sole.outline(), 0.0, high)
    return joined([without(joined([solid, *lugs]), [*cuts, keep_out]), *tongues])


def _side_y(sole: Sole, x: float, side: int) -> float:
    """Give y of the outline at x, on its lower (-1) or upper (+1) side."""
    outline = sole.outline()
    near = outline[np.abs(outline[:, 0] - x) < 4.0]
    middle = float(outline[:, 1].mean())
    return float(near[(near[:, 1] - middle) * side > 0][:, 1].mean())


COUPON_LONG_MM, COUPON_WIDE_MM, COUPON_HIGH_MM = 92.0, 34.0, 6.0


def coupon(mosaic: Mosaic, plate4: Measures, *, bridges: bool = True) -> Solid:
    """The plate to print first: every fit of the rig once, and a leaf to flick (left out without ``bridges``)."""
    prints, m = mosaic.prints, mosaic.measures
    c, high = prints["clearance_mm"], COUPON_HIGH_MM
    solid = block((COUPON_LONG_MM / 2, COUPON_WIDE_MM / 2), COUPON_LONG_MM, COUPON_WIDE_MM, 0.0, high)
    y = 9.0
    cuts = [
        post((8.0, y), prints["screw_m3", "hole_mm"], 0, high),
        post((16.0, y), prints["screw_m3", "bite_mm"], 0, high),
        post((23.0, y), prints["screw_m2", "hole_mm"], 0, high),
        post((29.0, y), prints["screw_m2", "bite_mm"], 0, high),
        post((36.0, y), PIN_MM + 2 * c, 0, high),
        tear_rod((-1.0, 20.0, high / 2), (16.0, 20.0, high / 2), prints["dowel", "diameter_mm"] + 2 * c, up=1.0),
        post((48.0, 12.0), m["sensor", "diameter_mm"] + 2 * c, high - 1.0, high),
    ]
    # A bar's two threaded holes at its fixed end, as the base has them, and a slot as wide as the bar.
    hole, pitch = plate4["cell", "fixed_thread_mm"] + 2 * c, plate4["cell", "hole_pitch_mm"]
    cuts += [post((67.0 + off, 8.0), hole, 0, high) for off in (0.0, pitch)]
    cuts.append(block((74.5, 26.0), 40.0, plate4["cell", "breadth_mm"] + 2 * c, high - 2.0, high + 1))
    # The leaf: a bridge across an opening, as a flexure's upper leaves are.
    thick, broad, long = (m["flexure", key] for key in ("leaf_thickness_mm", "leaf_breadth_mm", "leaf_length_mm"))
    cuts.append(block((36.0, 26.0), long, broad + 4.0, 0, high))
    leaf = block((36.0, 26.0), long + 1.0, broad, high - thick, high)
    return joined([without(solid, cuts), leaf]) if bridges else without(solid, cuts)


TEST_LONG_MM = 60.0


def test_rig_pocket(mosaic: Mosaic) -> Pocket:
    """A tile's place in the middle of a block."""
    size, c = flexure_size(mosaic.measures), mosaic.prints["clearance_mm"]
    middle = np.array([TEST_LONG_MM / 2, TEST_LONG_MM / 2])
    frame = rectangle(middle, size.long + 2 * c, size.wide + 2 * c, 0.0)
    return Pocket("test", middle, 0.0, frame, circle(middle, mosaic.measures["sensor", "diameter_mm"] + 2 * c))


def test_rig_block(mosaic: Mosaic) -> Solid:
    """A block with one tile's pocket; the sensor's tail comes out below, so it stands on two strips."""
    middle = np.array([TEST_LONG_MM / 2, TEST_LONG_MM / 2])
    corners = rectangle(middle, TEST_LONG_MM, TEST_LONG_MM, 0.0)
    return without(prism(corners, 0.0, mosaic.z["top"]), seat_cuts(mosaic, test_rig_pocket(mosaic)))


def test_rig_tile(mosaic: Mosaic) -> Solid:
    """A square tile with five dimples: the middle, and 12 mm off along both axes, where the acceptance presses."""
    m, c = mosaic.measures, mosaic.prints["clearance_mm"]
    middle = np.array([TEST_LONG_MM / 2, TEST_LONG_MM / 2])
    low, high = mosaic.z["tile"], mosaic.z["layer"]
    off = m["press", "off_centre_mm"]
    cuts = [
        block(middle, m["flexure", "hub_mm"] + 2 * c, m["flexure", "hub_across_mm"] + 2 * c, low, low + 1.2),
        post(middle, mosaic.prints["screw_m3", "hole_mm"], low, high),
        cone(middle, mosaic.prints["screw_m3", "hole_mm"], mosaic.prints["screw_m3", "head_mm"], high - 1.9, high),
    ]
    steps = ([off, 0.0], [-off, 0.0], [0.0, off], [0.0, -off])
    cuts += [cone(middle + step, 0.4, 3.0, high - 1.5, high) for step in steps]
    square = offset(rectangle(middle, 36.0, 36.0, 0.0), 0.0)
    return without(prism(square, low, high), cuts)
