"""The foot that this firmware reads unless told otherwise: its channels in the order of the layout's columns."""

LAYOUT = "sole16"
CHANNELS = (
    "hallux",
    "toes_2_3",
    "toes_4_5",
    "mth1",
    "mth2",
    "mth3",
    "mth4",
    "mth5",
    "arch_medial_anterior",
    "forefoot_central",
    "met5_base",
    "arch_medial_mid",
    "midfoot_central",
    "heel_anterior",
    "heel_medial",
    "heel_lateral",
)
BITS = 12
DIVIDER_OHM = 3300


def names(n_channels):
    """Names of so many channels: the foot's own, or those of the multiplexers' inputs where it is another pad."""
    return CHANNELS if n_channels == len(CHANNELS) else tuple(["c%d" % i for i in range(n_channels)])
