"""Drills: read from files, kept in recordings, followed through a stream."""
