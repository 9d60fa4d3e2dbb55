"""What a CSV can't say of itself, in a file beside it: units, source and versions, by the W3C's CSV on the Web.

"Metadata Vocabulary for Tabular Data" (2015), section 5.3: who reads NAME.csv looks for NAME.csv-metadata.json.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from thumbwalk.errors import OptionError
from thumbwalk.export.session_columns import Column
from thumbwalk.language import told
from thumbwalk.places import json_text
from thumbwalk.session.padtable import write_columns, write_table_bytes


def metadata_path(table: Path) -> Path:
    """Where a table's metadata stand."""
    return table.with_name(f"{table.name}-metadata.json")


def write_described(out: Path, columns: Sequence[Column], about: Mapping[str, Any]) -> int:
    """Write columns as CSV, the time first, and beside it what they are; gives the number of rows.

    Raises
    ------
    OptionError
        When there are metadata of that name already, other than an export of just this left that was ended on the way.
    RecordingError
        When one of the two can't be written; then neither is.
    """
    beside, text = metadata_path(out), json_text(_described(out, columns, about)).encode()
    if beside.exists() and not _holds(beside, text):
        raise OptionError(told("{beside}: is there already; name another --out, or move it away", beside=beside))
    write_table_bytes(beside, [text])
    try:
        time, *others = columns
        write_columns(out, [one.name for one in others], time.values, np.column_stack([one.values for one in others]))
    except BaseException:
        beside.unlink()
        raise
    return len(time.values)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _described(out: Path, columns: Sequence[Column], about: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        {
            "name": one.name,
            "titles": one.name,
            "datatype": "number",
            "null": "nan",
            "dc:description": one.about,
            **({"schema:unitText": one.unit} if one.unit else {}),
        }
        for one in columns
    ]
    return {
        "@context": "http://www.w3.org/ns/csvw",
        # a reference, escaped: a name with a colon would be another scheme
        "url": PurePosixPath("/", out.name).as_uri().removeprefix("file:///"),
        "dialect": {"header": True, "encoding": "utf-8"},
        "tableSchema": {"columns": rows},
        "schema:thumbwalk": dict(about),
    }
