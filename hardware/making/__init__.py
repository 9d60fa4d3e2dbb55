"""What makes the hardware: geometry to parts, circuit to drawings, one parts list, the guide, and checks of all.

The layout files of ``host/thumbwalk/data/layouts`` and the tables in ``hardware/geometry`` hold every measure that two
things share; what shapes one part alone (a tie's length, a lug) stands beside that part. Modules that need a tool
(build123d, SKiDL, ...) import it inside, so that the checks run without it.
"""
