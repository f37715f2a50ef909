"""An .xlsx workbook handed in instead of a CSV file becomes the text that the CSV file would have contained."""

from __future__ import annotations

import csv
import io
import zipfile
from itertools import zip_longest
from typing import Any

from generator.assignment.answer_sheet import MOST_COLUMNS, MOST_ROWS
from generator.errors import ByhandError

MOST_UNPACKED = 32 << 20


def workbook_text(name: str, content: bytes) -> str:
    """The first sheet of a workbook as CSV; ByhandError, naming the file, if it cannot be read as one.

    Dates come out as `2026-02-01 00:00:00`, which are then reported as dates.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise ByhandError(
            "{file}: reading a workbook needs openpyxl; run: pip install 'byhand[xlsx]', or save the workbook as CSV",
            file=name,
        ) from error
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise ByhandError(
                    "{file}: unpacks to more than {most} MiB, too large for an answer sheet; save it as CSV",
                    file=name,
                    most=MOST_UNPACKED >> 20,
                )
        # A formula is stored with its result, unless no spreadsheet ever computed it; then its text is used.
        results, formulas = (
            openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=results) for results in (True, False)
        )
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for worked_out, as_typed in zip_longest(_rows(results), _rows(formulas), fillvalue=()):
            writer.writerow(
                [_shown(typed if value is None else value) for value, typed in zip(worked_out, as_typed, strict=False)]
            )
    except ByhandError:
        raise
    except Exception as error:  # openpyxl raises all kinds of errors for a broken file
        fault = type(error).__name__
        raise ByhandError(
            "{file}: cannot be read as a workbook ({fault}); save it as CSV", file=name, fault=fault
        ) from error
    return text.getvalue()


def _rows(workbook: Any) -> Any:
    return workbook.worksheets[0].iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)


def _shown(value: object) -> str:
    if value is None:
        return ""
    # A spreadsheet shows and keeps 15 digits; the 17 of a float would show its rounding error.
    return f"{value:.15g}" if isinstance(value, float) else str(value)
