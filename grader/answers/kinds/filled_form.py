"""A filled-in PDF handed in instead of a CSV file becomes the text that the CSV file would have contained.

A PDF is hostile until read: only the values of form fields are read, up to a limit on their number and on time.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import Any

from generator.assignment.answer_sheet import LABELS, MOST_COLUMNS, WORKSHEET_FIELD, cell_of_field
from generator.errors import ByhandError
from generator.files.tables import table_lines

MOST_FORM_BYTES = 8 << 20
"""Room for the fonts that a viewer may add to a byhand worksheet."""
MOST_FIELDS = 5_000
MOST_FIELD_LETTERS = 200
MOST_SECONDS = 5.0


def form_text(name: str, content: bytes) -> str:
    """The fields of a filled-in sheet as CSV; ByhandError, naming the file, if it cannot be read as one."""
    import pypdf

    if len(content) > MOST_FORM_BYTES:
        raise ByhandError(
            "{file}: larger than {most} MiB, too large for a byhand worksheet; hand in the CSV file",
            file=name,
            most=MOST_FORM_BYTES >> 20,
        )
    try:
        with _silent("pypdf"):
            root: Any = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]
            fields = dict(_values(name, root.get("/AcroForm", {})))
    except ByhandError:
        raise
    except Exception as error:  # pypdf raises all kinds of errors for a broken file
        fault = type(error).__name__
        raise ByhandError(
            "{file}: cannot be read as a PDF ({fault}); hand in the CSV file", file=name, fault=fault
        ) from error
    lines = _lines(fields)
    if not lines:
        raise ByhandError(
            "{file}: has none of the form fields of a byhand worksheet; fill in the fillable sheet or the CSV file",
            file=name,
        )
    return table_lines(_answer_sheet(fields.get(WORKSHEET_FIELD, ""), lines))


@contextmanager
def _silent(library: str) -> Iterator[None]:
    """Keep a library from logging the content of a broken file: byhand reports the problem itself, in one sentence."""
    logger, nowhere = logging.getLogger(library), logging.NullHandler()
    before, logger.propagate = logger.propagate, False
    logger.addHandler(nowhere)
    try:
        yield
    finally:
        logger.removeHandler(nowhere)
        logger.propagate = before


def _values(name: str, form: Any) -> Iterator[tuple[str, str]]:
    """The names and values of the form's fields."""
    from pypdf.generic import TextStringObject

    end = monotonic() + MOST_SECONDS
    fields = _resolved(_resolved(form).get("/Fields", ()))
    if len(fields) > MOST_FIELDS:
        raise ByhandError(
            "{file}: more than {most} form fields, too many for a byhand worksheet; hand in the CSV file",
            file=name,
            most=MOST_FIELDS,
        )
    for reference in fields:
        if monotonic() > end:
            raise ByhandError("{file}: takes too long to read; hand in the CSV file", file=name)
        field = _resolved(reference)
        value = _resolved(field.get("/V", ""))
        # A field that nobody filled in has no value; it shows all the same that this is a byhand worksheet.
        text = value[:MOST_FIELD_LETTERS] if isinstance(value, TextStringObject) else ""
        yield str(field.get("/T", "")), " ".join(text.split())


def _resolved(thing: Any) -> Any:
    """The object that a reference points to."""
    return thing.get_object() if hasattr(thing, "get_object") else thing


def _answer_sheet(
    worksheet: str, lines: Mapping[tuple[str, str, int], Mapping[int, str]]
) -> Iterator[tuple[object, ...]]:
    """The rows of the answer sheet that these cells would have been typed into, the labels first."""
    yield (*LABELS, *range(1, max(max(cells) for cells in lines.values()) + 1))
    for (exercise, grid, row), cells in lines.items():
        texts = (cells.get(column, "") for column in range(1, max(cells) + 1))
        labels = {"worksheet": worksheet, "exercise": exercise, "grid": grid, "row": row}
        yield (*(labels.get(label, "") for label in LABELS), *texts)


def _lines(fields: dict[str, str]) -> dict[tuple[str, str, int], dict[int, str]]:
    """The cells of each row, in the order of the form."""
    lines: dict[tuple[str, str, int], dict[int, str]] = {}
    for name, value in fields.items():
        cell = cell_of_field(name)
        if cell and 1 <= cell.column <= MOST_COLUMNS:
            lines.setdefault(cell[:3], {})[cell.column] = value
    return lines
