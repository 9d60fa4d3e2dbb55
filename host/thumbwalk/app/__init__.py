"""Everything Qt and pyqtgraph. It imports the rest of the package, and nothing imports it but the command line."""
