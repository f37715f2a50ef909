"""Answers about single sheets: pictures of the pages, and files to download."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.layout.pictures import Drawings
from generator.network.instance import draw_instance
from generator.network.number import POINT, printed
from generator.printing import LOOSE, Printout, print_loose
from generator.sheet.filling import Entry
from grader.browser.answer import Answer
from grader.browser.choice import ChosenSheet

if TYPE_CHECKING:
    from generator.assignment.worksheet import Worksheet
    from generator.sheet.picture import CellPlace

SLIDES = "slides"


def preview(choice: ChosenSheet, key: bool) -> Answer:
    """The pages of a sheet, or of its key, as SVG."""
    worksheet, point = choice.worksheet(), choice.words(POINT)
    values = {task.id: task.printed for task in worksheet.tasks}
    entries = _entries(worksheet, key, point)
    drawn = Drawings(choice.size).of(worksheet.structure)
    return Answer([picture.poured(values, entries, point) for picture in drawn])


def _entries(worksheet: Worksheet, key: bool, point: str) -> dict[CellPlace, Entry]:
    """What is in the cells to fill in: nothing, or the right numbers."""
    return {
        (task.id, grid, row + 1, column + 1): Entry(printed(task.values[grid][row][column], point) if key else "")
        for task in worksheet.tasks
        for grid, spots in task.spots.items()
        for row, column in spots
    }


def file(choice: ChosenSheet, part: str) -> Answer:
    """A file of a sheet: one of the parts that `byhand generate` makes, or `slides`."""
    stem = f"{choice.exercise}-{choice.seed}"
    if part == SLIDES:
        from generator.pdf.slideshow import Slideshow

        blueprint = choice.blueprint()
        show = Slideshow.of(blueprint, draw_instance(blueprint, choice.seed), choice.words)
        return Answer(None, {f"{stem}.slides.pdf": show.pdf(range(len(show.slides)))})
    wanted = Printout(part)
    printed = print_loose(choice.worksheet(), {wanted}, choice.paper, choice.words, choice.ink)
    return Answer(None, {f"{stem}{LOOSE[wanted]}": printed[wanted]})
