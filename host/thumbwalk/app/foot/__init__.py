"""The foot: where it lies on the screen, what is drawn of it, and the mouse as a hand on it."""
