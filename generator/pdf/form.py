"""The form of a fillable sheet: each blank is a text field over its cell.

ReportLab's fields cannot be tagged, and bring each a Helvetica of its own that is not embedded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from generator.assignment.answer_sheet import FIELD_LETTERS, WORKSHEET_FIELD, FieldCell
from generator.network.covers import Spot
from generator.pdf.ink import colour
from generator.pdf.packed import spelled, text_string
from generator.sheet import theme
from generator.sheet.boxes import Box, Page, Sheet
from generator.sheet.filling import Tone

Asked: TypeAlias = Sequence[Mapping[str, tuple[Spot, ...]]]
"""For each exercise the cells that a copy asks, by grid."""
_INSET = 0.9
"""From a cell's border to its field, in points."""
_FONT = "Typed"
_CENTRED = 1
_HIDDEN, _PRINTED, _READ_ONLY = 2, 4, 1
"""Flags of annotations, and of fields."""


@dataclass(frozen=True)
class TextField:
    """A field over a cell, with the words that a screen reader says for it.

    It has no look of its own, as the tint of the cell tells its role; who fills it in makes one.
    """

    name: str
    words: str
    box: Box
    size: int

    def widget(self, page: str, height: float, place: int) -> bytes:
        """The field on a page of some height, at a place in the file's structure."""
        box = self.box
        return spelled(
            {
                **_field(self.name, page),
                "TU": text_string(self.words),
                "Rect": f"[{box.x:.2f} {height - box.bottom:.2f} {box.right:.2f} {height - box.y:.2f}]",
                "F": _PRINTED,
                "DA": f"(/{_FONT} {self.size} Tf {colour(theme.TONES[Tone.STUDENT]).decode()} rg)",
                "Q": _CENTRED,
                "MaxLen": FIELD_LETTERS,
                "StructParent": place,
            }
        )


@dataclass(frozen=True)
class Form:
    """The fields of a copy, page by page, and the id of its worksheet, which the file carries along."""

    worksheet: str
    pages: tuple[tuple[TextField, ...], ...]

    def identity(self, page: str) -> bytes:
        """The hidden field that holds the id of the worksheet."""
        entries = {"V": text_string(self.worksheet), "Rect": "[0 0 1 1]", "F": _HIDDEN, "Ff": _READ_ONLY}
        return spelled({**_field(WORKSHEET_FIELD, page), **entries})


def form_dictionary(fields: Iterable[str], font: str) -> bytes:
    """What the file says of all its fields."""
    resources = f"<< /Font << /{_FONT} {font} >> >>"
    return spelled({"Fields": f"[{' '.join(fields)}]", "DR": resources, "DA": f"(/{_FONT} 0 Tf 0 g)"})


def _field(name: str, page: str) -> dict[str, object]:
    return {
        "Type": "/Annot",
        "Subtype": "/Widget",
        "FT": "/Tx",
        "T": text_string(name),
        "P": page,
    }


def form_of(sheet: Sheet, worksheet: str, asked: Asked, words: str) -> Form:
    """The form over a copy that asks these cells; `words` names a cell by {grid}, {row} and {column}."""
    return Form(worksheet, tuple(tuple(_fields(sheet, page, asked, words)) for page in sheet.pages))


def _fields(sheet: Sheet, page: Page, asked: Asked, words: str) -> Iterable[TextField]:
    for cell in page.cells:
        spots = asked[cell.exercise].get(cell.grid, ()) if cell.covered else ()
        if (cell.asked or (cell.row, cell.column) in spots) and not cell.copy:
            name = FieldCell(sheet.chapters[cell.exercise].id, cell.grid, cell.row + 1, cell.column + 1)
            said = words.format(grid=cell.grid, row=name.row, column=name.column)
            size = theme.WORD.size if cell.word else page.digits
            yield TextField(name.field, said, cell.box.grown(-_INSET, -_INSET, -_INSET, -_INSET), int(size))
