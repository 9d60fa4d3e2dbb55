"""What a screen is given of a session."""
