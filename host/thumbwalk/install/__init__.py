"""The firmware's way onto a board: what is copied, over which wire, and in which order."""
