"""The areas that rooms of the window are put together from."""
