"""A session as a page to read and print: one HTML file that needs nothing else."""
