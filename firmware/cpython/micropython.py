"""What the firmware uses of MicroPython's own module, for running it under CPython.

A chip never sees this file: main.py puts this folder on the path under CPython only.
"""

import builtins


def const(value):
    return value


def viper(function):
    return function


native = viper


def _words(code):
    def cast(buffer):
        view = memoryview(buffer)
        return view if view.format == code else view.cast("B").cast(code)

    return cast


# viper knows these as casts of a buffer to a pointer; indexing means the same here.
builtins.ptr8 = _words("B")
builtins.ptr16 = _words("H")
builtins.ptr32 = _words("I")
builtins.uint = lambda value: value & 0xFFFFFFFF
