"""Makes the form of a fillable sheet, with a text field over every blank cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from generator.assignment.answer_sheet import FIELD_LETTERS, WORKSHEET_FIELD, FieldCell
from generator.network.covers import Spot
from generator.pdf.ink import colour
from generator.pdf.packed import DictionaryEntries, spelled, text_string
from generator.pdf.typeface import typed_font
from generator.pdf.writer import Reference, Writer
from generator.sheet import theme
from generator.sheet.boxes import Box, Page, Sheet
from generator.sheet.filling import Tone

AskedSpots: TypeAlias = Sequence[Mapping[str, tuple[Spot, ...]]]
"""The cells that a copy asks for in each exercise, by grid."""
_INSET = 0.9
"""The distance from the border of a cell to its field, in points."""
_FONT = "Typed"
_CENTRED = 1
_HIDDEN, _PRINTED, _READ_ONLY = 2, 4, 1
"""Flags of annotations and fields."""


class TextField(NamedTuple):
    """A field over a cell, with the words that a screen reader announces.

    It has no appearance, so that the tint of the cell shows through; the program it is filled in with makes one.
    """

    name: str
    words: str
    box: Box
    size: int

    def widget(self, page: Reference, height: float, place: int) -> bytes:
        """The field on a page of a given height, at a place in the structure of the file."""
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


class PlacedForm(NamedTuple):
    """A form that is in a file: what is over each page, its fields by name, and its entry in the catalog."""

    over: tuple[tuple[Reference, ...], ...]
    named: tuple[tuple[str, str], ...]
    entries: DictionaryEntries

    def annotations_of(self, page: int) -> DictionaryEntries:
        """The entry of a page, counted from 0."""
        return {"Annots": _listed(self.over[page])} if self.over else {}


NO_FORM = PlacedForm((), (), {})


class Form(NamedTuple):
    """The fields of a copy on each of its pages, and the id of its worksheet, which is stored in the file."""

    worksheet: str
    pages: tuple[tuple[TextField, ...], ...]

    def put_into(self, writer: Writer, pages: Sequence[Reference], heights: Sequence[float]) -> PlacedForm:
        """Put the fields over their cells. Their places in the structure of the file follow those of the pages."""
        identity = writer.put(self._identity(pages[0]))
        named: list[tuple[str, Reference]] = []
        over = []
        for page, height, fields in zip(pages, heights, self.pages, strict=True):
            start = len(pages) + len(named)
            widgets = [writer.put(one.widget(page, height, place)) for place, one in enumerate(fields, start)]
            named += zip((one.name for one in fields), widgets, strict=True)
            over.append((identity, *widgets) if page is pages[0] else tuple(widgets))
        font = typed_font()
        descriptor = writer.put(spelled({**font.descriptor, "FontFile2": writer.put(font.program.body)}))
        typed = writer.put(spelled({**font.entries, "FontDescriptor": descriptor}))
        everything = _listed([widget for widgets in over for widget in widgets])
        resources = f"<< /Font << /{_FONT} {typed} >> >>"
        form = writer.put(spelled({"Fields": everything, "DR": resources, "DA": f"(/{_FONT} 0 Tf 0 g)"}))
        return PlacedForm(tuple(over), tuple((name, str(widget)) for name, widget in named), {"AcroForm": form})

    def _identity(self, page: Reference) -> bytes:
        """The hidden field that contains the id of the worksheet."""
        entries = {"V": text_string(self.worksheet), "Rect": "[0 0 1 1]", "F": _HIDDEN, "Ff": _READ_ONLY}
        return spelled({**_field(WORKSHEET_FIELD, page), **entries})


def _listed(references: Iterable[Reference]) -> str:
    return f"[{' '.join(map(str, references))}]"


def _field(name: str, page: Reference) -> dict[str, object]:
    return {
        "Type": "/Annot",
        "Subtype": "/Widget",
        "FT": "/Tx",
        "T": text_string(name),
        "P": page,
    }


def form_of(sheet: Sheet, worksheet: str, asked: AskedSpots, words: str) -> Form:
    """The form for a copy that asks for these cells; `words` describes a cell, with {grid}, {row} and {column}."""
    return Form(worksheet, tuple(tuple(_fields(sheet, page, asked, words)) for page in sheet.pages))


def _fields(sheet: Sheet, page: Page, asked: AskedSpots, words: str) -> Iterable[TextField]:
    for cell in page.cells:
        spots = asked[cell.exercise].get(cell.grid, ()) if cell.covered else ()
        if (cell.asked or (cell.row, cell.column) in spots) and not cell.copy:
            name = FieldCell(sheet.chapters[cell.exercise].id, cell.grid, cell.row + 1, cell.column + 1)
            spoken = words.format(grid=cell.grid, row=name.row, column=name.column)
            size = theme.WORD.size if cell.word else page.digits
            yield TextField(name.field, spoken, cell.box.grown(-_INSET, -_INSET, -_INSET, -_INSET), int(size))
