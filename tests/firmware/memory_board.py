"""A board in memory for scripts that tests run under MicroPython and CPython."""

# mypy: ignore-errors

from array import array

from rig import kernels

N = 16


class Chip:
    """A board in memory, whose clock and counts go on by rule."""

    kind = "test"
    name = "T"
    layout = "sole16"
    unique_id = "00"
    channels = tuple("abcdefghijklmnop")
    bits = 12
    divider_ohm = 3300
    boot_wraps = 0
    settings_path = None
    fewest_channels = fewest_with_cells = most_channels = 16
    default_rate_hz = 1000
    most_rate_hz = 2000
    conversion_us = 3
    host_patience_us = 10000000
    fewest_cells = most_cells = 0
    cells_need_scans = False
    bites = 0
    load_needs_scans = False
    turns_per_read = turns_per_load = 1
    wait_for_scans = ready = words = None
    load_settle_us = 0

    def __init__(self, ticks=0):
        self.ticks = ticks
        self.load_code = 0
        self.load_ticks = ticks
        self.n_written = 0
        self.out = bytearray(16384)
        self.counts = array("H", [(37 * i) % 4096 for i in range(N)])
        self.accepts = -1
        self.typed = b""
        self.on_tick = None

    def ticks_us(self):
        return self.ticks

    def start(self, rate_hz, sampler):
        self.on_tick = sampler.take

    def stop(self):
        self.on_tick = None

    def read(self, buffer):
        n = min(len(self.typed), len(buffer))
        buffer[:n] = self.typed[:n]
        self.typed = self.typed[n:]
        return n

    def scan_into(self, slot):
        kernels.copy_u16(slot, 0, self.counts, N)
        return self.ticks

    def skip_scan(self):
        pass

    def set_channels(self, n_channels):
        pass

    def set_oversampling(self, n):
        pass

    def busy_percent(self):
        return 0

    def supply_code(self):
        return 32768

    def poll_load(self):
        """A load cell of 80 Hz."""
        if (self.ticks - self.load_ticks) & 0x3FFFFFFF < 12500:
            return False
        self.load_ticks = self.ticks
        self.load_code = -5 - self.ticks // 1000
        return True

    def write(self, buffer, start, n):
        if self.accepts >= 0:
            n = min(n, self.accepts)
        for i in range(n):
            self.out[self.n_written + i] = buffer[start + i]
        self.n_written += n
        return n

    def wait_to_write(self):
        return False
