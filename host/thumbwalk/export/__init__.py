"""What a session becomes for other programs: a table of formats, a file a format."""
