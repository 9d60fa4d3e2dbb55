"""What stays: recordings, pad tables, export, and the live session that ties a link to the chain."""
