"""What makes the hardware: geometry to parts, circuit to drawings, one parts list, the guide, and checks of all.

The layout files of ``host/thumbwalk/data/layouts`` and the tables in ``hardware/geometry`` are read; nothing else holds
a measure. Modules that need a tool (build123d, SKiDL, ...) import it inside, so that the checks run without it.
"""
