"""Contacts to strokes and their measures, one file a technique, and recognition of the technique."""
