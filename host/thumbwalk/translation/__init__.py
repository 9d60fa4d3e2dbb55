"""Translations of the window: read from a file that anybody can write, or made up by rule to try the window with."""
