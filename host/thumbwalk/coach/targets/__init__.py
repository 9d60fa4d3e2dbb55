"""What is asked for: bands, caps and places, as data."""
