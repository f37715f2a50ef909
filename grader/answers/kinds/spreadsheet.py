"""An .ods spreadsheet handed in instead of a CSV file becomes the text that the CSV file would have contained."""

from __future__ import annotations

import io
from itertools import islice

from generator.assignment.answer_sheet import MOST_COLUMNS, MOST_ROWS
from generator.errors import ByhandError
from grader.answers.kinds.packed_xml import refuse_bombs
from grader.answers.kinds.workbook import MOST_SHEETS, SheetRows, best_sheet


def spreadsheet_text(name: str, content: bytes) -> str:
    """The sheet with the answers as CSV; ByhandError, naming the file, if it cannot be read as a spreadsheet."""
    try:
        import python_calamine
    except ImportError as error:
        raise ByhandError(
            "{file}: reading an .ods file needs python-calamine; run: pip install 'byhand[ods]', or save it as CSV",
            file=name,
        ) from error
    refuse_bombs(name, content)
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        sheets = (book.get_sheet_by_index(place) for place in range(min(MOST_SHEETS, len(book.sheet_names))))
        return best_sheet(_rows(sheet) for sheet in sheets)
    except Exception as error:  # calamine raises all kinds of errors for a broken file
        fault = type(error).__name__
        raise ByhandError(
            "{file}: cannot be read as a spreadsheet ({fault}); save it as CSV", file=name, fault=fault
        ) from error


def _rows(sheet: object) -> SheetRows:
    rows = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)  # type: ignore[attr-defined]
    return [list(islice(row, MOST_COLUMNS)) for row in rows]
