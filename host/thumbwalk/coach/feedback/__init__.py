"""What a teacher says of a score: what went well, one thing to try, and the drill for it."""
