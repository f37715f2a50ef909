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
    entries = _key(worksheet, point) if key else dict.fromkeys(worksheet.blanks, Entry(""))
    drawn = Drawings(choice.size).of(worksheet.structure)
    return Answer([picture.poured(worksheet.printed, entries, point) for picture in drawn])


def _key(worksheet: Worksheet, point: str) -> dict[CellPlace, Entry]:
    """The right values in the cells to fill in."""
    values = {task.id: task.values for task in worksheet.tasks}
    return {
        (exercise, grid, row, column): Entry(printed(values[exercise][grid][row - 1][column - 1], point))
        for exercise, grid, row, column in worksheet.blanks
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
