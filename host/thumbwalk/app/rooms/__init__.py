"""The rooms of the window, one at a time on the screen."""
