"""A page of the sheet on the screen: its picture, and over it, in the order of reading, inputs and words read aloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import groupby

from markupsafe import Markup

from generator.assignment.answer_sheet import LABELS, answer_lines
from generator.assignment.worksheet import Worksheet
from generator.form.holes import Holes
from generator.language.words import Words
from generator.network.covers import Spot
from generator.network.number import printed
from generator.sheet.boxes import Box, Cell, DrawnView, Passage, Text
from generator.sheet.filling import Entry
from generator.sheet.heading import Wording
from generator.sheet.picture import PagePicture
from generator.sheet.theme import WORD
from generator.sheet.views import described

_BLANK = Entry("")


@dataclass(frozen=True)
class Blank:
    """A cell to type into, or a dashed copy of one, with its line and column on the answer sheet, both from 0."""

    cell: Cell
    line: int
    column: int
    label: str

    @property
    def box(self) -> Box:
        """Where it is on its page."""
        return self.cell.box


@dataclass(frozen=True)
class FormPage:
    """What the template shows of a page: a hole for its picture, and blanks and words in the order of reading."""

    title: str
    picture: Markup
    items: tuple[Blank | Markup, ...]
    room: Box
    digits: float

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """The cells to type into, and their copies."""
        return tuple(item for item in self.items if isinstance(item, Blank))

    def share_of(self, box: Box) -> Box:
        """Where a box is in the picture, in percent of its width and height."""
        across, down = 100 / self.room.width, 100 / self.room.height
        left, top = (box.x - self.room.x) * across, (box.y - self.room.y) * down
        return Box(left, top, box.width * across, box.height * down)

    def size_of(self, cell: Cell) -> float:
        """The size of what is typed into a cell, in percent of the width of the picture."""
        return 100 * (WORD.size if cell.word else self.digits) / self.room.width


class PageMaker:
    """Makes the pages for worksheets like this one, which ask for the same cells."""

    def __init__(self, worksheet: Worksheet, wording: Wording, words: Words, holes: Holes) -> None:
        self._wording, self._holes = wording, holes
        self._label = words("{grid}, row {row}, column {column}, step {number}: {step}")
        self._aloud = words("{grid} from row {row}, column {column}: {numbers}")
        self._tasks = worksheet.tasks
        self._asked: Mapping[tuple[int, str], frozenset[Spot]] = {
            (number, name): frozenset(spots)
            for number, task in enumerate(worksheet.tasks)
            for name, spots in task.spots.items()
        }
        lines = ((number, line) for number, task in enumerate(worksheet.tasks) for line in answer_lines(task))
        self._lines = {(number, line.grid, line.row - 1): place for place, (number, line) in enumerate(lines)}

    def page(self, picture: PagePicture, title: str) -> FormPage:
        """The page of a picture."""
        shown = self._holes.dig(partial(_poured, picture, self._wording.point))
        items = tuple(item for passage in picture.page.passages for item in self._items(passage))
        return FormPage(title, shown, items, picture.room, picture.page.digits)

    def _items(self, passage: Passage) -> Iterator[Blank | Markup]:
        """A passage as it is read: its words, then its cells row by row."""
        if said := " ".join("".join(span.text for span in ink.spans) for ink in passage.ink if isinstance(ink, Text)):
            yield Markup(escape(said))  # noqa: S704 - escaped here
        if passage.view:
            yield self._holes.dig(partial(_view, passage.view, self._wording))
        for line in passage.lines if passage.cells else ():
            for blank, cells in groupby(line, key=self._is_asked):
                if blank:
                    yield from map(self._blank, cells)
                else:
                    yield self._holes.dig(partial(_numbers, tuple(cells), self._aloud, self._wording.point))

    def _is_asked(self, cell: Cell) -> bool:
        return (cell.row, cell.column) in self._asked.get((cell.exercise, cell.grid), ())

    def _blank(self, cell: Cell) -> Blank:
        step = self._tasks[cell.exercise].blueprint.step_of[cell.grid]
        label = self._label.format(
            grid=cell.grid, row=cell.row + 1, column=cell.column + 1, number=step.number, step=step.title
        )
        line = self._lines[cell.exercise, cell.grid, cell.row]
        return Blank(cell, line, len(LABELS) + cell.column, label)


def _poured(picture: PagePicture, point: str, worksheet: Worksheet) -> str:
    """The page with the numbers of a copy, its blanks empty."""
    return picture.poured(worksheet.printed, dict.fromkeys(worksheet.blanks, _BLANK), point)


def _numbers(cells: tuple[Cell, ...], sentence: str, point: str, worksheet: Worksheet) -> str:
    """Cells that a copy prints, to be read aloud; nothing where their numbers are not known."""
    first, values = cells[0], worksheet.tasks[cells[0].exercise].printed[cells[0].grid]
    numbers = "; ".join(filter(None, (printed(values[cell.row][cell.column], point) for cell in cells)))
    if not numbers:
        return ""
    return escape(sentence.format(grid=first.grid, row=first.row + 1, column=first.column + 1, numbers=numbers))


def _view(view: DrawnView, wording: Wording, worksheet: Worksheet) -> str:
    """What a copy has drawn in place of cells, in words."""
    values = worksheet.tasks[view.exercise].printed
    return escape(f"{view.grid}: {described(view, values, wording, solved=False)}")
