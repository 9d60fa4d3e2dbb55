"""Format parquet: a session's columns for data frames, with units and sources in the schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from thumbwalk.export.session_columns import session_columns
from thumbwalk.extras import extra
from thumbwalk.session.padtable import write_table_bytes
from thumbwalk.session.replay import Touched


def arrow() -> tuple[Any, Any]:
    """Apache Arrow, and what it has for Parquet. Raises OptionError where it is not installed."""
    asked = "--format parquet"
    return extra("pyarrow", asked, "pyarrow"), extra("pyarrow.parquet", asked, "pyarrow")


def write_parquet(touched: Touched, out: Path) -> int:
    """Write all columns, each with its unit, and what they are of under the schema's key ``thumbwalk``, as JSON.

    Gives the number of rows. Raises RecordingError when nothing is in the file or it can't be written.
    """
    pyarrow, parquet = arrow()
    session = session_columns(touched)
    columns = session.all_columns()
    fields = [
        pyarrow.field(one.name, pyarrow.float64(), metadata={"unit": one.unit, "about": one.about}) for one in columns
    ]
    schema = pyarrow.schema(fields, metadata={"thumbwalk": json.dumps(session.about)})
    # NaN stays NaN: to a data frame a null is another thing, and readers turn it back into NaN or fail
    table = pyarrow.table([pyarrow.array(one.values) for one in columns], schema=schema)
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd")
    write_table_bytes(out, [sink.getvalue().to_pybytes()])
    return table.num_rows  # type: ignore[no-any-return]
