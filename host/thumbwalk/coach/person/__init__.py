"""From the rig to a person: the safety page, the force that a receiver likes, the routine on a real foot."""
