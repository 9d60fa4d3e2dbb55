"""The plate on four load cells that this firmware can read: which is where, and what the plans' cells are like.

hardware/pins.toml has their pins. What a cell really gives is calibrated by the host; the nominal figures tell it, and
the self-test, what can not be.
"""

NAMES = ("heel_medial", "heel_lateral", "toe_medial", "toe_lateral")
CONVERTER = "HX711"
BITS = 24
GAIN = 128
RATING_N = 49  # a bar of 5 kg
MV_PER_V = 1
