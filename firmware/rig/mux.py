"""The scan of a chip's multiplexer: select, let it settle, convert twice or more, drop the first.

Apart from ``board_rp2``, so that it can be tried where there is no chip: the registers are whatever is passed in.
"""

from array import array

import micropython
from micropython import const

_EN = const(1 << 0)
_START_ONCE = const(1 << 2)
_AINSEL = const(12)  # first bit of the ADC input's number
N_SELECTS = const(16)


def plan(n_channels, select_pins, adc_inputs, set_word, clear_word):
    """What ``scan`` does, as an array of 32-bit words.

    The words are n_channels, the SIO's set and clear registers (as word offsets), and for every channel the select
    lines to set, those to clear, and the value that starts its conversion. Channels 16 and up are the second
    multiplexer's, which shares the select lines and has an ADC input of its own. The last word is the power of two of
    conversions that are averaged.
    """
    all_selects = 0
    for pin in select_pins:
        all_selects |= 1 << pin
    words = [n_channels, set_word, clear_word]
    for channel in range(n_channels):
        high = 0
        for bit, pin in enumerate(select_pins):
            if channel >> bit & 1:
                high |= 1 << pin
        adc_input = adc_inputs[channel // N_SELECTS]
        words += [high, all_selects & ~high, _EN | _START_ONCE | adc_input << _AINSEL]
    words.append(0)
    return array("I", words)


def plan_one(adc_input, power, set_word, clear_word):
    """What ``scan`` does to read one ADC input that is behind no multiplexer; 2**power conversions are averaged."""
    return array("I", [1, set_word, clear_word, 0, 0, _EN | _START_ONCE | adc_input << _AINSEL, power])


@micropython.viper
def scan(slot_in, adc_in, sio_in, plan_in):
    """Put a 12-bit code of each channel into slot; adc and sio are the registers' addresses."""
    slot = ptr16(slot_in)
    adc = ptr32(adc_in)
    sio = ptr32(sio_in)
    words = ptr32(plan_in)
    n = int(words[0])
    set_word = int(words[1])
    clear_word = int(words[2])
    power = int(words[3 + 3 * n])
    half = 1 << power >> 1  # rounds
    channel = 0
    at = 3
    while channel < n:
        sio[set_word] = words[at]
        sio[clear_word] = words[at + 1]
        begin = int(words[at + 2])
        # The first conversion takes 2 us and is the time to settle (2.2 us to 1 LSB with 3.3 k); it is thrown away.
        adc[0] = begin
        left = 1 << power  # what is done here and below is done while the converter works
        total = half
        at += 3
        patience = 400  # a conversion takes some 40 turns; an interrupt must never hang
        while patience > 0:
            if int(adc[0]) & 0x100:  # READY
                break
            patience -= 1
        while left > 0:
            adc[0] = begin
            left -= 1
            patience = 400
            while patience > 0:
                if int(adc[0]) & 0x100:
                    break
                patience -= 1
            total += int(adc[1]) & 0xFFF
        slot[channel] = total >> power
        channel += 1
