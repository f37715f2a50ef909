"""An .xlsx workbook handed in instead of a CSV file becomes the text that the CSV file would have contained."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, zip_longest
from typing import Any, TypeAlias

from generator.assignment.answer_sheet import MOST_COLUMNS, MOST_ROWS
from generator.errors import ByhandError
from generator.files.tables import table_lines
from grader.answers.kinds.packed_xml import refuse_bombs

MOST_SHEETS = 40
_REPEATED = re.compile(
    r"""=IF\(\$?'?(?P<tab>[^'!]{1,31})'?[!.]\$?(?P<cell>\$?[A-Z]{1,3}\$?\d{1,5})="",\s?"",[^,;]{1,60}\)"""
)
"""The formula of a cell that repeats another one, as spreadsheets write it."""
SheetRows: TypeAlias = Sequence[Sequence[object]]


def workbook_text(name: str, content: bytes) -> str:
    """The sheet with the answers as CSV; ByhandError, naming the file, if it cannot be read as a workbook.

    Dates come out as `2026-02-01 00:00:00`, which are then reported as dates.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise ByhandError(
            "{file}: reading a workbook needs openpyxl; run: pip install 'byhand[xlsx]', or save the workbook as CSV",
            file=name,
        ) from error
    refuse_bombs(name, content)
    try:
        # A formula is stored with its result, unless no spreadsheet ever computed it; then its text is used.
        results, formulas = (
            openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=results) for results in (True, False)
        )
        both = zip(results.worksheets[:MOST_SHEETS], formulas.worksheets[:MOST_SHEETS], strict=False)
        sheets = {worked_out.title: _rows(worked_out, as_typed) for worked_out, as_typed in both}
        return best_sheet([[_followed(value, sheets) for value in row] for row in rows] for rows in sheets.values())
    except Exception as error:  # openpyxl raises all kinds of errors for a broken file
        fault = type(error).__name__
        raise ByhandError(
            "{file}: cannot be read as a workbook ({fault}); save it as CSV", file=name, fault=fault
        ) from error


def best_sheet(sheets: Iterable[SheetRows]) -> str:
    """The sheet with the header of an answer sheet as CSV; of several the one with most texts, else the first."""
    tables = [[[_shown(value) for value in row] for row in rows] for rows in sheets]
    best = max(tables, key=lambda rows: (_has_header(rows), sum(bool(text) for row in rows for text in row)))
    return table_lines(best)


def _has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row names a grid and a row; a spreadsheet may show the whole header in one cell."""
    return any({"grid", "row"} <= set(",".join(row).replace(";", ",").casefold().split(",")) for row in rows)


def _followed(value: object, sheets: Mapping[str, SheetRows]) -> object:
    """The content of the cell that a formula of the answer sheet repeats; any other value as it is.

    It is looked up here, because a program that saves a workbook need not have worked its formulas out again.
    """
    found = _REPEATED.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    from openpyxl.utils.cell import coordinate_to_tuple

    try:
        row, column = coordinate_to_tuple(found["cell"].replace("$", ""))
        return sheets[found["tab"].replace("''", "'")][row - 1][column - 1]
    except (KeyError, IndexError, ValueError):
        return value


def _rows(results: Any, formulas: Any) -> SheetRows:
    """The values of a sheet; of the answer sheet's own formulas, and of those without a result, the text."""
    sheets = (
        sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True) for sheet in (results, formulas)
    )
    return [
        [
            typed if value is None or _is_repeated(typed) else value
            for value, typed in zip(worked_out, as_typed, strict=False)
        ]
        for worked_out, as_typed in islice(zip_longest(*sheets, fillvalue=()), MOST_ROWS)
    ]


def _is_repeated(typed: object) -> bool:
    return isinstance(typed, str) and bool(_REPEATED.fullmatch(typed))


def _shown(value: object) -> str:
    """A value on one line, whatever breaks were typed into its cell."""
    if value is None:
        return ""
    # A spreadsheet shows and keeps 15 digits; the 17 of a float would show its rounding error.
    return f"{value:.15g}" if isinstance(value, float) else " ".join(str(value).split())
