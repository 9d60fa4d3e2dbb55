"""HX711s on an RP2, each with a clock line of its own, read by a PIO state machine and two DMA channels.

The state machine clocks out those whose data line is low, and only those: 24 bits, and the 25th pulse that selects
channel A with a gain of 128 and lifts the line; then it looks whether it has. One DMA channel (the taker) moves such a
record to a ring, and has a second one (the stamper) put the microsecond beside it. So each reading has its time
whatever the processor does, which fetches what lies ready; and no converter waits for another, whose oscillators drift
against each other by a whole period in seconds. With one clock line for all, one would end a conversion now and then
while it is read.

HX711 data sheet, "Serial Interface" and "Reset and Power-Down": the clock high for 0.2 to 50 us, from 60 us on the
converter is off, and reset when the clock falls; low for 0.2 us at least; a bit is there 0.1 us after the rise. An
HX717 is read in the same way. Unproven on real chips so far.
"""

from array import array

import machine
import micropython
import rp2
from machine import mem32
from micropython import const

from rig.mux import dma_number, dma_register, end, room

TYPE_CHECKING = False
if TYPE_CHECKING:  # a type checker takes it for true; the assembler below brings these words itself
    from typing import Any

    from rp2.asm_pio import in_, invert, isr, jmp, label, null, pins, push, set, wrap, wrap_target, x, x_dec, y  # noqa: A004

    _word: Any = None
    block = mov = x_not_y = _word

N = const(4)
_FREQ = const(4000000)  # a bit takes 1 us, the clock is high for half of it
_RECORDS = const(128)  # 0.4 s of four cells at 80 Hz
_TIMES_BITS = const(9)  # of the bytes of so many times
_RECORD_BITS = const(4)  # of the bytes of a record: four words
_WRITE_ADDR = const(0x04)
_READ_ONLY = const(63)  # a transfer that nothing paces
_INPUT_HIGH = const(3 << 16)  # of a pin's control register: what the chip sees of it, whatever is on it

# Words of what ``fetch`` is given.
_POSITION = const(0)  # address of the register that says where the stamper is
_TIMES_AT = const(1)
_RECORDS_AT = const(2)
_PLACE = const(3)  # of the record to fetch next
# Words of the cells' ring; see ``cells``.
_HEAD = const(0)
_TAIL = const(1)
_READING = const(2)
_CELLS_DEPTH = const(64)


@rp2.asm_pio(
    out_init=[rp2.PIO.OUT_LOW] * 4,
    in_shiftdir=rp2.PIO.SHIFT_LEFT,
    autopush=True,
    push_thresh=32,
    fifo_join=rp2.PIO.JOIN_RX,
)
def read_ready():
    """Three words of eight times four bits, first bit first, bit i being line i; then who was read, and who has risen.

    The pause keeps a line that is shorted to ground from filling the ring before it is switched off.
    """
    wrap_target()
    label("look")
    mov(isr, null)
    in_(pins, 4)
    mov(y, isr)  # a zero is a cell that is ready
    set(x, 15)
    jmp(x_not_y, "read")
    wrap()
    label("read")
    mov(isr, null)
    set(x, 23)
    label("bit")
    mov(pins, invert(y))
    in_(pins, 4)
    mov(pins, null)
    jmp(x_dec, "bit")
    mov(pins, invert(y))
    in_(y, 4)
    mov(pins, null)
    in_(pins, 4)
    push(block)
    set(x, 31)
    label("pause")
    jmp(x_dec, "pause")[31]
    jmp("look")


class Bank:
    """Four converters, their state machine and their ring.

    Parameters
    ----------
    number : of the state machine; ``fifo`` is the address of what it gives, ``dreq`` its request for a transfer
    timer : address of the microseconds
    pins_at : address of the first pin's control register
    output_high : in that, what puts a pin high whatever the state machine does
    data, clock : the first of four pins each

    Attributes
    ----------
    words : what ``fetch`` is given
    """

    def __init__(self, number, fifo, dreq, timer, pins_at, output_high, data, clock):
        self.number, self.fifo, self.dreq, self.timer = number, fifo, dreq, timer
        self.data, self.clock, self.output_high = data, clock, output_high
        # Made once: an address is a heap object.
        self.data_at = [pins_at + 8 * (data + cell) + 4 for cell in range(N)]
        self.clock_at = [pins_at + 8 * (clock + cell) + 4 for cell in range(N)]
        self.data_control = self.clock_control = 0
        self.taker, self.stamper = rp2.DMA(), rp2.DMA()
        self.words = array("I", [0] * 4)
        # Taken once, while the heap is whole: DMA must never be left with memory that went back to the heap.
        self.records, self.words[_RECORDS_AT] = room(_RECORDS << _RECORD_BITS, _RECORDS << _RECORD_BITS)
        self.times, self.words[_TIMES_AT] = room(4 * _RECORDS, 4 * _RECORDS)
        self.words[_POSITION] = dma_register(self.stamper, _WRITE_ADDR)
        self.machine = None

    def start(self):
        """Read whoever is ready from now on."""
        # The pull-ups make a missing converter one that is never ready.
        for cell in range(N):
            machine.Pin(self.data + cell, machine.Pin.IN, machine.Pin.PULL_UP)
        self.machine = rp2.StateMachine(
            self.number, read_ready, freq=_FREQ, out_base=machine.Pin(self.clock), in_base=machine.Pin(self.data)
        )
        self.data_control, self.clock_control = mem32[self.data_at[0]], mem32[self.clock_at[0]]
        words, taker, stamper = self.words, self.taker, self.stamper
        words[_PLACE] = 0
        stamper.config(
            read=self.timer,
            write=words[_TIMES_AT],
            count=1,
            ctrl=stamper.pack_ctrl(
                inc_read=False, ring_size=_TIMES_BITS, ring_sel=True, treq_sel=_READ_ONLY, chain_to=dma_number(taker)
            ),
        )
        taker.config(
            read=self.fifo,
            write=words[_RECORDS_AT],
            count=1 << (_RECORD_BITS - 2),
            ctrl=taker.pack_ctrl(
                inc_read=False,
                ring_size=_TIMES_BITS - 2 + _RECORD_BITS,
                ring_sel=True,
                treq_sel=self.dreq,
                chain_to=dma_number(stamper),
            ),
            trigger=True,
        )
        self.machine.active(1)

    @micropython.native
    def switch(self, cell, on):
        """Switch a converter on or off, whatever the state machine does; it is not heard while it is off."""
        mem32[self.clock_at[cell]] = self.clock_control if on else self.clock_control | self.output_high
        mem32[self.data_at[cell]] = self.data_control if on else self.data_control | _INPUT_HIGH

    def stop(self):
        """Read nobody any more; the clock lines are low."""
        if self.machine is not None:
            self.machine.active(0)
            end((self.taker, self.stamper))
            for cell in range(N):
                self.switch(cell, True)
                machine.Pin(self.clock + cell, machine.Pin.OUT, value=0)
            self.machine = None


@micropython.viper
def fetch(words: ptr32, ring: ptr32):
    """Move finished records to the cells' ring, a reading for each cell in them, while that has room."""
    times = ptr32(int(words[_TIMES_AT]))
    done = ((int(ptr32(int(words[_POSITION]))[0]) - int(words[_TIMES_AT])) >> 2) & (_RECORDS - 1)
    place = int(words[_PLACE])
    head = int(ring[_HEAD])
    while place != done:
        free = int(ring[_TAIL]) - head - 1
        if free < 0:
            free += _CELLS_DEPTH
        if free < 4:
            break
        record = ptr32(int(words[_RECORDS_AT]) + (place << _RECORD_BITS))
        ticks = int(times[place + 0]) & 0x3FFFFFFF
        last = int(record[3])
        cell = 0
        while cell < 4:
            if (last >> (cell + 4)) & 1 == 0:
                code = 0
                word = 0
                while word < 3:
                    # eight times four bits, of which every fourth is this cell's: pushed together by halves
                    bits = (int(record[word + 0]) >> cell) & 0x11111111
                    bits = (bits | (bits >> 3)) & 0x03030303
                    bits = (bits | (bits >> 6)) & 0x000F000F
                    code = (code << 8) | ((bits | (bits >> 12)) & 0xFF)
                    word += 1
                at = _READING + head + head + head
                ring[at + 0] = ticks
                ring[at + 1] = cell if (last >> cell) & 1 else cell | 0x200  # CELLS's flag: it has not risen
                ring[at + 2] = code
                head += 1
                if head == _CELLS_DEPTH:
                    head = 0
            cell += 1
        place = (place + 1) & (_RECORDS - 1)
    ring[_HEAD] = head
    words[_PLACE] = place
