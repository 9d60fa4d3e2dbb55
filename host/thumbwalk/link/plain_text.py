"""Text of a board or a file, made safe to show: what a terminal would obey, or nobody could see, is written out."""

from __future__ import annotations


def escaped(text: str, *, keep: str = "") -> str:
    r"""Give the text with everything that is no plain letter written as an escape, such as ``\x1b``.

    That is control characters (line ends and tabs too, unless they are in ``keep``), terminal escapes, marks that turn
    the direction of writing, and surrogates. Text that is plain already stays as it is, so twice is as good as once.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in keep else _written(ord(one)) for one in text)


def _written(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
