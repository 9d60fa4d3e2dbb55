"""Every error Thumbwalk raises on purpose.

    RigError                        something about the rig, a file or an argument; one line says it all
    ├── DeviceNotFound              no such port, nothing plugged in, or more than one (also a ConnectionError)
    ├── LinkLost                    the port went away                              (also a ConnectionError)
    │   ├── RigSilent               the port is there, but nothing comes
    │   └── OtherRig                a stream goes on as another board's, or with other channels
    ├── ProtocolMismatch            it answered, but not in a protocol this host speaks
    ├── CalibrationError            a calibration file or a calibration run that can't be used
    ├── LayoutError                 a layout file, or a name of a taxel, zone or point, that can't be used
    ├── RecordingError              a recording or pad table that can't be read
    ├── OptionError                 options that do not go together, or name what is taken or can't be made
    ├── LearnerError                a document about a learner that can't be read, or a day on which hands rest
    ├── StoreError                  a store that can't be used: locked, damaged, stopped, or of a newer version
    ├── NotKept                     what is to be kept can't be written: the disk is full, the folder is gone
    ├── LanguageError               a translation that can't be read, or that there is not
    └── DrillError                  a drill, target, cap or technique that does not exist or makes no sense
    OutputLost                      stdout can't be written: closed, full (no RigError: nothing of ours is bad)

A bad *argument or file* is refused whole with one of these; a bad *frame* on the wire is counted, never raised.
The message names what happened, where, the value, the limit and the next step, in one line.
"""

from __future__ import annotations

from thumbwalk.language import told


class RigError(Exception):
    """Anything that a user can mend; the command line prints it in one line and exits with 2."""


class DeviceNotFound(RigError, ConnectionError):
    """No port, no permission, or no way to tell which of several boards is meant."""


class LinkLost(RigError, ConnectionError):
    """A link that worked has ended."""


class RigSilent(LinkLost):
    """A rig that was told to stream sends nothing, though its port is there."""


class OtherRig(LinkLost):
    """A stream that is no longer of the board and pad that it began with.

    ``what`` is what happened, without what to do next, which is another thing for a recording than for a rig.
    """

    def __init__(self, what: str, next_step: str) -> None:
        super().__init__(told("{what}; {next}", what=what, next=next_step))
        self.what = what


class ProtocolMismatch(RigError):
    """The other end is not a rig, or speaks a protocol that this host does not know."""


class CalibrationError(RigError):
    """A calibration that is damaged, or measurements that no calibration can be made of."""


class LayoutError(RigError):
    """A layout that is malformed, or that does not match the data it is used with."""


class RecordingError(RigError):
    """A recording or a pad table that can't be read."""


class OptionError(RigError):
    """Options that do not go together, or name a setting that is none, or a place that is taken or can't be made."""


class DrillError(RigError):
    """A drill, target or technique that is unknown or contradictory."""


class LanguageError(RigError):
    """A translation that is damaged, or a language of which there is no file; the window speaks English then."""


class LearnerError(RigError):
    """A document about a learner that is damaged, or what is known of the learner forbids what was asked for."""


class StoreError(RigError):
    """The store can't be used now; what it is made of stays where it is, and is taken in later."""


class NotKept(RigError):
    """What was to be kept could not be written; the command line exits with 1, as nothing was asked for wrongly."""


class OutputLost(Exception):
    """What is printed reaches nobody; what is to be kept is kept all the same. ``number`` is the OSError's errno."""

    def __init__(self, number: int | None, reason: str) -> None:
        super().__init__(reason)
        self.number = number
