"""A virtual hand, sole and sensors, read by the real firmware: the rig for when there is no rig."""
