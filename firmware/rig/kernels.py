"""The loops over bytes, in viper: they run thousands of times a second and must neither allocate nor dawdle.

The same lines are plain Python under CPython. Integers are masked so that 32 bit, 64 bit and unbounded ones agree.
Arguments come first by how often they are used, since a chip keeps a function's first three variables in registers.
None of those may be the bare index of a ptr16 or ptr32: MicroPython before 1.28 overwrites it (micropython/micropython
pull request 18821).
"""

from array import array

import micropython
from micropython import const

# Words of the sampler's ring; see there.
_TAIL = const(1)
_OVERRUNS = const(2)
_TICKS = const(6)
_DEPTH = const(64)
# Words of the cells' ring and of what is known of the cells; see ``cells``.
_HEAD = const(0)
_READING = const(2)
_CELLS_DEPTH = const(64)
_READINGS = const(0)
_MISSED = const(1)
_FIRST = const(2)
_LOST_STEP = const(3)
_SETTLE = const(4)
_LAST = const(5)
_PERIOD = const(9)
_RUN = const(13)
_COUNT = const(17)
_MOMENTS = const(32)  # of a frame, at most: 0.2 kB
# Words of the outbox; see ``framing``.
_KIND = const(0)
_SEQUENCE = const(1)
_FRAME_TICKS = const(2)
_LENGTH = const(3)
_NOW = const(4)
_WRAPS = const(5)
_DROPPED = const(6)
_SCANS = const(7)
_CHANNELS = const(8)
_END = const(9)


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
def append_frame(out: ptr8, frame: ptr8, table: ptr32, words: ptr32) -> int:
    """Write a frame's head, its checksum and, behind what is in ``out``, all of it COBS-encoded; return the new end.

    ``frame`` has its head of 7 bytes, its payload, and room for the 4 of the CRC32 (zlib's; binascii.crc32 would do,
    but on a 32-bit chip its result is a heap object more often than not). The head and the lengths are in ``words``, as
    named in ``framing``; the sequence goes on by itself. The time is the frame's ticks with the wraps that count for
    now, which is within nine minutes of it. ``out`` takes at most n + 4 + (n + 4) // 254 + 2 bytes.
    """
    at = int(words[_END])
    n = int(words[_LENGTH])
    ticks = int(words[_FRAME_TICKS])
    now = int(words[_NOW])
    wraps = int(words[_WRAPS])
    sequence = int(words[_SEQUENCE])
    words[_SEQUENCE] = (sequence + 1) & 0xFFFF
    if (ticks - now) & 0x3FFFFFFF < 0x20000000:
        if ticks < now:
            wraps += 1
    elif ticks > now:
        wraps -= 1
    frame[0] = int(words[_KIND])
    frame[1] = sequence & 0xFF
    frame[2] = (sequence >> 8) & 0xFF
    frame[3] = ticks & 0xFF
    frame[4] = (ticks >> 8) & 0xFF
    frame[5] = (ticks >> 16) & 0xFF
    frame[6] = ((ticks >> 24) & 0x3F) | ((wraps & 3) << 6)
    crc = uint(0xFFFFFFFF)
    end = n + 4
    i = 0
    code_at = at
    at += 1
    while True:
        if i == n:
            crc = crc ^ uint(0xFFFFFFFF)
            frame[i] = crc & 0xFF
            frame[i + 1] = (crc >> 8) & 0xFF
            frame[i + 2] = (crc >> 16) & 0xFF
            frame[i + 3] = (crc >> 24) & 0xFF
        byte = int(frame[i])
        i += 1
        crc = (crc >> 8) ^ uint(table[(crc ^ uint(byte)) & 0xFF])  # for the last four bytes it is no longer used
        if byte != 0:
            out[at] = byte
            at += 1
            if i == end:
                break
            if at - code_at < 255:
                continue
        out[code_at] = at - code_at
        code_at = at
        at += 1
        if i == end:
            break
    out[code_at] = at - code_at
    out[at] = 0
    words[_END] = at + 1
    return at + 1


@micropython.viper
def pack_scans(ring: ptr32, counts: ptr16, frame: ptr8, words: ptr32):
    """Put a ring's oldest scans into a DATA frame behind its head, as many as ``words`` say; its length goes there.

    The ring is as in ``sampler``. An offset has 16 bits, so a scan after a longer gap is left for a frame of its own.
    """
    n_scans = int(words[_SCANS])
    n = int(words[_CHANNELS])
    dropped = int(words[_DROPPED])
    tail = int(ring[_TAIL])
    first = int(ring[tail + _TICKS])
    over = int(ring[_OVERRUNS])
    done = 0
    at_head = 7
    while done < n_scans:  # an offset has 16 bits
        at = tail + done
        if at >= _DEPTH:
            at -= _DEPTH
        if (int(ring[at + _TICKS]) - first) & 0x3FFFFFFF > 0xFFFF:
            n_scans = done
        done += 1
    done = 0
    at = 16
    to = 16 + n_scans + n_scans
    while done < n_scans:
        off = (int(ring[tail + _TICKS]) - first) & 0x3FFFFFFF
        done += 1
        frame[at] = off & 0xFF
        frame[at + 1] = off >> 8
        at += 2
        source = tail * n
        end = source + n
        while source < end:
            code = int(counts[source + 0])
            frame[to] = code & 0xFF
            frame[to + 1] = code >> 8
            to += 2
            source += 1
        tail += 1
        if tail == _DEPTH:
            tail = 0
    i = 0
    while i < 32:
        frame[at_head] = (over >> i) & 0xFF
        frame[at_head + 4] = (dropped >> i) & 0xFF
        at_head += 1
        i += 8
    frame[at_head + 4] = done
    ring[_OVERRUNS] = over
    ring[_TAIL] = tail
    words[_KIND] = 2  # DATA
    words[_FRAME_TICKS] = first
    words[_LENGTH] = to


@micropython.viper
def pack_cells(ring: ptr32, words: ptr32, frame: ptr8) -> int:  # noqa: C901  a call costs as much as half of it
    """Take readings of load cells out of their ring and put the good ones into a CELLS frame; its payload's length.

    0 if there are none. What was due and did not come is counted by each cell's own pace; so is what is dropped, after
    a reset or as its line did not rise, but for what comes before a cell's first.
    """
    tail = int(ring[_TAIL])
    head = int(ring[_HEAD])
    at = 16
    mask_at = 0
    n = 0
    first = 0
    newest = 0
    before = 0
    while tail != head and n < _MOMENTS:
        place = _READING + tail + tail + tail
        ticks = int(ring[place + 0])
        what = int(ring[place + 1])
        if n != 0 and (ticks - first) & 0x3FFFFFFF > 0xFFFF:  # an offset has 16 bits
            break
        tail += 1
        if tail == _CELLS_DEPTH:
            tail = 0
        cell = what & 7
        flags = what >> 8
        run = int(words[cell + _RUN])
        known = int(words[cell + _COUNT])
        if flags & 2:
            words[_LOST_STEP] = int(words[_LOST_STEP]) | (1 << cell)
        if (int(words[_LOST_STEP]) >> cell) & 1:  # nothing more of it is believed until it was looked after
            continue
        period = int(words[cell + _PERIOD])
        step = (ticks - int(words[cell + _LAST])) & 0x3FFFFFFF
        if step < 0x20000000:  # else it is older than the moment at which its silence began to count
            late = step - period - (period >> 1)
            if run != 0 and period == 0:
                words[cell + _PERIOD] = step
            elif run != 0 and late < 0:
                words[cell + _PERIOD] = period + ((step - period) >> 3)
            while late >= 0 and period != 0 and known != 0:  # viper has no division
                words[_MISSED] = int(words[_MISSED]) + 1
                late -= period
        words[cell + _LAST] = ticks
        words[cell + _RUN] = run + 1
        if run < int(words[_SETTLE]):
            if known != 0:
                words[_MISSED] = int(words[_MISSED]) + 1
            continue
        words[cell + _COUNT] = known + 1
        words[_READINGS] = int(words[_READINGS]) + 1
        if n != 0 and ticks == newest and flags == before and int(frame[mask_at]) >> cell == 0:
            frame[mask_at] = int(frame[mask_at]) | (1 << cell)
        else:
            if n == 0:
                first = ticks
            off = (ticks - first) & 0x3FFFFFFF
            frame[at] = off & 0xFF
            frame[at + 1] = off >> 8
            mask_at = at + 2
            frame[mask_at] = 1 << cell
            frame[at + 3] = flags
            at += 4
            newest = ticks
            before = flags
            n += 1
        code = int(ring[place + 2])
        frame[at] = code & 0xFF
        frame[at + 1] = (code >> 8) & 0xFF
        frame[at + 2] = (code >> 16) & 0xFF
        at += 3
    ring[_TAIL] = tail
    if n == 0:
        return 0
    words[_FIRST] = first
    readings = int(words[_READINGS])
    missed = int(words[_MISSED])
    i = 0
    while i < 4:
        frame[7 + i] = readings & 0xFF
        frame[11 + i] = missed & 0xFF
        readings >>= 8
        missed >>= 8
        i += 1
    frame[15] = n
    return at - 7


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
