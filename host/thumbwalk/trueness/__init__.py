"""How true a rig's force and place are, by weights on a marked grid; and how well a score goes with teachers' marks."""
