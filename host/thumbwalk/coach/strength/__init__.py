"""Strong hands and tired hands: tests of strength, and how much a hand may do in a day."""
