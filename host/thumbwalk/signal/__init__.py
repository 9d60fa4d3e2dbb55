"""Counts to newtons: calibration, tare, the even time grid, filters and sensor health."""
