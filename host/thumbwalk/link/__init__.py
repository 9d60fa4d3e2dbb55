"""Bytes in: serial ports found by identity, the wire format, the device clock, and a recording played back."""
