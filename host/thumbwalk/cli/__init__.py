"""The one command, ``thumbwalk``: reads arguments, calls the rooms, prints. Nothing imports it."""
