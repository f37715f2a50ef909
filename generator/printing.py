"""The print run: worksheets, keys, answer sheets and the class files of what was issued."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.answer_sheet import answer_sheet
from generator.assignment import Assignment
from generator.files import whole_file, write_whole
from generator.layout import Paper, lay_out
from generator.pdf import Copy, Heading, Press
from generator.worksheet import IssuedExercise, Worksheet


@dataclass(frozen=True)
class Place:
    """Where a worksheet's three files go."""

    sheet: Path
    answers: Path
    key: Path


class PrintShop:
    """Presses ready to print, one for each structure; a class shares one unless its parameters were changed."""

    def __init__(self, heading: Heading, paper: str) -> None:
        self._heading = heading
        self._paper = Paper(paper)
        self._presses: dict[tuple[object, ...], Press] = {}

    def press(self, exercises: Sequence[IssuedExercise]) -> Press:
        """The press for these exercises."""
        structure = tuple((exercise.id, exercise.blueprint) for exercise in exercises)
        if structure not in self._presses:
            self._presses[structure] = Press(lay_out(structure, self._paper), self._heading)
        return self._presses[structure]

    def print_missing(self, worksheet: Worksheet, place: Place, anew: bool = False) -> bool:
        """Write the worksheet's files that are missing, or all of them anew; whether there was any to write."""
        wanted = [path for path in (place.sheet, place.answers, place.key) if anew or not path.exists()]
        if place.answers in wanted:
            write_whole(place.answers, answer_sheet(worksheet))
        for path in wanted:
            if path != place.answers:
                self.print_class([worksheet], path, key=path == place.key)
        return bool(wanted)

    def print_class(self, worksheets: Sequence[Worksheet], path: Path, key: bool) -> None:
        """One file with the sheets, or keys, of all these worksheets in their order."""
        press = self.press(worksheets[0].exercises)
        copies = [Copy(worksheet.id, worksheet.student, worksheet.name, worksheet.key()) for worksheet in worksheets]
        with whole_file(path) as file:
            press.write(copies, file, key=key)


def print_assignment(
    assignment: Assignment,
    worksheets: Sequence[Worksheet],
    folder: Path,
    paper: str,
    done: Callable[[int], None],
    whole_class: bool,
) -> int:
    """Print the missing files of these worksheets below a folder, and the class files if this is the whole class.

    Returns for how many worksheets there was something to print.
    """
    shop = PrintShop(Heading(title=assignment.title, course=assignment.course, due=assignment.due), paper)
    printed = 0
    for worksheet in worksheets:
        printed += shop.print_missing(worksheet, place_of(folder, worksheet.student))
        done(1)
    if whole_class:
        shop.print_class(worksheets, folder / "class.pdf", key=False)
        shop.print_class(worksheets, folder / "keys.pdf", key=True)
    return printed


def place_of(folder: Path, student: str) -> Place:
    """The files of a student below an assignment's output folder."""
    return Place(
        sheet=folder / "sheets" / f"{student}.pdf",
        answers=folder / "answers" / f"{student}.csv",
        key=folder / "keys" / f"{student}.pdf",
    )
