"""Free practice: what was done where nothing was asked for, and which drill fits it."""
