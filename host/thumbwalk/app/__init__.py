"""Everything Qt. It imports the rest of the package, and nothing imports it."""
