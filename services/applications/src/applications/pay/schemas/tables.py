"""Tables as CSV files: RFC 4180, with a header, and harmless to open in a spreadsheet."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence

from applications.pay.domain.exports import harmless


def table(
    columns: Sequence[str], text: Collection[str], rows: Iterable[Mapping[str, object]]
) -> bytes:
    """Rows as a CSV file; a cell of None is empty.

    `text` are the columns that hold somebody's own words, which a spreadsheet might take for a
    formula: values of ours are never touched.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[name], is_text=name in text) for name in columns])
    return file.getvalue().encode()


def _cell(value: object, *, is_text: bool) -> str:
    if value is None:
        return ""
    return harmless(str(value)) if is_text else str(value)
