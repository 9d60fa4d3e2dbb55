"""The loops over bytes, in viper: they run thousands of times a second and must neither allocate nor dawdle.

The same lines are plain Python under CPython. Integers are masked so that 32 bit, 64 bit and unbounded ones agree.
Arguments come first by how often they are used, since a chip keeps a function's first three variables in registers.
None of those may be the bare index of a ptr16 or ptr32: MicroPython before 1.28 overwrites it (micropython/micropython
pull request 18821).
"""

from array import array

import micropython


def _crc_table():
    table = array("I", [0] * 256)
    for i in range(256):
        crc = i
        for _ in range(8):
            crc = (crc >> 1) ^ (0xEDB88320 if crc & 1 else 0)
        table[i] = crc
    return table


CRC_TABLE = _crc_table()


@micropython.viper
def append_crc32(frame: ptr8, n: int, table: ptr32):
    """Write the CRC32 (zlib's) of the first n bytes behind them, little-endian.

    binascii.crc32 would do, but on a 32-bit chip its result is a heap object more often than not.
    """
    crc = uint(0xFFFFFFFF)
    i = 0
    while i < n:
        crc = (crc >> 8) ^ uint(table[(crc ^ uint(frame[i])) & 0xFF])
        i += 1
    crc = crc ^ uint(0xFFFFFFFF)
    frame[n] = crc & 0xFF
    frame[n + 1] = (crc >> 8) & 0xFF
    frame[n + 2] = (crc >> 16) & 0xFF
    frame[n + 3] = (crc >> 24) & 0xFF


@micropython.viper
def append_cobs(out: ptr8, at: int, frame: ptr8, n: int) -> int:
    """Write n bytes of a frame COBS-encoded to out, from ``at`` on, and the 0 that ends it; return the next place.

    Takes at most n + n // 254 + 2 bytes.
    """
    code_at = at
    at += 1
    i = 0
    while i < n:
        byte = int(frame[i])
        i += 1
        if byte != 0:
            out[at] = byte
            at += 1
            if at - code_at < 255:
                continue
            if i == n:
                break
        out[code_at] = at - code_at
        code_at = at
        at += 1
    out[code_at] = at - code_at
    out[at] = 0
    return at + 1


@micropython.viper
def pack_scans(counts: ptr16, ticks: ptr32, n: int, scan: int, depth: int, frame_in, at: int, n_scans: int) -> int:
    """Put scans of a ring into a frame: their ticks after the first's, then the counts; return the scan that follows.

    ``scan`` is the oldest one's place in the ring of ``depth`` scans of n counts; ``at`` counts the frame's 16-bit
    words.
    """
    frame = ptr16(frame_in)
    to = at + n_scans
    first = int(ticks[scan])
    while n_scans > 0:
        frame[at] = (int(ticks[scan]) - first) & 0xFFFF  # the wrap at 2**30 goes with the higher bits
        at += 1
        source = scan * n
        end = source + n
        while source < end:
            frame[to] = counts[source]
            to += 1
            source += 1
        scan += 1
        if scan == depth:
            scan = 0
        n_scans -= 1
    return scan


@micropython.viper
def copy_u16(to_in, at: int, source_in, n: int):
    """Copy n 16-bit words of source to ``to``, from its word ``at`` on."""
    to = ptr16(to_in)
    source = ptr16(source_in)
    i = 0
    while i < n:
        to[at + i] = source[i]
        i += 1


@micropython.viper
def accumulate(slot_in, first_in, least_in, most_in, sums_in, squares_in, n: int):
    """Add a scan of n codes to their least, most, sums, and squares of what they are off the first scan."""
    slot = ptr16(slot_in)
    first = ptr16(first_in)
    least = ptr16(least_in)
    most = ptr16(most_in)
    sums = ptr32(sums_in)
    squares = ptr32(squares_in)
    i = 0
    while i < n:
        code = int(slot[i])
        off = code - int(first[i])
        if code < int(least[i]):
            least[i] = code
        if code > int(most[i]):
            most[i] = code
        sums[i] = int(sums[i]) + code
        squares[i] = int(squares[i]) + off * off
        i += 1


@micropython.viper
def move_down(buffer_in, start: int, end: int):
    """Move the bytes from start to end to the front of their buffer."""
    buffer = ptr8(buffer_in)
    i = 0
    while start + i < end:
        buffer[i] = buffer[start + i]
        i += 1


@micropython.viper
def ticks_at(buffer_in, at: int) -> int:
    """The low 30 bits of the little-endian number at ``at``; or -1 if its fourth byte pair is 0xFFFF (a mark)."""
    buffer = ptr8(buffer_in)
    if buffer[at + 7] == 255 and buffer[at + 6] == 255:
        return -1
    low = int(buffer[at]) | (int(buffer[at + 1]) << 8)
    return low | (int(buffer[at + 2]) << 16) | ((int(buffer[at + 3]) & 0x3F) << 24)


@micropython.viper
def code24_at(buffer_in, at: int) -> int:
    """The signed 24-bit number in the little-endian 32 bits at ``at``; 2**24 if their top byte is no sign's (none)."""
    buffer = ptr8(buffer_in)
    top = int(buffer[at + 3])
    if top != 0 and top != 255:
        return 1 << 24
    code = int(buffer[at]) | (int(buffer[at + 1]) << 8) | (int(buffer[at + 2]) << 16)
    return code - (1 << 24) if top else code
