"""The rows of a class list, from a CSV file in any dialect or an .xlsx workbook."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from generator.errors import ByhandError
from generator.files.tables import table_rows
from generator.files.text import read_text

WORKBOOKS = (".xlsx", ".xlsm")
MOST_ROSTER_BYTES = 64 << 20
MOST_ROWS = 100_000
MOST_COLUMNS = 256
RosterRow: TypeAlias = tuple[int, list[str]]
"""The number of a line and its cells."""


def tables(path: Path) -> Iterator[list[RosterRow]]:
    """The rows of a file: of a CSV file with each separator that it may have, the most frequent one first."""
    if path.suffix.lower() in WORKBOOKS:
        yield _workbook_rows(path)
        return
    text = read_text(path, MOST_ROSTER_BYTES)
    yield list(table_rows(str(path), text))
    for separator in ",;\t":
        yield list(table_rows(str(path), text, separator))


def _workbook_rows(path: Path) -> list[RosterRow]:
    try:
        import openpyxl
    except ImportError as error:
        raise ByhandError(
            "{file}: reading a workbook needs openpyxl; run: pip install 'byhand[xlsx]', or save the workbook as CSV",
            file=path,
        ) from error
    # openpyxl warns of what it leaves out, such as lists to choose from: nothing of that is in a class list.
    with path.open("rb") as file, warnings.catch_warnings(action="ignore"):
        try:
            workbook = openpyxl.load_workbook(file, read_only=True, data_only=True)
            rows = workbook.worksheets[0].iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
            lines = [(number, [_shown(value) for value in row]) for number, row in enumerate(rows, start=1)]
        except Exception as error:  # openpyxl raises all kinds of errors for a broken file
            raise ByhandError(
                "{file}: cannot be read as a workbook ({kind}); save the class list as CSV",
                file=path,
                kind=type(error).__name__,
            ) from error
    return [(number, row) for number, row in lines if any(row)]


def _shown(value: Any) -> str:
    """A cell as text. A number is an id, which has no decimals."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
