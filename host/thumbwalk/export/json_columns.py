"""Format json: a session's columns as plain JSON, for whatever reads nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from thumbwalk.export.session_columns import Column, session_columns
from thumbwalk.places import json_text
from thumbwalk.session.padtable import write_table_bytes
from thumbwalk.session.replay import Touched


def write_json(touched: Touched, out: Path) -> int:
    """Write what the session is of, then its columns, a line each; what is missing is null.

    Gives the number of rows. Raises RecordingError when nothing is in the file or it can't be written.
    """
    session = session_columns(touched)
    columns = session.all_columns()
    write_table_bytes(out, _lines(json_text({**session.about, "rows": len(columns[0].values)}), columns))
    return len(columns[0].values)


def _lines(about: str, columns: tuple[Column, ...]) -> Iterator[str]:
    yield about.rstrip().removesuffix("}").rstrip() + ',\n  "columns": [\n'
    for index, one in enumerate(columns):
        head = json.dumps({"name": one.name, "unit": one.unit, "about": one.about}).removesuffix("}")
        # repr is the shortest text that reads back as the same double
        values = ",".join("null" if value != value else repr(value) for value in one.values.tolist())  # noqa: PLR0124
        yield f'    {head}, "values": [{values}]}}' + (",\n" if index < len(columns) - 1 else "\n")
    yield "  ]\n}\n"
