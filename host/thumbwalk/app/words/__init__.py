"""What the screen says, without Qt."""
