"""The form of a fillable sheet: each blank is a text field, which ReportLab writes over the cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from generator import theme
from generator.fields import MOST_LETTERS, WORKSHEET, FieldCell
from generator.filling import Tone
from generator.sheet import Box, Page, Sheet

_INSET = 0.9
"""From a cell's border to its field, in points."""


@dataclass(frozen=True)
class TextField:
    """A field over a cell, with the words that a screen reader says for it."""

    name: str
    words: str
    box: Box
    size: int


@dataclass(frozen=True)
class Form:
    """The fields of a copy, page by page, and the id of its worksheet, which the file carries along."""

    worksheet: str
    pages: tuple[tuple[TextField, ...], ...]

    def draw(self, number: int, height: float, canvas: Canvas) -> None:
        """Put the fields of a page, counted from 0, on the page at hand."""
        if number == 0:
            self._draw_worksheet(canvas)
        for field in self.pages[number]:
            canvas.acroForm.textfield(
                name=field.name,
                tooltip=field.words,
                x=field.box.x,
                y=height - field.box.bottom,
                width=field.box.width,
                height=field.box.height,
                fontName="Helvetica",
                fontSize=field.size,
                textColor=HexColor(theme.TONES[Tone.STUDENT]),
                # Nothing of its own in the background: the tint of the cell tells its role.
                fillColor=None,
                borderColor=None,
                borderWidth=0,
                maxlen=MOST_LETTERS,
            )

    def _draw_worksheet(self, canvas: Canvas) -> None:
        canvas.acroForm.extras["Q"] = 1  # numbers stand in the middle of their cells
        canvas.acroForm.textfield(
            name=WORKSHEET,
            value=self.worksheet,
            width=1,
            height=1,
            fontName="Helvetica",
            fontSize=8,
            fillColor=None,
            borderColor=None,
            borderWidth=0,
            annotationFlags="hidden",
            fieldFlags="readOnly",
        )


def form_of(sheet: Sheet, worksheet: str, words: str) -> Form:
    """The form over a sheet; `words` names a cell by {grid}, {row} and {column}."""
    return Form(worksheet, tuple(tuple(_fields(sheet, page, words)) for page in sheet.pages))


def _fields(sheet: Sheet, page: Page, words: str) -> Iterable[TextField]:
    for cell in page.cells:
        if not cell.given and not cell.copy:
            name = FieldCell(sheet.exercises[cell.exercise].id, cell.grid, cell.row + 1, cell.column + 1)
            said = words.format(grid=cell.grid, row=name.row, column=name.column)
            size = theme.WORD.size if cell.word else page.digits
            yield TextField(name.field, said, cell.box.grown(-_INSET, -_INSET, -_INSET, -_INSET), int(size))
