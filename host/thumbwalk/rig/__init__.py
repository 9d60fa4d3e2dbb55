"""A rig as a whole: opened, fitted to its pad and calibration, listened to, checked."""
