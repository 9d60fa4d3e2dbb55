"""A board that prints a line of numbers a sample, as an Arduino sketch does: told from its lines, heard as a rig."""
