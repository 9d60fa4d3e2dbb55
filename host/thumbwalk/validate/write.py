"""Writing a validation's page and pictures, each whole or not at all."""

from __future__ import annotations

from pathlib import Path

from thumbwalk.errors import OptionError
from thumbwalk.places import write_whole
from thumbwalk.validate.findings import Findings
from thumbwalk.validate.pictures import FOLDER, pictures_of
from thumbwalk.validate.report import page_of

PAGE = "validation.md"


def write_report(folder: Path, findings: Findings) -> list[Path]:
    """Write ``validation.md`` and its pictures into a folder, over those of an earlier run.

    Raises
    ------
    OptionError
        When they can't be written.
    """
    files = {folder / FOLDER / name: picture.to_text() for name, picture in pictures_of(findings).items()}
    files[folder / PAGE] = page_of(findings)
    for path, text in files.items():
        try:
            write_whole(path, [text])
        except OSError as error:
            raise OptionError(f"{path}: can't write the report: {error.strerror}; name another --out") from error
    return list(files)
